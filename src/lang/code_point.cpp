#include "lang/code_point.hpp"

#include <cstdio>
#include <cstring>

namespace tenon::lang {

std::optional<CodePoint> decode_code_point(std::string_view text, std::size_t position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead < 0x80) return CodePoint{lead, 1};

  std::uint32_t length = 0;
  std::uint32_t value = 0;
  std::uint32_t smallest = 0;  // of that length: a longer form than needed is not UTF-8
  if ((lead & 0xE0U) == 0xC0U) {
    length = 2, value = lead & 0x1FU, smallest = 0x80;
  } else if ((lead & 0xF0U) == 0xE0U) {
    length = 3, value = lead & 0x0FU, smallest = 0x800;
  } else if ((lead & 0xF8U) == 0xF0U) {
    length = 4, value = lead & 0x07U, smallest = 0x10000;
  } else {
    return std::nullopt;
  }
  if (text.size() - position < length) return std::nullopt;
  for (std::uint32_t index = 1; index < length; ++index) {
    const char byte = text[position + index];
    if (!is_continuation_byte(byte)) return std::nullopt;
    value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  if (value < smallest || !is_unicode_scalar(value)) return std::nullopt;
  return CodePoint{value, length};
}

std::size_t plain_run(std::string_view text, std::size_t position) {
  constexpr std::uint64_t each = 0x0101010101010101;
  std::size_t end = position;
  while (text.size() - end >= sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + end, sizeof eight);
    // The top bit of a byte shows what is no ASCII, what is below a space, and what is above a tilde.
    if (((eight | (eight - each * ' ') | (eight + each)) & (each * 0x80)) != 0) break;
    end += sizeof eight;
  }
  while (end < text.size() && is_plain(text[end])) ++end;
  return end - position;
}

void append_code_point(std::string& out, char32_t value) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put(0x80U | (value & 0x3FU));
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  } else {
    put(0xF0U | (value >> 18U));
    put(0x80U | ((value >> 12U) & 0x3FU));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  }
}

std::string describe_code_point(std::string_view text, std::size_t position) {
  if (position >= text.size()) return "<EOF>";
  char buffer[32];
  const std::optional<CodePoint> point = decode_code_point(text, position);
  if (!point) {
    std::snprintf(buffer, sizeof buffer, "byte 0x%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(text[position])));
    return buffer;
  }
  if (point->value == '"') return "'\"'";
  if (point->value >= 0x20 && point->value <= 0x7E) return std::string{'"', text[position], '"'};
  std::snprintf(buffer, sizeof buffer, "U+%04X", static_cast<unsigned>(point->value));
  return buffer;
}

std::string clip(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && is_continuation_byte(text[limit])) --limit;
  return std::string(text.substr(0, limit)) + "…";
}

}  // namespace tenon::lang
