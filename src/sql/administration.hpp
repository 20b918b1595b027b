#pragma once
#include "sql/render.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// Words around data definition that each database says in its own way. Texts are for db::Session.
namespace tenon::sql {

/// Begins a transaction that will write: SQLite takes the write lock at once, so that what is read in it stays true.
std::string begin_writing(Dialect dialect);

/// SQLite: whether foreign keys are enforced on this connection; no effect inside a transaction.
std::string enforce_foreign_keys(bool enforced);
/// SQLite: one row, how many rows the statement before it changed.
Statement count_changes();
/// SQLite: rows of (table, rowid, parent table) that point nowhere.
Statement list_broken_references();

/// PostgreSQL: how long a statement may wait for a lock before it fails; 0: for ever. For the session, or until the end
/// of the transaction.
std::string set_lock_timeout(std::chrono::milliseconds timeout);
/// PostgreSQL: no limit on how long a statement of this session runs.
std::string set_no_statement_timeout();
/// PostgreSQL: one row, true if the session now holds the lock. It holds it until it ends.
Statement try_advisory_lock(std::int64_t key);
Statement release_advisory_lock(std::int64_t key);
/// PostgreSQL: one row (valid) if there is an index of that name in the schema in use.
Statement find_index(std::string_view name);
/// PostgreSQL: outside of a transaction; waits for nobody but for who uses the index.
std::string drop_index_concurrently(std::string_view name);

/// PostgreSQL: makes a schema and uses it for names without one; and back again, with all that is in it gone.
std::string enter_new_schema(std::string_view name);
std::string leave_schema(std::string_view name);

/// How many rows a table has.
Statement count_rows(std::string_view table, Dialect dialect);
/// How many of them have a value in a column.
Statement count_values(std::string_view table, std::string_view column, Dialect dialect);

}  // namespace tenon::sql
