#include "sql/explanation.hpp"

#include "sql/catalogue.hpp"

#include <string_view>

namespace tenon::sql {

Statement explanation_of(const Statement& statement, Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return as_statement("EXPLAIN QUERY PLAN " + statement.text, statement.types);
    case Dialect::postgres: return as_statement("EXPLAIN (COSTS OFF) " + statement.text, statement.types);
  }
  return {};
}

std::string avoid_scans(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return {};
    case Dialect::postgres:
      return "SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off; SET "
             "enable_bitmapscan "
             "= off";
  }
  return {};
}

Statement without_lock(const Statement& statement) {
  // The writer puts these words last.
  constexpr std::string_view lock = " FOR NO KEY UPDATE";
  if (!statement.text.ends_with(lock)) return statement;
  return as_statement(statement.text.substr(0, statement.text.size() - lock.size()), statement.types);
}

}  // namespace tenon::sql
