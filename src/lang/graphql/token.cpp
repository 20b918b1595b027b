#include "lang/graphql/token.hpp"

#include "lang/code_point.hpp"

namespace tenon::lang::graphql {
namespace {

/// Longest quotation of input inside a message, in bytes.
constexpr std::size_t longest_quotation = 200;

}  // namespace

std::string_view describe(TokenKind kind) {
  switch (kind) {
    case TokenKind::end_of_file: return "<EOF>";
    case TokenKind::exclamation: return "\"!\"";
    case TokenKind::dollar: return "\"$\"";
    case TokenKind::ampersand: return "\"&\"";
    case TokenKind::open_parenthesis: return "\"(\"";
    case TokenKind::close_parenthesis: return "\")\"";
    case TokenKind::spread: return "\"...\"";
    case TokenKind::colon: return "\":\"";
    case TokenKind::equals: return "\"=\"";
    case TokenKind::at: return "\"@\"";
    case TokenKind::open_bracket: return "\"[\"";
    case TokenKind::close_bracket: return "\"]\"";
    case TokenKind::open_brace: return "\"{\"";
    case TokenKind::pipe: return "\"|\"";
    case TokenKind::close_brace: return "\"}\"";
    case TokenKind::name: return "Name";
    case TokenKind::integer: return "Int";
    case TokenKind::floating: return "Float";
    case TokenKind::string: return "String";
    case TokenKind::block_string: return "BlockString";
    case TokenKind::fault: return "fault";
  }
  return {};
}

std::string describe(const Token& token) {
  std::string text(describe(token.kind));
  if (token.kind < TokenKind::name) return text;
  return text.append(" \"").append(clip(token.value(), longest_quotation)) += '"';
}

}  // namespace tenon::lang::graphql
