#pragma once
#include "lang/graphql/ast.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::lang::graphql {

enum class TokenKind : std::uint8_t {
  end_of_file,
  exclamation,
  dollar,
  ampersand,
  open_parenthesis,
  close_parenthesis,
  spread,
  colon,
  equals,
  at,
  open_bracket,
  close_bracket,
  open_brace,
  pipe,
  close_brace,
  name,
  integer,
  floating,
  string,
  block_string,
  fault,  ///< nothing the grammar knows: `decoded` is the message, the place is where it is
};

/// One lexical token. Views point into the source.
struct Token {
  TokenKind kind = TokenKind::end_of_file;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string_view text;        ///< name, integer, floating: as written
  std::string decoded;          ///< string, block_string: the value; fault: the message
  std::vector<StringRun> runs;  ///< string, block_string

  std::uint32_t end() const { return offset + length; }
  /// What graphql-js calls the token's value.
  std::string_view value() const { return decoded.empty() ? text : std::string_view(decoded); }
};

/// `"{"` for punctuation, else the name of the kind: `Name`, `BlockString`, `<EOF>`.
std::string_view describe(TokenKind kind);
/// The kind and what stands there: `Name "Post"`. Long values are cut.
std::string describe(const Token& token);

}  // namespace tenon::lang::graphql
