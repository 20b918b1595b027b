#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/load_schema.hpp"
#include "app/version.hpp"

#include <cstdio>

namespace tenon::app {

int run_migrate_up(Arguments& arguments) {
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  arguments.finish();
  const auto settings = load_settings();
  const auto model = load_schema(schema_path, stderr);
  const auto database = open_database(settings, 1);
  const auto extra = own_tables(*model, database->dialect());
  const auto status = migrate::status(*database, *model, extra);
  switch (status.state) {
    case migrate::State::current: std::printf("The database has the tables of this schema.\n"); return 0;
    case migrate::State::different:
      std::printf("The database was made from another schema:\n");
      for (const auto& difference : status.differences) std::printf("  %s\n", difference.c_str());
      std::printf("Changing tables that hold rows is not supported yet.\n");
      return 1;
    case migrate::State::empty: break;
  }
  migrate::create(*database, *model, extra, version);
  std::printf("Created the tables of %s.\n", schema_path.c_str());
  return 0;
}

}  // namespace tenon::app
