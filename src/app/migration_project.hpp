#pragma once
#include "app/command.hpp"
#include "migrate/runner.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenon::app {

/// Where the commands of migrations look: `--schema PATH` and `--migrations FOLDER`.
struct MigrationProject {
  std::string schema_path;
  std::filesystem::path folder;
  std::vector<migrate::Migration> history;  ///< empty: the project has no migrations
};

/// Takes both options out and reads the folder. Throws std::runtime_error for what is wrong with it.
MigrationProject take_migration_project(Arguments& arguments);

/// A whole number from `least` to `most`, or nothing where the option is not there. Throws UsageError.
std::optional<int> take_number(Arguments& arguments, std::string_view name, int least, int most);

/// For the runner: own tables of this program, its version, progress on standard output (a line that is rewritten on a
/// terminal, plain lines elsewhere).
migrate::RunnerOptions runner_options(sql::Dialect dialect, migrate::Progress* progress);

/// "0003_name applied" and the like, one line.
void print_ran(const migrate::Ran& ran);

}  // namespace tenon::app
