#include "db/postgres/row.hpp"

#include <charconv>

namespace tenon::db::postgres {

ResultRow::ResultRow(const PGresult* result) : result_(result), scratch_(PQnfields(result)) {}

std::string_view ResultRow::text(int column) const {
  return text_of(cell(column), scratch_[column]);
}

Cell ResultRow::cell(int column) const {
  Cell cell;
  cell.type = PQftype(result_, column);
  cell.null = is_null(column);
  cell.bytes = {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  return cell;
}

void give_rows(const PGresult* result, const OnRow& on_row) {
  if (!on_row) return;
  ResultRow row(result);
  const int rows = PQntuples(result);
  for (int i = 0; i < rows; ++i) {
    row.move_to(i);
    if (!on_row(row)) return;
  }
}

std::int64_t rows_changed(const PGresult* result) {
  const std::string_view text = PQcmdTuples(const_cast<PGresult*>(result));
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

}  // namespace tenon::db::postgres
