#include "base/json_writer.hpp"

#include "base/time.hpp"
#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace tenon::base {
namespace {

constexpr std::uint64_t repeat(unsigned char byte) {
  return 0x0101010101010101ULL * byte;
}

/// Nonzero if one of the eight bytes is a quote, a backslash, a control character or not ASCII.
std::uint64_t any_special(std::uint64_t eight) {
  constexpr std::uint64_t high = repeat(0x80);
  const std::uint64_t quote = eight ^ repeat('"');
  const std::uint64_t backslash = eight ^ repeat('\\');
  return (((eight - repeat(0x20)) | (quote - repeat(1)) | (backslash - repeat(1))) | eight) & high;
}

/// The escape letter of a byte: 0 for none, 'u' for \u00XX.
constexpr std::array<char, 128> escapes = [] {
  std::array<char, 128> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
  table['\b'] = 'b';
  table['\t'] = 't';
  table['\n'] = 'n';
  table['\f'] = 'f';
  table['\r'] = 'r';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

/// First byte at or after `at` that cannot be copied as it is without a look at it.
const char* skip_plain(const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t eight;
    std::memcpy(&eight, at, 8);
    if (any_special(eight)) break;
    at += 8;
  }
  while (at != end && static_cast<unsigned char>(*at) < 0x80 && !escapes[static_cast<unsigned char>(*at)]) ++at;
  return at;
}

void append_escaped(std::string& out, char byte) {
  constexpr std::string_view hex = "0123456789abcdef";
  const char letter = escapes[static_cast<unsigned char>(byte)];
  out += '\\';
  out += letter;
  if (letter != 'u') return;
  out += "00";
  out += hex[static_cast<unsigned char>(byte) >> 4];
  out += hex[static_cast<unsigned char>(byte) & 15];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const char* run = at;
  out += '"';
  while ((at = skip_plain(at, end)) != end) {
    if (static_cast<unsigned char>(*at) >= 0x80) {
      if (const std::size_t length = utf8_sequence_length({at, end})) {
        at += length;
        continue;
      }
    }
    out.append(run, at);
    if (static_cast<unsigned char>(*at) >= 0x80)
      out += "\xEF\xBF\xBD";
    else
      append_escaped(out, *at);
    run = ++at;
  }
  out.append(run, end);
  out += '"';
}

void append_json_double(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), end);
}

void JsonWriter::begin_object() {
  separate();
  out_ += '{';
  need_comma_ = false;
}

void JsonWriter::end_object() {
  out_ += '}';
  need_comma_ = true;
}

void JsonWriter::begin_array() {
  separate();
  out_ += '[';
  need_comma_ = false;
}

void JsonWriter::end_array() {
  out_ += ']';
  need_comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  need_comma_ = false;
}

void JsonWriter::string(std::string_view text) {
  separate();
  append_json_string(out_, text);
}

void JsonWriter::integer(std::int64_t number) {
  separate();
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out_.append(buffer.data(), end);
}

void JsonWriter::floating(double number) {
  separate();
  append_json_double(out_, number);
}

void JsonWriter::boolean(bool flag) {
  separate();
  out_ += flag ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

void JsonWriter::date_time(std::int64_t micros) {
  separate();
  out_ += '"';
  append_date_time(out_, micros);
  out_ += '"';
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

void JsonWriter::member(std::string_view name, std::string_view text) {
  key(name);
  string(text);
}

void JsonWriter::member(std::string_view name, std::int64_t number) {
  key(name);
  integer(number);
}

}  // namespace tenon::base
