#include "migrate/sample_rows.hpp"

namespace tenon::migrate {
namespace {

std::string refused(const std::string& table) {
  return "a generated row of " + table + " is refused";
}

void store_table(db::Session& session, sql::Dialect dialect, const SampleTable& table) {
  sql::Insert insert;
  insert.table = table.table;
  int index = 0;
  for (const auto& column : table.columns) insert.values.push_back({column.name, sql::parameter(index++, column.type)});
  const auto statement = sql::render(insert, dialect);
  for (const auto& row : table.rows) run_or_throw(session, statement, row, {}, refused(table.table));
}

void set_key(db::Session& session, sql::Dialect dialect, const SampleKey& late) {
  sql::Update update;
  update.table = late.table;
  update.assignments = {{late.column.name, sql::parameter(0, late.column.type)}};
  update.where =
      sql::make(sql::ExprKind::equal, {sql::column({}, late.id.name, late.id.type), sql::parameter(1, late.id.type)});
  const std::vector<base::Value> values{late.key, late.row};
  run_or_throw(session, sql::render(update, dialect), values, {}, refused(late.table));
}

}  // namespace

void store_sample_rows(db::Session& session, sql::Dialect dialect, const SampleRows& rows) {
  execute_or_throw(session, "BEGIN", "generated rows cannot be stored");
  for (const auto& table : rows.tables) store_table(session, dialect, table);
  for (const auto& late : rows.late_keys) set_key(session, dialect, late);
  execute_or_throw(session, "COMMIT", "generated rows cannot be stored");
}

}  // namespace tenon::migrate
