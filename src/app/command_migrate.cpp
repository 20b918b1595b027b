#include "app/backend.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"

#include <cstdio>

namespace tenon::app {
namespace {

int print_status(const migrate::Status& status) {
  switch (status.state) {
    case migrate::State::empty:
      std::printf("The database is empty. Run `tenon migrate up` to create its tables.\n");
      return 1;
    case migrate::State::current: std::printf("The database has the tables of this schema.\n"); return 0;
    case migrate::State::different: break;
  }
  std::printf("The database was made from another schema:\n");
  for (const auto& difference : status.differences) std::printf("  %s\n", difference.c_str());
  return 1;
}

}  // namespace

int run_migrate(Arguments& arguments) {
  const auto what = arguments.take_word("up or status");
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  arguments.finish();
  if (what == "new" || what == "down" || what == "verify")
    throw UsageError{"`migrate " + what + "` is not supported yet"};
  if (what != "up" && what != "status") throw UsageError{"\"" + what + "\" is neither up nor status"};
  const auto settings = load_settings();
  const auto model = load_schema(schema_path, stderr);
  const auto database = open_database(settings, 1);
  const auto extra = own_tables(*model, database->dialect());
  const auto status = migrate::status(*database, *model, extra);
  if (what == "status" || status.state == migrate::State::current) return print_status(status);
  if (status.state == migrate::State::different) {
    print_status(status);
    std::printf("Changing tables that hold rows is not supported yet.\n");
    return 1;
  }
  migrate::create(*database, *model, extra);
  std::printf("Created the tables of %s.\n", schema_path.c_str());
  return 0;
}

}  // namespace tenon::app
