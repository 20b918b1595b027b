#include "lang/graphql/parser.hpp"

#include "lang/graphql/grammar.hpp"
#include "lang/graphql/token_stream.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tenon::lang::graphql {
namespace {

bool at_string(const TokenStream& stream) {
  return stream.at(TokenKind::string) || stream.at(TokenKind::block_string);
}

bool starts_executable(std::string_view word) {
  return word == "query" || word == "mutation" || word == "subscription" || word == "fragment";
}

/// What the options exclude is refused by its first word.
bool refuse(TokenStream& stream, const Token& keyword, bool executable) {
  const Accept accept = stream.options().accept;
  if (executable && accept == Accept::type_system) {
    stream.fail(keyword, "Operations and fragments do not belong in a schema.");
  } else if (!executable && accept == Accept::executable) {
    stream.fail(keyword, "Only operations and fragments can be executed, found " + describe(keyword) + ".");
  }
  return stream.failed();
}

Definition parse_definition(TokenStream& stream) {
  if (stream.at(TokenKind::open_brace)) {
    if (refuse(stream, stream.current(), true)) return OperationDefinition{};
    return parse_operation(stream);
  }
  const bool described = at_string(stream);
  const Token keyword = described ? stream.lookahead() : stream.current();
  if (keyword.kind == TokenKind::name) {
    if (is_type_system_keyword(keyword.text)) {
      if (refuse(stream, keyword, false)) return TypeDefinition{};
      return parse_type_system_definition(stream);
    }
    if (described) {
      stream.fail(stream.current(), "Unexpected description, descriptions are supported only on type definitions.");
      return TypeDefinition{};
    }
    if (starts_executable(keyword.text)) {
      if (refuse(stream, keyword, true)) return OperationDefinition{};
      if (keyword.text == "fragment") return parse_fragment(stream);
      return parse_operation(stream);
    }
    if (keyword.text == "extend") {
      if (refuse(stream, keyword, false)) return TypeDefinition{};
      return parse_type_system_extension(stream);
    }
  }
  stream.fail_unexpected(keyword);
  return TypeDefinition{};
}

bool at_line_start(std::string_view text, std::uint32_t offset) {
  return offset == 0 || text[offset - 1] == '\n' || text[offset - 1] == '\r';
}

/// Where the next type system definition begins after a fault: a keyword in the first column with a name behind it.
/// The line of the fault counts too, since a missing `}` is noticed in the definition that follows.
std::optional<std::uint32_t> next_definition(std::string_view text, std::uint32_t definition, std::uint32_t fault) {
  std::uint32_t start = fault;
  while (start > definition + 1 && !at_line_start(text, start)) --start;
  Lexer lexer(text, start);
  Token token = lexer.next();
  while (token.kind != TokenKind::end_of_file) {
    Token following = lexer.next();
    const bool keyword =
        token.kind == TokenKind::name && (is_type_system_keyword(token.text) || token.text == "extend");
    const bool named =
        following.kind == TokenKind::name || following.kind == TokenKind::at || following.kind == TokenKind::open_brace;
    if (keyword && named && token.offset > definition && at_line_start(text, token.offset)) return token.offset;
    token = std::move(following);
  }
  return std::nullopt;
}

/// Whether it is so long in tokens, told by the lexer alone: a tree of thousands of nodes is dearer than a look ahead.
/// What cannot be read ends the look: the parser says so in its own words.
bool exceeds(std::string_view text, std::size_t most_tokens) {
  if (text.size() <= most_tokens) return false;
  Lexer lexer(text);
  for (std::size_t count = 0; count <= most_tokens; ++count) {
    const TokenKind kind = lexer.skip();
    if (kind == TokenKind::end_of_file || kind == TokenKind::fault) return false;
  }
  return true;
}

Diagnostic document_fault(const SourcePtr& source, std::string message) {
  Diagnostic fault;
  fault.code = "syntax";
  fault.message = "Syntax Error: " + std::move(message);
  fault.span = {source, 0, 0};
  return fault;
}

}  // namespace

std::expected<Document, std::vector<Diagnostic>> parse(SourcePtr source, const ParseOptions& options) {
  const std::size_t limit = std::min<std::size_t>(options.max_bytes, std::numeric_limits<std::int32_t>::max());
  std::vector<Diagnostic> faults;
  if (source->text.size() > limit) {
    faults.push_back(document_fault(source, "Document is longer than " + std::to_string(limit) + " bytes."));
    return std::unexpected(std::move(faults));
  }
  if (options.accept == Accept::executable && exceeds(source->text, options.max_tokens)) {
    faults.push_back(document_fault(source, too_many_tokens(options.max_tokens)));
    return std::unexpected(std::move(faults));
  }

  Document document;
  document.source = source;
  TokenStream stream(source, options);
  do {
    const std::uint32_t start = stream.current().offset;
    Definition definition = parse_definition(stream);
    std::optional<Diagnostic> fault = stream.take_fault();
    if (!fault) {
      if (faults.empty()) document.definitions.push_back(std::move(definition));
      continue;
    }
    const std::uint32_t place = fault->span.offset;
    faults.push_back(std::move(*fault));
    if (options.accept == Accept::executable || faults.size() >= options.max_faults) break;
    const std::optional<std::uint32_t> next = next_definition(source->text, std::min(start, place), place);
    if (!next || !stream.restart(*next)) break;
  } while (!stream.at(TokenKind::end_of_file));

  if (!faults.empty()) return std::unexpected(std::move(faults));
  return document;
}

}  // namespace tenon::lang::graphql
