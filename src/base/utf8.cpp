#include "base/utf8.hpp"

#include <simdjson.h>

#include <algorithm>

namespace tenon::base {
namespace {

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text);
}

std::size_t utf8_length(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !is_continuation(static_cast<unsigned char>(byte)); }));
}

std::size_t utf8_sequence_length(std::string_view text) {
  const auto at = [text](std::size_t i) -> unsigned char {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned char first = at(0);
  if (first < 0x80) return text.empty() ? 0 : 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return is_continuation(at(1)) ? 2 : 0;
  // The second byte's range excludes overlong forms (E0, F0), surrogates (ED) and what lies above U+10FFFF (F4).
  const unsigned char lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (first > 0xF4 || at(1) < lowest || at(1) > highest || !is_continuation(at(2))) return 0;
  if (first < 0xF0) return 3;
  return is_continuation(at(3)) ? 4 : 0;
}

}  // namespace tenon::base
