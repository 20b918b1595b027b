#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/load_schema.hpp"

#include <cstdio>

namespace tenon::app {

int run_migrate_status(Arguments& arguments) {
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  arguments.finish();
  const auto settings = load_settings();
  const auto model = load_schema(schema_path, stderr);
  const auto database = open_database(settings, 1);
  const auto status = migrate::status(*database, *model, own_tables(*model, database->dialect()));
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

}  // namespace tenon::app
