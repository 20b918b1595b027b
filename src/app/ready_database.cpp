#include "app/ready_database.hpp"

#include "app/backend.hpp"
#include "app/load_schema.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "migrate/readiness.hpp"

#include <stdexcept>

namespace tenon::app {
namespace {

void make_tables(db::Database& database, const schema::Model& model, const MigrationProject& project) {
  if (project.history.empty()) {
    migrate::create(database, model, own_tables(model, database.dialect()), version, schema_text(project.schema_path));
    base::log(base::LogLevel::info, "app", "created the tables of the schema");
    return;
  }
  const auto options = runner_options(database.dialect(), nullptr);
  migrate::Runner runner(database, project.history, options);
  runner.up(std::nullopt, [](const migrate::Ran& ran) {
    base::log(base::LogLevel::info, "app", "migrated", {{"migration", std::string_view(ran.migration->name)}});
  });
}

}  // namespace

void require_ready_database(const Settings& settings, db::Database& database, const schema::Model& model,
                            const MigrationProject& project) {
  const auto options = runner_options(database.dialect(), nullptr);
  const auto examine = [&] { return migrate::examine(database, model, project.history, options.own_tables); };
  auto readiness = examine();
  if (readiness.fitness == migrate::Fitness::empty && settings.environment == Environment::development) {
    make_tables(database, model, project);
    readiness = examine();
  }
  if (readiness.fitness != migrate::Fitness::fits) throw std::runtime_error(to_text(readiness));
}

}  // namespace tenon::app
