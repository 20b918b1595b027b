#pragma once
#include "db/database.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Sort keys on their way out of a statement, inside the JSON of nested rows. Whoever has the key that cursors are made
/// with replaces them by cursors: query/cursor.hpp.
namespace tenon::db {

/// Stands before the keys of a row, where a cursor is to be: `\x02<number>:<bytes>:<keys>`. It cannot occur in JSON
/// text.
inline constexpr char cursor_marker = '\x02';

/// Appends one value so that no value can pretend to be two: kind, size, ':' and text. Kinds: n null, b boolean, i
/// integer, d double, s text, x bytes.
void append_key(std::string& out, char kind, std::string_view text);

/// Appends the marker and the keys in columns 0, 1, … of the row. `specification` is `<number>:` and a kind for each
/// key; the number says which cursor of its plan it is. Malformed: nothing is appended.
void write_cursor_keys(std::string& out, const RowView& row, std::string_view specification);

/// What write_cursor_keys appended.
struct CursorKeys {
  std::size_t number = 0;  ///< which cursor of the plan
  std::string_view keys;   ///< values by append_key
  std::size_t size = 0;    ///< bytes in all, with the marker
};
/// Reads at a marker; nothing if the text goes on in another way.
std::optional<CursorKeys> read_cursor_keys(std::string_view text);

}  // namespace tenon::db
