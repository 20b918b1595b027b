#include "migrate/losses.hpp"

#include "migrate/stored_rows.hpp"
#include "sql/administration.hpp"

#include <algorithm>

namespace tenon::migrate {
namespace {

Loss count_loss(db::Session& session, sql::Dialect dialect, const std::vector<StoredTable>& tables,
                const std::string& what) {
  Loss loss;
  loss.what = what;
  const auto dot = what.find('.');
  const auto table_name = what.substr(0, dot);
  const auto table = std::ranges::find(tables, table_name, &StoredTable::name);
  if (table == tables.end()) return loss;
  std::optional<sql::Statement> count;
  if (dot == std::string::npos) {
    count = sql::count_rows(table_name, dialect);
  } else {
    const auto column = what.substr(dot + 1);
    if (std::ranges::find(table->columns, column, &StoredColumn::name) == table->columns.end()) return loss;
    count = sql::count_values(table_name, column, dialect);
  }
  const db::OnRow on_row = [&](const db::RowView& row) {
    loss.rows = row.integer(0);
    return true;
  };
  run_or_throw(session, *count, {}, on_row, "the rows of " + table_name + " cannot be counted");
  return loss;
}

}  // namespace

std::vector<Loss> count_losses(db::Session& session, const Script& script, std::size_t first) {
  const auto tables = read_tables(session, script.dialect);
  std::vector<Loss> losses;
  for (std::size_t i = first; i < script.steps.size(); ++i)
    for (const auto& what : script.steps[i].loses)
      if (std::ranges::find(losses, what, &Loss::what) == losses.end())
        losses.push_back(count_loss(session, script.dialect, tables, what));
  std::erase_if(losses, [](const Loss& loss) { return loss.rows == 0; });
  return losses;
}

std::string to_text(const Loss& loss) {
  const auto count = loss.rows ? std::to_string(*loss.rows) : std::string("an unknown number of");
  const auto rows = count + (loss.rows == 1 ? " row" : " rows");
  const auto dot = loss.what.find('.');
  if (dot == std::string::npos) return "table " + loss.what + ": " + rows;
  return "column " + loss.what.substr(dot + 1) + " of " + loss.what.substr(0, dot) + ": values of " + rows;
}

}  // namespace tenon::migrate
