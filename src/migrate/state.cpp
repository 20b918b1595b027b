#include "migrate/state.hpp"

#include "migrate/differences.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/remembered.hpp"
#include "migrate/stored_rows.hpp"

#include <chrono>
#include <stdexcept>

namespace tenon::migrate {
namespace {

/// How long another instance may make the tables before this one gives up.
constexpr std::chrono::seconds patience{60};

Status status_of(db::Session& session, sql::Dialect dialect, const std::vector<std::string>& wanted) {
  Status status;
  const auto present = read_remembered(session, dialect);
  const auto tables = read_tables(session, dialect);
  if (tables.empty() && (!present || present->definition.empty())) return status;
  status.state = State::different;
  if (!present) {
    for (const auto& table : tables) status.differences.push_back("table " + table.name + " was not made by Tenon");
    return status;
  }
  if (present->fingerprint == fingerprint_of(wanted))
    status.state = State::current;
  else
    status.differences = describe_differences(split_statements(present->definition), wanted);
  return status;
}

}  // namespace

std::string fingerprint(const schema::Model& model, const std::vector<std::string>& extra, sql::Dialect dialect) {
  return fingerprint_of(definition_of(model, extra, dialect));
}

Status status(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra) {
  const auto session = open_session(database);
  return status_of(*session, database.dialect(), definition_of(model, extra, database.dialect()));
}

void create(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra,
            std::string_view tenon_version, std::string_view snapshot) {
  const auto dialect = database.dialect();
  const auto statements = definition_of(model, extra, dialect);
  const auto session = open_session(database);
  const InstanceLock lock(*session, dialect, patience);
  in_transaction(*session, dialect, [&] {
    const auto before = status_of(*session, dialect, statements);
    // Another instance was faster.
    if (before.state == State::current) return;
    if (before.state == State::different) throw std::runtime_error("the database is not empty any more");
    for (const auto& statement : statements) execute_or_throw(*session, statement, "the tables cannot be created");
    remember(*session, dialect, statements, snapshot, Origin::made, tenon_version);
  });
}

}  // namespace tenon::migrate
