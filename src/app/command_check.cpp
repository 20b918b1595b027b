#include "api/graphql/served/served_schema.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "schema/public_routes.hpp"

#include <cstdio>

namespace tenon::app {
namespace {

const char* word(schema::Operation operation) {
  switch (operation) {
    case schema::Operation::create: return "CREATE";
    case schema::Operation::read: return "READ";
    case schema::Operation::update: return "UPDATE";
    case schema::Operation::remove: return "DELETE";
  }
  return "";
}

}  // namespace

int run_check(Arguments& arguments) {
  const auto path = arguments.take_option("--schema", "schema.graphql");
  arguments.finish();
  const auto model = load_schema(path, stdout);
  std::printf("%s: %zu resources, %zu roles\n", path.c_str(), model->resources.size(), model->roles.size());
  // Names of the GraphQL API that meet are a fault of the schema too.
  api::graphql::make_served_schema(model, api::graphql::every_role(*model));
  const auto open = schema::public_routes(*model);
  if (open.empty()) {
    std::printf("No route is open to anonymous callers.\n");
    return 0;
  }
  std::printf("Open to anonymous callers:\n");
  for (const auto& route : open)
    std::printf("  %-8s /api/v1/%s%s\n", word(route.operation),
                route.registration ? "auth/register" : route.resource->path.c_str(),
                route.registration ? " (registration: OPEN)" : "");
  return 0;
}

}  // namespace tenon::app
