#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/migration_progress.hpp"
#include "app/migration_project.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
int run_migrate_down(Arguments& arguments) {
  const auto project = take_migration_project(arguments);
  const bool allowed = arguments.take_flag("--allow-data-loss");
  auto to = take_number(arguments, "--to", 0, static_cast<int>(project.history.size()));
  arguments.finish();
  const auto settings = load_settings();
  if (project.history.empty())
    throw std::runtime_error("there are no migrations in " + project.folder.string() + ", so there is no way back");
  const auto database = open_database(settings, 1);
  MigrationProgress progress(stdout);
  const auto options = runner_options(database->dialect(), &progress);
  migrate::Runner runner(*database, project.history, options);
  const auto state = runner.state();
  const auto applied = static_cast<int>(state.applied + (state.unfinished ? 1 : 0));
  if (!to) to = applied - 1;
  if (applied <= *to || applied == 0) {
    for (const auto& fault : state.faults) std::fprintf(stderr, "%s\n", fault.c_str());
    std::printf("Nothing to do: the database has %d migrations.\n", applied);
    return state.faults.empty() ? 0 : 1;
  }
  if (const auto losses = runner.losses_of_down(*to); !losses.empty()) {
    std::fprintf(stderr, "Going down to %d %s:\n", *to, allowed ? "loses" : "would lose");
    for (const auto& loss : losses) std::fprintf(stderr, "  %s\n", to_text(loss).c_str());
    if (!allowed) {
      std::fprintf(stderr, "Nothing was done. To lose them, say --allow-data-loss.\n");
      return 1;
    }
  }
  runner.down(*to, [&](const migrate::Ran& ran) {
    progress.finish_line();
    print_ran(ran);
  });
  return 0;
}

}  // namespace tenon::app
