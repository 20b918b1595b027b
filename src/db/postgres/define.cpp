#include "db/postgres/blocking.hpp"
#include "db/postgres/database.hpp"

namespace tenon::db::postgres {

Outcome<void> PostgresDatabase::define(std::span<const std::string> statements) {
  BlockingConnection connection(*shared_->connection_options);
  auto done = connection.execute("BEGIN");
  for (auto next = statements.begin(); done && next != statements.end(); ++next) {
    done = connection.execute(*next);
    if (!done) done.error().message += " in: " + *next;
  }
  if (done) done = connection.execute("COMMIT");
  shared_->changes.note_all();
  return done;
}

Outcome<std::unique_ptr<Session>> PostgresDatabase::session() {
  auto connection = std::make_unique<BlockingConnection>(*shared_->connection_options);
  if (auto open = connection->opened(); !open) return std::unexpected(std::move(open.error()));
  return connection;
}

Outcome<std::vector<std::string>> PostgresDatabase::tables() {
  BlockingConnection connection(*shared_->connection_options);
  return connection.ask(
      "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname COLLATE \"C\"");
}

}  // namespace tenon::db::postgres
