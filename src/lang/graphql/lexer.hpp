#pragma once
#include "lang/graphql/token.hpp"

#include <cstdint>
#include <string_view>

namespace tenon::lang::graphql {

/// Cuts a document into tokens, one at a time; white space, commas and comments fall away.
/// The text must outlive the lexer and its tokens, and be shorter than 4 GiB.
class Lexer {
 public:
  explicit Lexer(std::string_view text, std::uint32_t start = 0) : text_(text), position_(start) {}

  /// The next token: `end_of_file` for ever once the text is over. After a `fault` the lexer stands behind its place.
  Token next();
  /// As `next`, when only the kind matters: a string is passed by without being read, so that one which is no good may
  /// pass for good.
  TokenKind skip();

 private:
  void skip_ignored();
  Token punctuator(TokenKind kind, std::uint32_t length);
  Token read_name();
  Token read_number();
  Token unexpected_character();
  Token fault_at(std::uint32_t offset, std::string message);
  char at(std::uint32_t position) const { return position < text_.size() ? text_[position] : '\0'; }

  std::string_view text_;
  std::uint32_t position_;
};

}  // namespace tenon::lang::graphql
