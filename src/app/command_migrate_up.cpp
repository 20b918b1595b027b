#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/load_schema.hpp"
#include "app/migration_progress.hpp"
#include "app/migration_project.hpp"
#include "app/version.hpp"

#include <cstdio>

namespace tenon::app {
namespace {

/// A project without migrations: the tables are made once and never changed.
int create_tables(const MigrationProject& project, const Settings& settings) {
  const auto model = load_schema(project.schema_path, stderr);
  const auto database = open_database(settings, 1);
  const auto extra = own_tables(*model, database->dialect());
  const auto status = migrate::status(*database, *model, extra);
  switch (status.state) {
    case migrate::State::current:
      make_standing_tables(*database);
      std::printf("The database has the tables of this schema.\n");
      return 0;
    case migrate::State::different:
      std::printf("The database was made from another schema:\n");
      for (const auto& difference : status.differences) std::printf("  %s\n", difference.c_str());
      std::printf("There are no migrations in %s. Begin with `tenon migrate new NAME`.\n", project.folder.c_str());
      return 1;
    case migrate::State::empty: break;
  }
  migrate::create(*database, *model, extra, version, schema_text(project.schema_path));
  make_standing_tables(*database);
  std::printf("Created the tables of %s.\n", project.schema_path.c_str());
  return 0;
}

}  // namespace

int run_migrate_up(Arguments& arguments) {
  const auto project = take_migration_project(arguments);
  const auto to = take_number(arguments, "--to", 1, static_cast<int>(project.history.size()));
  const bool contract = arguments.take_flag("--contract");
  arguments.finish();
  const auto settings = load_settings();
  if (project.history.empty()) return create_tables(project, settings);
  const auto database = open_database(settings, 1);
  MigrationProgress progress(stdout);
  auto options = runner_options(database->dialect(), &progress);
  options.contract = contract;
  migrate::Runner runner(*database, project.history, options);
  std::size_t count = 0;
  const auto* waiting = runner.up(to, [&](const migrate::Ran& ran) {
    progress.finish_line();
    print_ran(ran);
    ++count;
  });
  make_standing_tables(*database);
  if (waiting)
    std::printf("%s waits: once no server of the older schema runs, run `tenon migrate up --contract`.\n",
                waiting->name.c_str());
  else if (count == 0)
    std::printf("Nothing to do: the database has these migrations.\n");
  return 0;
}

}  // namespace tenon::app
