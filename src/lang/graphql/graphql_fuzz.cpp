#include "lang/graphql/parser.hpp"

#include <cstdlib>

using namespace tenon::lang;

/// Any bytes give a document or faults whose places are inside the text and can be printed.
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
