#include "lang/cel/lexer.hpp"

#include "lang/code_point.hpp"

#include <array>
#include <utility>

namespace tenon::lang::cel {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct Slip {
  std::string_view written;
  std::string_view message;
  std::string_view hint;
};
/// What other languages write. Longer ones first.
constexpr std::array slips{
    Slip{"===", "there is no \"===\"", "write \"==\""},
    Slip{"!==", "there is no \"!==\"", "write \"!=\""},
    Slip{"<>", "there is no \"<>\"", "write \"!=\""},
    Slip{"??", "there is no \"??\"", "write \"has(x) ? x : y\""},
    Slip{"?.", "there is no \"?.\"", "write \".\"; a rule that meets null does not hold"},
};
constexpr std::array single_slips{
    Slip{"=", "a rule assigns nothing", "write \"==\" to compare"},
    Slip{"&", "there is no \"&\"", "write \"&&\""},
    Slip{"|", "there is no \"|\"", "write \"||\""},
};

constexpr std::array<std::string_view, 24> symbols{"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "+",
                                                   "-",  "*",  "/",  "%",  "(",  ")",  "[", "]", "{", "}", ".", ","};

}  // namespace

Token Lexer::next() {
  skip_ignored();
  if (position_ >= text_.size()) return make(TokenKind::end, 0);
  if (starts_string(text_, position_)) {
    Token token = read_string(text_, position_);
    position_ = token.end();
    return token;
  }
  const char first = text_[position_];
  if (is_digit(first) || (first == '.' && is_digit(at(position_ + 1)))) return read_number();
  if (starts_name(first)) {
    std::uint32_t length = 1;
    while (starts_name(at(position_ + length)) || is_digit(at(position_ + length))) ++length;
    return make(TokenKind::identifier, length);
  }
  return read_symbol();
}

void Lexer::skip_ignored() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++position_;
    } else if (text_.substr(position_).starts_with("//")) {
      while (position_ < text_.size() && text_[position_] != '\n' && text_[position_] != '\r') ++position_;
    } else {
      return;
    }
  }
}

Token Lexer::make(TokenKind kind, std::uint32_t length) {
  Token token;
  token.kind = kind;
  token.offset = position_;
  token.length = length;
  token.text = text_.substr(position_, length);
  position_ += length;
  return token;
}

Token Lexer::fault(std::uint32_t length, std::string message, std::string hint) {
  Token token = make(TokenKind::fault, length);
  token.decoded = std::move(message);
  token.hint = std::move(hint);
  return token;
}

Token Lexer::read_number() {
  std::uint32_t end = position_;
  TokenKind kind = TokenKind::integer;
  if (at(end) == '0' && (at(end + 1) == 'x' || at(end + 1) == 'X') && hex_digit(at(end + 2)) >= 0) {
    end += 2;
    while (hex_digit(at(end)) >= 0) ++end;
  } else {
    while (is_digit(at(end))) ++end;
    if (at(end) == '.' && is_digit(at(end + 1))) {
      kind = TokenKind::floating;
      ++end;
      while (is_digit(at(end))) ++end;
    }
    const std::uint32_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
    if ((at(end) == 'e' || at(end) == 'E') && is_digit(at(end + 1 + sign))) {
      kind = TokenKind::floating;
      end += 1 + sign;
      while (is_digit(at(end))) ++end;
    }
  }
  if ((at(end) == 'u' || at(end) == 'U') && !starts_name(at(end + 1)) && !is_digit(at(end + 1))) {
    return fault(end + 1 - position_, "unsigned numbers are not supported", "leave out the \"u\"");
  }
  if (starts_name(at(end))) {
    while (starts_name(at(end)) || is_digit(at(end))) ++end;
    const std::string written(clip(text_.substr(position_, end - position_), 40));
    return fault(end - position_, "\"" + written + "\" is neither a number nor a name");
  }
  return make(kind, end - position_);
}

Token Lexer::read_symbol() {
  const std::string_view rest = text_.substr(position_);
  for (const Slip& slip : slips) {
    if (rest.starts_with(slip.written)) {
      return fault(static_cast<std::uint32_t>(slip.written.size()), std::string(slip.message), std::string(slip.hint));
    }
  }
  for (const std::string_view symbol : symbols) {
    if (rest.starts_with(symbol)) return make(TokenKind::symbol, static_cast<std::uint32_t>(symbol.size()));
  }
  for (const Slip& slip : single_slips) {
    if (rest.starts_with(slip.written)) return fault(1, std::string(slip.message), std::string(slip.hint));
  }
  const std::optional<CodePoint> point = decode_code_point(text_, position_);
  return fault(point ? point->length : 1, "unexpected character " + describe_code_point(text_, position_));
}

}  // namespace tenon::lang::cel
