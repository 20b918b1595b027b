#pragma once
#include "db/database.hpp"

#include <sqlite3.h>

namespace tenon::db::sqlite {

/// The current row of a running statement.
class StatementRow final : public RowView {
 public:
  explicit StatementRow(sqlite3_stmt* handle) : handle_(handle) {}
  bool is_null(int column) const override { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(handle_, column); }
  double floating(int column) const override { return sqlite3_column_double(handle_, column); }
  std::string_view text(int column) const override;
  bool is_blob(int column) const override { return sqlite3_column_type(handle_, column) == SQLITE_BLOB; }
  base::Value value(int column) const override;

 private:
  sqlite3_stmt* handle_;
};

/// The arguments of a function as a row: so that nested rows are written by the same writer as the outermost.
class ArgumentRow final : public RowView {
 public:
  explicit ArgumentRow(sqlite3_value** arguments) : arguments_(arguments) {}
  bool is_null(int column) const override { return sqlite3_value_type(arguments_[column]) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_value_int64(arguments_[column]); }
  double floating(int column) const override { return sqlite3_value_double(arguments_[column]); }
  std::string_view text(int column) const override;
  bool is_blob(int column) const override { return sqlite3_value_type(arguments_[column]) == SQLITE_BLOB; }
  base::Value value(int column) const override;

 private:
  sqlite3_value** arguments_;
};

}  // namespace tenon::db::sqlite
