#pragma once
#include <string_view>

/// The letters of HTTP's grammar (RFC 9110, 5.6), ASCII only and without the locale.
namespace tenon::http {

constexpr bool is_alphanumeric(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

constexpr char to_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Names of methods, headers and parameters.
constexpr bool is_token_letter(char letter) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return is_alphanumeric(letter) || marks.find(letter) != std::string_view::npos;
}

/// Everything but control characters; a tab is allowed.
constexpr bool is_field_value_letter(char letter) {
  return (static_cast<unsigned char>(letter) >= ' ' && letter != 0x7F) || letter == '\t';
}

/// 0 to 15, or -1.
constexpr int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace tenon::http
