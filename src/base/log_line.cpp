#include "base/log_line.hpp"

#include "base/json_writer.hpp"
#include "base/utf8.hpp"

#include <charconv>

namespace tenon::base {
namespace {

std::string_view level_name(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "error";
}

/// Level in capitals, seven wide, and the escape sequence that colours it.
struct LevelLook {
  std::string_view label;
  std::string_view colour;
};

LevelLook level_look(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return {"DEBUG  ", "\x1b[90m"};
    case LogLevel::info: return {"INFO   ", "\x1b[32m"};
    case LogLevel::warning: return {"WARNING", "\x1b[33m"};
    case LogLevel::error: return {"ERROR  ", "\x1b[31m"};
  }
  return {"ERROR  ", "\x1b[31m"};
}

struct JsonValue {
  JsonWriter& json;
  void operator()(std::string_view text) const { json.string(text); }
  void operator()(std::int64_t number) const { json.integer(number); }
  void operator()(double number) const { json.floating(number); }
  void operator()(bool flag) const { json.boolean(flag); }
};

/// Text that cannot end the line or move the cursor: control characters and bytes that are no UTF-8 come as \xHH.
void append_visible(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_sequence_length(text);
    // U+0080 to U+009F are control characters too.
    const bool control =
        first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(text[length - 1]) < 0xA0);
    if (length == 0 || control) {
      out += "\\x";
      out += hex[first >> 4];
      out += hex[first & 15];
      text.remove_prefix(1);
      continue;
    }
    out += text.substr(0, length);
    text.remove_prefix(length);
  }
}

struct TextValue {
  std::string& out;
  void operator()(std::string_view text) const {
    const bool plain = !text.empty() && text.find_first_of(" \"=") == std::string_view::npos;
    if (!plain) out += '"';
    append_visible(out, text);
    if (!plain) out += '"';
  }
  void operator()(std::int64_t number) const { out += std::to_string(number); }
  void operator()(double number) const { append_json_double(out, number); }
  void operator()(bool flag) const { out += flag ? "true" : "false"; }
};

void append_padded(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  if (text.size() < width) out.append(width - text.size(), ' ');
}

}  // namespace

void append_json_line(std::string& out, const LogEntry& entry) {
  JsonWriter json(out);
  json.begin_object();
  json.member("time", format_date_time(entry.time));
  json.member("level", level_name(entry.level));
  json.member("category", entry.category);
  json.member("message", entry.message);
  for (const LogField& field : entry.fields) {
    json.key(field.name);
    std::visit(JsonValue{json}, field.value);
  }
  json.end_object();
  out += '\n';
}

void append_text_line(std::string& out, const LogEntry& entry, LogColour colour) {
  const std::string_view dim = colour == LogColour::on ? "\x1b[90m" : "";
  const std::string_view plain = colour == LogColour::on ? "\x1b[0m" : "";
  const LevelLook look = level_look(entry.level);
  out += dim;
  out += std::string_view(format_date_time(entry.time)).substr(11, 12);
  out += plain;
  out += ' ';
  if (colour == LogColour::on) out += look.colour;
  out += look.label;
  out += plain;
  out += ' ';
  append_padded(out, entry.category, 8);
  out += ' ';
  append_visible(out, entry.message);
  for (const LogField& field : entry.fields) {
    out += "  ";
    out += dim;
    out += field.name;
    out += '=';
    out += plain;
    std::visit(TextValue{out}, field.value);
  }
  out += '\n';
}

}  // namespace tenon::base
