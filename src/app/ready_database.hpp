#pragma once
#include "app/migration_project.hpp"
#include "app/settings.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

namespace tenon::app {

/// Sees to it that the database has the structure of the model. An empty one gets it in development: by the project's
/// migrations where it has some, else from the schema alone. In every other case throws std::runtime_error that says
/// what is the matter and what to run.
void require_ready_database(const Settings& settings, db::Database& database, const schema::Model& model,
                            const MigrationProject& project);

}  // namespace tenon::app
