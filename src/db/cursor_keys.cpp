#include "db/cursor_keys.hpp"

#include <charconv>

namespace tenon::db {
namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool take_number(std::string_view& text, std::size_t& number) {
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end == text.data() + text.size() || *end != ':') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

void append_column(std::string& out, const RowView& row, int column, char kind) {
  if (row.is_null(column)) return append_key(out, 'n', {});
  char digits[32];
  switch (kind) {
    case 'b': return append_key(out, kind, row.integer(column) != 0 ? "1" : "0");
    case 'i': {
      const auto end = std::to_chars(digits, digits + sizeof digits, row.integer(column)).ptr;
      return append_key(out, kind, {digits, static_cast<std::size_t>(end - digits)});
    }
    case 'd': {
      const auto end = std::to_chars(digits, digits + sizeof digits, row.floating(column)).ptr;
      return append_key(out, kind, {digits, static_cast<std::size_t>(end - digits)});
    }
    default: return append_key(out, kind, row.text(column));
  }
}

}  // namespace

void append_key(std::string& out, char kind, std::string_view text) {
  out += kind;
  append_number(out, text.size());
  out += ':';
  out += text;
}

void write_cursor_keys(std::string& out, const RowView& row, std::string_view specification) {
  std::size_t number = 0;
  if (!take_number(specification, number)) return;
  std::string keys;
  for (std::size_t i = 0; i < specification.size(); ++i)
    append_column(keys, row, static_cast<int>(i), specification[i]);
  out += cursor_marker;
  append_number(out, number);
  out += ':';
  append_number(out, keys.size());
  out += ':';
  out += keys;
}

std::optional<CursorKeys> read_cursor_keys(std::string_view text) {
  auto rest = text.substr(1);
  CursorKeys found;
  std::size_t size = 0;
  if (!take_number(rest, found.number) || !take_number(rest, size) || size > rest.size()) return std::nullopt;
  found.keys = rest.substr(0, size);
  found.size = static_cast<std::size_t>(found.keys.data() + size - text.data());
  return found;
}

}  // namespace tenon::db
