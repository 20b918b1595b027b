#pragma once
#include "base/json_writer.hpp"
#include "db/database.hpp"
#include "sql/expression.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::db {

/// Stands where a masked value was, inside the text of nested JSON, until the outermost writer replaces it by null and
/// reports the path. 0x01 cannot occur in JSON text.
inline constexpr char masked_marker = '\x01';

/// One member of a row on its way to JSON: which columns of the row hold value and guard.
struct RowMember {
  std::string key;  ///< quoted, with its colon: see quoted_key
  sql::JsonKind kind = sql::JsonKind::text;
  int column = 0;
  int guard = -1;  ///< column with the guard (1 visible), -1 if always visible
  sql::WhenHidden hidden = sql::WhenHidden::mask;
};

/// `"name":`
std::string quoted_key(std::string_view name);

/// Writes the current row as a JSON object; a masked value becomes `masked_marker`.
void write_row(base::JsonWriter& out, const RowView& row, const std::vector<RowMember>& members);
/// One value, without its name.
void write_value(base::JsonWriter& out, const RowView& row, int column, sql::JsonKind kind);

/// Appends the members that a row specification (sql/row_specification.hpp) makes of the first `count` columns, with
/// commas between and no braces around. A member that names a column beyond them ends the text there.
void append_specified(std::string& out, std::string_view specification, const RowView& row, int count);

}  // namespace tenon::db
