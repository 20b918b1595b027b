#include "lang/graphql/lexer.hpp"

#include "lang/code_point.hpp"
#include "lang/graphql/string_literal.hpp"

namespace tenon::lang::graphql {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

Token Lexer::next() {
  skip_ignored();
  if (position_ >= text_.size()) {
    Token end;
    end.offset = position_;
    return end;
  }
  const char first = text_[position_];
  switch (first) {
    case '!': return punctuator(TokenKind::exclamation, 1);
    case '$': return punctuator(TokenKind::dollar, 1);
    case '&': return punctuator(TokenKind::ampersand, 1);
    case '(': return punctuator(TokenKind::open_parenthesis, 1);
    case ')': return punctuator(TokenKind::close_parenthesis, 1);
    case ':': return punctuator(TokenKind::colon, 1);
    case '=': return punctuator(TokenKind::equals, 1);
    case '@': return punctuator(TokenKind::at, 1);
    case '[': return punctuator(TokenKind::open_bracket, 1);
    case ']': return punctuator(TokenKind::close_bracket, 1);
    case '{': return punctuator(TokenKind::open_brace, 1);
    case '|': return punctuator(TokenKind::pipe, 1);
    case '}': return punctuator(TokenKind::close_brace, 1);
    case '.':
      if (text_.substr(position_).starts_with("...")) return punctuator(TokenKind::spread, 3);
      return unexpected_character();
    case '"': {
      Token token = read_string_literal(text_, position_);
      position_ = token.end();
      return token;
    }
    default: break;
  }
  if (starts_name(first)) return read_name();
  if (is_digit(first) || first == '-') return read_number();
  return unexpected_character();
}

TokenKind Lexer::skip() {
  skip_ignored();
  if (at(position_) != '"') return next().kind;
  const bool block = text_.substr(position_).starts_with(R"(""")");
  const std::string_view quote = block ? R"(""")" : R"(")";
  std::size_t end = text_.find(quote, position_ + quote.size());
  // Before a quote that does not end the text stands a backslash, which only in a line of text may be one itself.
  const auto escaped = [&] {
    std::size_t backslashes = 0;
    while (end - backslashes > position_ && text_[end - backslashes - 1] == '\\') ++backslashes;
    return block ? backslashes > 0 : backslashes % 2 == 1;
  };
  while (end != std::string_view::npos && escaped()) end = text_.find(quote, end + (block ? quote.size() : 1));
  if (end == std::string_view::npos) return TokenKind::fault;
  position_ = static_cast<std::uint32_t>(end + quote.size());
  return block ? TokenKind::block_string : TokenKind::string;
}

void Lexer::skip_ignored() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == ' ' || c == '\t' || c == ',' || c == '\n' || c == '\r') {
      ++position_;
    } else if (c == '#') {
      while (position_ < text_.size() && text_[position_] != '\n' && text_[position_] != '\r') {
        if (const std::size_t run = plain_run(text_, position_)) {
          position_ += static_cast<std::uint32_t>(run);
          continue;
        }
        const std::optional<CodePoint> point = decode_code_point(text_, position_);
        if (!point) return;
        position_ += point->length;
      }
    } else if (text_.substr(position_).starts_with(byte_order_mark)) {
      position_ += static_cast<std::uint32_t>(byte_order_mark.size());
    } else {
      return;
    }
  }
}

Token Lexer::punctuator(TokenKind kind, std::uint32_t length) {
  Token token;
  token.kind = kind;
  token.offset = position_;
  token.length = length;
  position_ += length;
  return token;
}

Token Lexer::read_name() {
  std::uint32_t end = position_ + 1;
  while (starts_name(at(end)) || is_digit(at(end))) ++end;
  Token token = punctuator(TokenKind::name, end - position_);
  token.text = text_.substr(token.offset, token.length);
  return token;
}

Token Lexer::read_number() {
  std::uint32_t end = position_;
  TokenKind kind = TokenKind::integer;
  const auto read_digits = [&] {
    if (!is_digit(at(end))) return false;
    while (is_digit(at(end))) ++end;
    return true;
  };
  const auto expected_digit = [&] {
    return fault_at(end, "Invalid number, expected digit but got: " + describe_code_point(text_, end) + ".");
  };

  if (at(end) == '-') ++end;
  if (at(end) == '0') {
    ++end;
    if (is_digit(at(end))) {
      return fault_at(end, "Invalid number, unexpected digit after 0: " + describe_code_point(text_, end) + ".");
    }
  } else if (!read_digits()) {
    return expected_digit();
  }
  if (at(end) == '.') {
    kind = TokenKind::floating;
    ++end;
    if (!read_digits()) return expected_digit();
  }
  if (at(end) == 'e' || at(end) == 'E') {
    kind = TokenKind::floating;
    ++end;
    if (at(end) == '+' || at(end) == '-') ++end;
    if (!read_digits()) return expected_digit();
  }
  // "1x" and "1.2.3" are slips, not two tokens.
  if (at(end) == '.' || starts_name(at(end))) return expected_digit();

  Token token = punctuator(kind, end - position_);
  token.text = text_.substr(token.offset, token.length);
  return token;
}

Token Lexer::unexpected_character() {
  if (text_[position_] == '\'') {
    return fault_at(position_, "Unexpected single quote character ('), did you mean to use a double quote (\")?");
  }
  const std::optional<CodePoint> point = decode_code_point(text_, position_);
  const std::string what = describe_code_point(text_, position_);
  return fault_at(position_, (point ? "Unexpected character: " : "Invalid character: ") + what + ".");
}

Token Lexer::fault_at(std::uint32_t offset, std::string message) {
  Token token;
  token.kind = TokenKind::fault;
  token.offset = offset;
  token.length = offset < text_.size() ? 1 : 0;
  token.decoded = std::move(message);
  position_ = token.end();
  return token;
}

}  // namespace tenon::lang::graphql
