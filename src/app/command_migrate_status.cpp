#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/load_schema.hpp"
#include "app/migration_project.hpp"
#include "base/time.hpp"
#include "migrate/readiness.hpp"

#include <algorithm>
#include <cstdio>

namespace tenon::app {
namespace {

std::string state_of(const migrate::AppliedMigration& applied) {
  const auto when = base::format_date_time_seconds(applied.applied_at) + " by " + applied.tenon_version;
  if (!applied.running) return "applied " + when;
  return std::string("stopped half-way ") + std::string(direction_name(*applied.running)) + " after " +
         std::to_string(applied.steps_done) + " steps, " + when;
}

void print_history(const MigrationProject& project, const std::vector<migrate::AppliedMigration>& applied) {
  std::size_t width = 0;
  for (const auto& migration : project.history) width = std::max(width, migration.name.size());
  for (const auto& one : applied) width = std::max(width, one.name.size());
  const auto print = [&](const std::string& name, const std::string& state) {
    std::printf("%-*s  %s\n", static_cast<int>(width), name.c_str(), state.c_str());
  };
  for (const auto& migration : project.history) {
    const auto found = std::ranges::find(applied, migration.number, &migrate::AppliedMigration::number);
    print(migration.name, found == applied.end() ? "pending" : state_of(*found));
  }
  for (const auto& one : applied)
    if (one.number > static_cast<int>(project.history.size())) print(one.name, state_of(one) + ", not in the folder");
}

}  // namespace

int run_migrate_status(Arguments& arguments) {
  const auto project = take_migration_project(arguments);
  arguments.finish();
  const auto settings = load_settings();
  const auto model = load_schema(project.schema_path, stderr);
  const auto database = open_database(settings, 1);
  const auto options = runner_options(database->dialect(), nullptr);
  print_history(project, migrate::Runner(*database, project.history, options).applied());
  const auto readiness = migrate::examine(*database, *model, project.history, options.own_tables);
  auto text = to_text(readiness);
  if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  std::printf("%s%s\n", text.c_str(), text.ends_with('`') || readiness.details.empty() ? "." : "");
  return readiness.fitness == migrate::Fitness::fits ? 0 : 1;
}

}  // namespace tenon::app
