#include "sql/insert_rows.hpp"

#include "sql/catalogue.hpp"

#include <utility>
#include <vector>

namespace tenon::sql {

Statement insert_rows(std::string_view table, std::span<const InsertedColumn> columns, std::size_t rows,
                      Dialect dialect) {
  std::string text = "INSERT INTO " + quoted(table);
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? " (" : ", ") + quoted(columns[i].name);
  text += ") VALUES ";
  std::vector<Type> types;
  types.reserve(rows * columns.size());
  for (std::size_t row = 0; row < rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ", ";
      text += to_text(parameter(static_cast<int>(types.size()), columns[i].type), dialect);
      types.push_back(columns[i].type);
    }
    text += ')';
  }
  auto statement = as_statement(std::move(text), std::move(types));
  statement.written = table;
  return statement;
}

std::size_t most_parameters(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return 32'766;
    case Dialect::postgres: return 65'535;
  }
  return 0;
}

}  // namespace tenon::sql
