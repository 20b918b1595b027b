#pragma once
#include "db/database.hpp"
#include "migrate/apply.hpp"
#include "migrate/runner.hpp"
#include "schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Takes a development database from one schema straight to another, without a migration.
namespace tenon::migrate {

/// The schema that the database was last made or changed to; null where that is not known. Throws std::runtime_error.
schema::ModelPtr present_model(db::Database& database);

/// What takes it there, own tables included. Throws std::runtime_error with a sentence for what cannot be done.
Script script_between(const schema::Model& from, const schema::Model& to, sql::Dialect dialect,
                      const OwnTables& own_tables);

/// Applies it, and writes down that the database is now that of `to`, whose text is `snapshot`. Throws ApplyError.
void develop(db::Database& database, const Script& script, const schema::Model& to, std::string_view snapshot,
             const RunnerOptions& options);

}  // namespace tenon::migrate
