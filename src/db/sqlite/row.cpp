#include "db/sqlite/row.hpp"

namespace tenon::db::sqlite {
namespace {

std::string_view view(const void* data, int size) {
  return data ? std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string_view();
}

base::Value to_value(const RowView& row, int type, int column) {
  switch (type) {
    case SQLITE_INTEGER: return row.integer(column);
    case SQLITE_FLOAT: return row.floating(column);
    case SQLITE_TEXT: return std::string(row.text(column));
    case SQLITE_BLOB: return base::Bytes{std::string(row.text(column))};
    default: return base::Null{};
  }
}

}  // namespace

std::string_view StatementRow::text(int column) const {
  if (is_blob(column)) return view(sqlite3_column_blob(handle_, column), sqlite3_column_bytes(handle_, column));
  const auto* data = sqlite3_column_text(handle_, column);
  return view(data, sqlite3_column_bytes(handle_, column));
}

base::Value StatementRow::value(int column) const {
  return to_value(*this, sqlite3_column_type(handle_, column), column);
}

std::string_view ArgumentRow::text(int column) const {
  auto* argument = arguments_[column];
  if (is_blob(column)) return view(sqlite3_value_blob(argument), sqlite3_value_bytes(argument));
  const auto* data = sqlite3_value_text(argument);
  return view(data, sqlite3_value_bytes(argument));
}

base::Value ArgumentRow::value(int column) const {
  return to_value(*this, sqlite3_value_type(arguments_[column]), column);
}

}  // namespace tenon::db::sqlite
