#include "sql/administration.hpp"

#include "sql/catalogue.hpp"

namespace tenon::sql {

std::string begin_writing(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return "BEGIN IMMEDIATE";
    case Dialect::postgres: return "BEGIN";
  }
  return {};
}

std::string enforce_foreign_keys(bool enforced) {
  return enforced ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF";
}

Statement count_changes() {
  return as_statement("SELECT changes()");
}

Statement list_broken_references() {
  return as_statement("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check");
}

std::string set_lock_timeout(std::chrono::milliseconds timeout) {
  return "SET lock_timeout = " + std::to_string(timeout.count());
}

std::string set_no_statement_timeout() {
  return "SET statement_timeout = 0";
}

Statement try_advisory_lock(std::int64_t key) {
  return as_statement("SELECT pg_catalog.pg_try_advisory_lock(" + std::to_string(key) + ")::integer");
}

Statement release_advisory_lock(std::int64_t key) {
  return as_statement("SELECT pg_catalog.pg_advisory_unlock(" + std::to_string(key) + ")::integer");
}

Statement find_index(std::string_view name) {
  std::string literal = "'";
  for (const char letter : name) {
    if (letter == '\'') literal += '\'';
    literal += letter;
  }
  literal += '\'';
  return as_statement(
      "SELECT x.indisvalid::integer FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid"
      " JOIN pg_catalog.pg_namespace AS n ON n.oid = i.relnamespace"
      " WHERE n.nspname = current_schema() AND i.relname = " +
      literal);
}

std::string drop_index_concurrently(std::string_view name) {
  return "DROP INDEX CONCURRENTLY IF EXISTS " + quoted(name);
}

std::string enter_new_schema(std::string_view name) {
  return "CREATE SCHEMA " + quoted(name) + "; SET search_path = " + quoted(name);
}

std::string leave_schema(std::string_view name) {
  return "RESET search_path; DROP SCHEMA " + quoted(name) + " CASCADE";
}

Statement count_rows(std::string_view table, Dialect dialect) {
  Select select;
  select.table = table;
  select.outputs = {{make(ExprKind::count_all, {}, Type::int64), {}}};
  return render(select, dialect);
}

Statement count_values(std::string_view table, std::string_view column_name, Dialect dialect) {
  Select select;
  select.table = table;
  select.outputs = {{make(ExprKind::count_all, {}, Type::int64), {}}};
  select.where = make(ExprKind::is_not_null, {column({}, std::string(column_name))});
  return render(select, dialect);
}

}  // namespace tenon::sql
