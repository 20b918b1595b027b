#pragma once
#include "sql/render.hpp"

#include <string>

/// How a database says what it would do with a statement, without doing it.
namespace tenon::sql {

/// Rows of the database's own plan. SQLite: id, parent, unused, text. PostgreSQL: one line of text each, indented.
Statement explanation_of(const Statement& statement, Dialect dialect);

/// PostgreSQL: plans of the session read whole tables and sort only where nothing else is possible, however small the
/// tables are: what is then still read whole or sorted has no index. Empty where plans do not depend on sizes.
std::string avoid_scans(Dialect dialect);

/// The same rows without locking them.
Statement without_lock(const Statement& statement);

}  // namespace tenon::sql
