#include "lang/graphql/lexer.hpp"
#include "lang/graphql/parser.hpp"

#include <algorithm>
#include <cstdlib>

using namespace tenon::lang;

namespace {

std::size_t tokens_of(std::string_view text) {
  graphql::Lexer lexer(text);
  std::size_t count = 0;
  while (lexer.next().kind != graphql::TokenKind::end_of_file) ++count;
  return count;
}

bool is_executable(const graphql::Definition& definition) {
  return std::holds_alternative<graphql::OperationDefinition>(definition) ||
         std::holds_alternative<graphql::FragmentDefinition>(definition);
}

}  // namespace

/// The limit of tokens, which are passed by without being read, is exact for documents that can be read. Any bytes give
/// a document or faults whose places are inside the text and can be printed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto source = std::make_shared<Source>(Source{"fuzz", std::string(reinterpret_cast<const char*>(data), size)});
  const auto document = graphql::parse(source);
  if (!document) {
    if (document.error().empty()) std::abort();
    for (const Diagnostic& fault : document.error()) {
      if (fault.span.offset > size || fault.span.length > size - fault.span.offset) std::abort();
      if (print(fault, Colour::off).empty()) std::abort();
    }
    return 0;
  }
  if (std::ranges::all_of(document->definitions, is_executable)) {
    const std::size_t tokens = tokens_of(source->text);
    for (const std::size_t most : {tokens, tokens - 1}) {
      const auto limited = graphql::parse(source, {.max_tokens = most, .accept = graphql::Accept::executable});
      if (limited.has_value() != (most == tokens)) std::abort();
    }
  }
  for (const graphql::Definition& definition : document->definitions) {
    const auto* type = std::get_if<graphql::TypeDefinition>(&definition);
    if (!type || !type->description) continue;
    const graphql::Value& text = *type->description;
    for (std::uint32_t index = 0; index <= text.text.size(); ++index) {
      if (graphql::source_offset(text, index) >= size) std::abort();
    }
  }
  return 0;
}
