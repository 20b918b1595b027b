#pragma once
#include "db/database.hpp"
#include "db/postgres/cell.hpp"

#include <libpq-fe.h>

#include <vector>

namespace tenon::db::postgres {

/// A row of a result in binary format.
class ResultRow final : public RowView {
 public:
  explicit ResultRow(const PGresult* result);
  void move_to(int row) { row_ = row; }

  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t integer(int column) const override { return integer_of(cell(column)); }
  double floating(int column) const override { return floating_of(cell(column)); }
  std::string_view text(int column) const override;
  bool is_blob(int column) const override { return postgres::is_blob(cell(column)); }
  base::Value value(int column) const override { return value_of(cell(column)); }

 private:
  Cell cell(int column) const;

  const PGresult* result_;
  int row_ = 0;
  mutable std::vector<std::string> scratch_;  ///< by column: texts are valid until the next row
};

/// Calls `on_row`, if there is one, for the rows of a result until it returns false.
void give_rows(const PGresult* result, const OnRow& on_row);

/// Rows that an INSERT, UPDATE or DELETE changed.
std::int64_t rows_changed(const PGresult* result);

}  // namespace tenon::db::postgres
