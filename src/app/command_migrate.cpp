#include "app/command_migrate.hpp"

#include "base/did_you_mean.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tenon::app {
namespace {

struct Subcommand {
  std::string_view name;
  int (*run)(Arguments& arguments);
};

constexpr std::array table{
    Subcommand{"new", run_migrate_new},   Subcommand{"verify", run_migrate_verify}, Subcommand{"up", run_migrate_up},
    Subcommand{"down", run_migrate_down}, Subcommand{"status", run_migrate_status},
};

}  // namespace

int run_migrate(Arguments& arguments) {
  const auto name = arguments.take_word("new, verify, up, down or status");
  const auto found = std::ranges::find(table, std::string_view(name), &Subcommand::name);
  if (found != table.end()) return found->run(arguments);
  std::vector<std::string_view> names;
  for (const auto& subcommand : table) names.push_back(subcommand.name);
  throw UsageError{"there is no `migrate " + name + "`." + base::did_you_mean(name, names)};
}

}  // namespace tenon::app
