#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::lang::cel {

enum class TokenKind : std::uint8_t {
  end,
  identifier,  ///< also the words true, false, null and in
  integer,     ///< `text` as written, decimal or 0x…
  floating,    ///< `text` as written
  string,      ///< `decoded`
  symbol,      ///< `text`: an operator or a bracket
  fault,       ///< `decoded` is the message, `hint` what to write instead
};

/// One lexical token; offsets are bytes of the rule's text. Views point into it.
struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string_view text;
  std::string decoded;
  std::string hint;

  std::uint32_t end() const { return offset + length; }
};

}  // namespace tenon::lang::cel
