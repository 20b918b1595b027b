#include "app/migration_project.hpp"

#include "app/backend.hpp"
#include "app/version.hpp"

#include <charconv>
#include <cstdio>

namespace tenon::app {

MigrationProject take_migration_project(Arguments& arguments) {
  MigrationProject project;
  project.schema_path = arguments.take_option("--schema", "schema.graphql");
  project.folder = arguments.take_option("--migrations", "migrations");
  project.history = migrate::read_history(project.folder);
  return project;
}

std::optional<int> take_number(Arguments& arguments, std::string_view name, int least, int most) {
  const auto text = arguments.take_option(name, "");
  if (text.empty()) return std::nullopt;
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < least || number > most)
    throw UsageError{std::string(name) + " wants the number of a migration, from " + std::to_string(least) + " to " +
                     std::to_string(most)};
  return number;
}

migrate::RunnerOptions runner_options(sql::Dialect dialect, migrate::Progress* progress) {
  migrate::RunnerOptions options;
  options.own_tables = [dialect](const schema::Model& model) { return own_tables(model, dialect); };
  options.tenon_version = version;
  options.progress = progress;
  return options;
}

void print_ran(const migrate::Ran& ran) {
  const char* how = "";
  switch (ran.how) {
    case migrate::Ran::How::applied: how = "applied"; break;
    case migrate::Ran::How::undone: how = "undone"; break;
    case migrate::Ran::How::recorded: how = "written down: the database had its tables already"; break;
  }
  std::printf("%s %s\n", ran.migration->name.c_str(), how);
  std::fflush(stdout);
}

}  // namespace tenon::app
