#include "api/openapi/document.hpp"
#include "app/caller_option.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"

#include <cstdio>

namespace tenon::app {

int run_openapi(Arguments& arguments) {
  const auto path = arguments.take_option("--schema", "schema.graphql");
  const auto wanted = take_caller(arguments);
  arguments.finish();
  const auto model = load_schema(path, stderr);
  api::openapi::DocumentOptions options;
  options.caller = find_caller(wanted, *model);
  const auto text = api::openapi::indented(api::openapi::openapi_document(*model, options));
  std::printf("%s\n", text.c_str());
  return 0;
}

}  // namespace tenon::app
