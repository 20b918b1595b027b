#include "api/graphql/served/served_schema.hpp"
#include "api/graphql/type_system/print.hpp"
#include "app/caller_option.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"

#include <cstdio>

namespace tenon::app {

int run_graphql_schema(Arguments& arguments) {
  const auto path = arguments.take_option("--schema", "schema.graphql");
  const auto wanted = take_caller(arguments);
  arguments.finish();
  // The schema goes to a file or a pipe: what is wrong with it does not.
  const auto model = load_schema(path, stderr);
  const auto caller = find_caller(wanted, *model).value_or(api::graphql::every_role(*model));
  const auto text = api::graphql::print(api::graphql::make_served_schema(model, caller)->types());
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace tenon::app
