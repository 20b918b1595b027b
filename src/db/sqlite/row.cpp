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

// SQLite gives the bytes of texts and numbers as a blob too, without a look at what they are.
std::string_view StatementRow::text(int column) const {
  const void* data = sqlite3_column_blob(handle_, column);
  return view(data, sqlite3_column_bytes(handle_, column));
}

base::Value StatementRow::value(int column) const {
  return to_value(*this, sqlite3_column_type(handle_, column), column);
}

std::string_view ArgumentRow::text(int column) const {
  const void* data = sqlite3_value_blob(arguments_[column]);
  return view(data, sqlite3_value_bytes(arguments_[column]));
}

base::Value ArgumentRow::value(int column) const {
  return to_value(*this, sqlite3_value_type(arguments_[column]), column);
}

}  // namespace tenon::db::sqlite
