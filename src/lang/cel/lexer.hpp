#pragma once
#include "lang/cel/token.hpp"

#include <cstdint>
#include <string_view>

namespace tenon::lang::cel {

/// Cuts a rule into tokens, one at a time; white space and // comments fall away. The text must outlive the tokens.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// The next token; `end` for ever once the text is over. Nothing useful comes after a `fault`.
  Token next();

 private:
  void skip_ignored();
  Token make(TokenKind kind, std::uint32_t length);
  Token fault(std::uint32_t length, std::string message, std::string hint = {});
  Token read_number();
  Token read_symbol();
  char at(std::size_t position) const { return position < text_.size() ? text_[position] : '\0'; }

  std::string_view text_;
  std::uint32_t position_ = 0;
};

/// Reads the string literal that begins at `position` with its prefix: a `string` or a `fault`. `string_literal.cpp`.
Token read_string(std::string_view text, std::uint32_t position);
/// Whether a string literal, with or without prefix, begins there.
bool starts_string(std::string_view text, std::uint32_t position);

}  // namespace tenon::lang::cel
