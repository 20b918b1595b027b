#include "migrate/state.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/task_blocking.hpp"
#include "base/time.hpp"
#include "migrate/define.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>

namespace tenon::migrate {
namespace {

constexpr auto dialect = sql::Dialect::sqlite;
constexpr const char* schema_table = "tenon_schema";

std::vector<std::string> all_statements(const schema::Model& model, const std::vector<std::string>& extra) {
  auto statements = create_statements(model, dialect);
  std::ranges::copy(extra, std::back_inserter(statements));
  return statements;
}

std::string join(const std::vector<std::string>& statements) {
  std::string text;
  for (const auto& statement : statements) {
    text += statement;
    text += ";\n";
  }
  return text;
}

std::string own_table() {
  sql::CreateTable table;
  table.table = schema_table;
  table.columns = {
      {.name = "fingerprint", .type = sql::Type::text, .not_null = true, .primary_key = false, .references = {}},
      {.name = "definition", .type = sql::Type::text, .not_null = true, .primary_key = false, .references = {}},
      {.name = "created_at", .type = sql::Type::timestamp, .not_null = true, .primary_key = false, .references = {}}};
  return sql::render(table, dialect).front();
}

/// The definition the database was made from; empty if there is none.
std::string stored_definition(db::Database& database) {
  sql::Select select;
  select.table = schema_table;
  select.alias = "t";
  select.outputs.push_back({.expr = sql::column("t", "definition"), .alias = {}});
  const auto statement = sql::render(select, dialect);
  std::string definition;
  const db::OnRow on_row = [&](const db::RowView& row) {
    definition = row.text(0);
    return false;
  };
  const std::function<void()> restart = [] {};
  auto outcome = base::run_blocking(database.read(statement, {}, on_row, restart, base::Deadline::never()));
  if (!outcome) throw std::runtime_error("the database does not answer: " + outcome.error().message);
  return definition;
}

std::set<std::string> lines(const std::string& text) {
  std::set<std::string> result;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find('\n', at);
    result.insert(text.substr(at, end - at));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return result;
}

/// Statements and columns that only one of the two has, in words.
std::vector<std::string> differences(const std::string& stored, const std::string& wanted) {
  const auto old_lines = lines(stored);
  const auto new_lines = lines(wanted);
  std::vector<std::string> result;
  const auto missing = [&](const std::set<std::string>& from, const std::set<std::string>& in, const char* prefix) {
    for (const auto& line : from)
      if (!in.contains(line) && line.find_first_not_of(" ,)") != std::string::npos) result.push_back(prefix + line);
  };
  missing(old_lines, new_lines, "database: ");
  missing(new_lines, old_lines, "schema:   ");
  return result;
}

}  // namespace

Status status(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra) {
  const auto tables = database.tables();
  if (!tables) throw std::runtime_error("the database does not answer: " + tables.error().message);
  if (tables->empty()) return {.state = State::empty, .differences = {}};
  if (std::ranges::find(*tables, schema_table) == tables->end())
    return {.state = State::different, .differences = {"the database has tables, but none of them was made by Tenon"}};
  const auto wanted = join(all_statements(model, extra));
  const auto stored = stored_definition(database);
  if (stored == wanted) return {.state = State::current, .differences = {}};
  return {.state = State::different, .differences = differences(stored, wanted)};
}

void create(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra) {
  auto statements = all_statements(model, extra);
  const auto definition = join(statements);
  statements.push_back(own_table());
  sql::Insert insert;
  insert.table = schema_table;
  insert.values = {{"fingerprint", sql::literal(base::hex_encode(base::sha256(definition)), sql::Type::text)},
                   {"definition", sql::literal(definition, sql::Type::text)},
                   {"created_at", sql::literal(base::now_micros(), sql::Type::timestamp)}};
  statements.push_back(sql::render(insert, dialect).text);
  auto created = database.define(statements);
  if (!created) throw std::runtime_error("the tables cannot be created: " + created.error().message);
}

}  // namespace tenon::migrate
