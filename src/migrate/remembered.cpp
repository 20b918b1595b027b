#include "migrate/remembered.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/time.hpp"
#include "migrate/applied.hpp"
#include "migrate/define.hpp"
#include "migrate/differences.hpp"
#include "migrate/stored_rows.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace tenon::migrate {
namespace {

constexpr const char* schema_table = "tenon_schema";

constexpr std::array origin_words{std::pair(Origin::made, "made"), std::pair(Origin::migrated, "migrated"),
                                  std::pair(Origin::developed, "developed")};

std::string word_of(Origin origin) {
  for (const auto& [each, word] : origin_words)
    if (each == origin) return word;
  return {};
}

Origin origin_of(std::string_view text) {
  for (const auto& [each, word] : origin_words)
    if (text == word) return each;
  return Origin::made;
}

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
  add("snapshot", sql::Type::text);
  add("origin", sql::Type::text);
  return table;
}

}  // namespace

std::vector<std::string> definition_of(const schema::Model& model, const std::vector<std::string>& extra,
                                       sql::Dialect dialect) {
  auto statements = create_statements(model, dialect);
  std::ranges::copy(extra, std::back_inserter(statements));
  return statements;
}

std::string fingerprint_of(const std::vector<std::string>& statements) {
  return base::hex_encode(base::sha256(join_statements(statements)));
}

std::optional<Remembered> read_remembered(db::Session& session, sql::Dialect dialect) {
  if (!has_table(session, dialect, schema_table)) return std::nullopt;
  sql::Select select;
  select.table = schema_table;
  select.outputs = {{sql::column({}, "fingerprint"), {}},
                    {sql::column({}, "definition"), {}},
                    {sql::column({}, "snapshot"), {}},
                    {sql::column({}, "origin"), {}}};
  select.order_by = {{sql::column({}, "id", sql::Type::int64), sql::Direction::descending, false}};
  select.limit = sql::literal(std::int64_t{1}, sql::Type::int64);
  std::optional<Remembered> found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found.emplace();
    found->fingerprint = row.text(0);
    found->definition = row.text(1);
    found->snapshot = row.text(2);
    found->origin = origin_of(row.text(3));
    return true;
  };
  run_or_throw(session, sql::render(select, dialect), {}, on_row, "the database does not say what it was made for");
  return found;
}

void remember(db::Session& session, sql::Dialect dialect, const std::vector<std::string>& statements,
              std::string_view snapshot, Origin origin, std::string_view tenon_version) {
  constexpr const char* what = "what the database was made for cannot be written down";
  if (!has_table(session, dialect, schema_table))
    for (const auto& statement : sql::render(schema_table_definition(), dialect))
      execute_or_throw(session, statement, what);
  sql::Insert insert;
  insert.table = schema_table;
  insert.values = {
      {"fingerprint", sql::parameter(0, sql::Type::text)},   {"applied_at", sql::parameter(1, sql::Type::timestamp)},
      {"tenon_version", sql::parameter(2, sql::Type::text)}, {"definition", sql::parameter(3, sql::Type::text)},
      {"snapshot", sql::parameter(4, sql::Type::text)},      {"origin", sql::parameter(5, sql::Type::text)}};
  const std::vector<base::Value> values{fingerprint_of(statements),  base::now_micros(),    std::string(tenon_version),
                                        join_statements(statements), std::string(snapshot), word_of(origin)};
  run_or_throw(session, sql::render(insert, dialect), values, {}, what);
}

}  // namespace tenon::migrate
