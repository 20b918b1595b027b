#include "migrate/stored_rows.hpp"

#include "migrate/columns.hpp"
#include "sql/catalogue.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace tenon::migrate {
namespace {

/// What the database calls its types. SQLite's are few; there `value` gives what is stored.
sql::Type type_named(std::string_view name) {
  static const std::map<std::string_view, sql::Type> types{
      {"INTEGER", sql::Type::int64},   {"REAL", sql::Type::floating},
      {"BLOB", sql::Type::bytes},      {"TEXT", sql::Type::text},
      {"bigint", sql::Type::int64},    {"integer", sql::Type::int32},
      {"boolean", sql::Type::boolean}, {"double precision", sql::Type::floating},
      {"numeric", sql::Type::decimal}, {"uuid", sql::Type::uuid},
      {"bytea", sql::Type::bytes},     {"timestamp with time zone", sql::Type::timestamp},
      {"date", sql::Type::date},       {"time without time zone", sql::Type::time},
      {"jsonb", sql::Type::json},      {"json", sql::Type::json},
  };
  const auto found = types.find(name);
  return found == types.end() ? sql::Type::text : found->second;
}

}  // namespace

bool is_bookkeeping(std::string_view table) {
  return table == "tenon_schema" || table == "tenon_migrations" || table == "tenon_idempotency";
}

std::vector<StoredTable> stored_tables(const schema::Model& model) {
  std::vector<StoredTable> tables;
  for (const auto& resource : model.resources) {
    auto& table = tables.emplace_back();
    table.name = resource->table;
    table.key = {resource->id->column};
    for (const auto& field : resource->fields)
      if (field->stored()) table.columns.push_back({field->column, stored_type(*field)});
  }
  std::set<std::string> joined;
  for (const auto& resource : model.resources) {
    for (const auto& field : resource->fields) {
      if (field->kind != schema::FieldKind::many_to_many || !joined.insert(field->join.table).second) continue;
      auto& table = tables.emplace_back();
      table.name = field->join.table;
      table.key = {field->join.this_column, field->join.other_column};
      table.columns = {{field->join.this_column, stored_type(*resource->id)},
                       {field->join.other_column, stored_type(*field->target->id)}};
    }
  }
  return tables;
}

std::vector<StoredTable> read_tables(db::Session& session, sql::Dialect dialect, Bookkeeping bookkeeping) {
  std::vector<StoredTable> tables;
  std::map<std::int64_t, std::string> key;
  const auto finish_key = [&] {
    if (tables.empty()) return;
    for (auto& [place, name] : key) tables.back().key.push_back(std::move(name));
    key.clear();
  };
  const db::OnRow on_row = [&](const db::RowView& row) {
    const std::string name(row.text(0));
    if (bookkeeping == Bookkeeping::without && is_bookkeeping(name)) return true;
    if (tables.empty() || tables.back().name != name) {
      finish_key();
      tables.emplace_back().name = name;
    }
    std::string column(row.text(1));
    if (const auto place = row.integer(3); place > 0) key[place] = column;
    tables.back().columns.push_back({std::move(column), type_named(row.text(2))});
    return true;
  };
  run_or_throw(session, sql::list_columns(dialect), {}, on_row, "the tables cannot be listed");
  finish_key();
  return tables;
}

void read_rows(db::Session& session, sql::Dialect dialect, const StoredTable& table,
               const std::function<void(const std::vector<base::Value>& values)>& visit) {
  sql::Select select;
  select.table = table.name;
  for (const auto& column : table.columns) select.outputs.push_back({sql::column({}, column.name, column.type), {}});
  std::vector<base::Value> values(table.columns.size());
  const db::OnRow on_row = [&](const db::RowView& row) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = row.value(static_cast<int>(i));
    visit(values);
    return true;
  };
  run_or_throw(session, sql::render(select, dialect), {}, on_row, "table " + table.name + " cannot be read");
}

std::int64_t run_or_throw(db::Session& session, const sql::Statement& statement,
                          std::span<const base::Value> parameters, const db::OnRow& on_row, std::string_view what) {
  const auto done = session.run(statement, parameters, on_row);
  if (!done) throw std::runtime_error(std::string(what) + ": " + done.error().message);
  return *done;
}

void execute_or_throw(db::Session& session, const std::string& text, std::string_view what) {
  if (const auto done = session.execute(text); !done)
    throw std::runtime_error(std::string(what) + ": " + done.error().message);
}

}  // namespace tenon::migrate
