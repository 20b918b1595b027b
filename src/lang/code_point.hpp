#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// One character at a time, for lexers.
namespace tenon::lang {

struct CodePoint {
  char32_t value = 0;        ///< a Unicode scalar value
  std::uint32_t length = 1;  ///< bytes it takes in UTF-8
};

/// The character that starts at `position`, which must be inside the text; nothing if the bytes there are not UTF-8.
std::optional<CodePoint> decode_code_point(std::string_view text, std::size_t position);

/// True for what UTF-8 can say: up to U+10FFFF without the surrogates.
constexpr bool is_unicode_scalar(std::uint32_t value) {
  return value <= 0xD7FF || (value >= 0xE000 && value <= 0x10FFFF);
}

/// Appends a Unicode scalar value in UTF-8.
void append_code_point(std::string& out, char32_t value);

/// The value of a hexadecimal digit, or -1.
constexpr int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// For messages: `"x"` for printable ASCII, `U+00E4` for other characters, `<EOF>` at the end, and the byte if it is
/// not UTF-8.
std::string describe_code_point(std::string_view text, std::size_t position);

/// At most `limit` bytes of `text`, cut between characters and then ended by "…": for messages that quote input.
std::string clip(std::string_view text, std::size_t limit);

/// Printable ASCII: a character by itself, which lexers need not decode.
constexpr bool is_plain(char byte) {
  return byte >= ' ' && byte <= '~';
}

/// How many bytes from `position` on are plain, one after the other.
std::size_t plain_run(std::string_view text, std::size_t position);

constexpr bool is_continuation_byte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace tenon::lang
