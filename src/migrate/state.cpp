#include "migrate/state.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/task_blocking.hpp"
#include "base/time.hpp"
#include "migrate/define.hpp"
#include "migrate/differences.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace tenon::migrate {
namespace {

constexpr const char* schema_table = "tenon_schema";

/// One row each time the tables were made or changed; the last one holds.
sql::CreateTable schema_table_definition() {
  sql::CreateTable table;
  table.table = schema_table;
  const auto add = [&](std::string name, sql::Type type) {
    sql::ColumnDefinition column;
    column.name = std::move(name);
    column.type = type;
    column.not_null = true;
    table.columns.push_back(std::move(column));
  };
  add("id", sql::Type::int64);
  table.columns.back().primary_key = true;
  add("fingerprint", sql::Type::text);
  add("applied_at", sql::Type::timestamp);
  add("tenon_version", sql::Type::text);
  add("definition", sql::Type::text);
  return table;
}

std::vector<std::string> all_statements(const schema::Model& model, const std::vector<std::string>& extra,
                                        sql::Dialect dialect) {
  auto statements = create_statements(model, dialect);
  std::ranges::copy(extra, std::back_inserter(statements));
  return statements;
}

std::string fingerprint_of(const std::vector<std::string>& statements) {
  return base::hex_encode(base::sha256(join_statements(statements)));
}

struct Definition {
  std::string fingerprint;
  std::string text;
};

std::runtime_error no_answer(const db::Failure& failure) {
  return std::runtime_error("the database does not answer: " + failure.message);
}

Definition stored_definition(db::Database& database) {
  sql::Select select;
  select.table = schema_table;
  select.outputs = {{sql::column({}, "fingerprint"), {}}, {sql::column({}, "definition"), {}}};
  select.order_by = {{sql::column({}, "id", sql::Type::int64), sql::Direction::descending, false}};
  select.limit = sql::literal(std::int64_t{1}, sql::Type::int64);
  const auto statement = sql::render(select, database.dialect());
  Definition found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found.fingerprint = row.text(0);
    found.text = row.text(1);
    return false;
  };
  const std::function<void()> restart = [&] { found = {}; };
  const auto outcome = base::run_blocking(database.read(statement, {}, on_row, restart, base::Deadline::never()));
  if (!outcome) throw no_answer(outcome.error());
  return found;
}

/// The row that tells what the database was made for.
std::string note(const std::vector<std::string>& statements, std::string_view tenon_version, sql::Dialect dialect) {
  sql::Insert insert;
  insert.table = schema_table;
  insert.values = {
      {"fingerprint", sql::literal(fingerprint_of(statements), sql::Type::text)},
      {"applied_at", sql::literal(base::now_micros(), sql::Type::timestamp)},
      {"tenon_version", sql::literal(std::string(tenon_version), sql::Type::text)},
      {"definition", sql::literal(join_statements(statements), sql::Type::text)},
  };
  return sql::render(insert, dialect).text;
}

}  // namespace

std::string fingerprint(const schema::Model& model, const std::vector<std::string>& extra, sql::Dialect dialect) {
  return fingerprint_of(all_statements(model, extra, dialect));
}

Status status(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra) {
  const auto tables = database.tables();
  if (!tables) throw no_answer(tables.error());
  Status status;
  if (tables->empty()) return status;
  status.state = State::different;
  if (std::ranges::find(*tables, schema_table) == tables->end()) {
    for (const auto& table : *tables) status.differences.push_back("table " + table + " was not made by Tenon");
    return status;
  }
  const auto present = stored_definition(database);
  const auto wanted = all_statements(model, extra, database.dialect());
  if (present.fingerprint == fingerprint_of(wanted))
    status.state = State::current;
  else
    status.differences = describe_differences(split_statements(present.text), wanted);
  return status;
}

void create(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra,
            std::string_view tenon_version) {
  const auto statements = all_statements(model, extra, database.dialect());
  auto everything = sql::render(schema_table_definition(), database.dialect());
  std::ranges::copy(statements, std::back_inserter(everything));
  everything.push_back(note(statements, tenon_version, database.dialect()));
  const auto created = database.define(everything);
  if (!created) throw std::runtime_error("the tables cannot be created: " + created.error().message);
}

}  // namespace tenon::migrate
