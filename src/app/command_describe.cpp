#include "api/describe/describe.hpp"
#include "app/caller_option.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "base/did_you_mean.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

/// By the name of its type, or by its path.
const schema::Resource& find_resource(const std::string& name, const schema::Model& model) {
  const auto* found = model.find_resource(name);
  if (!found) found = model.find_path(name);
  if (found) return *found;
  std::vector<std::string_view> names;
  for (const auto& resource : model.resources) names.push_back(resource->name);
  throw std::runtime_error("the schema has no resource \"" + name + "\"." + base::did_you_mean(name, names));
}

}  // namespace

int run_describe(Arguments& arguments) {
  const auto path = arguments.take_option("--schema", "schema.graphql");
  const auto wanted = take_caller(arguments);
  const auto name = arguments.empty() ? std::string() : arguments.take_word("the resource");
  arguments.finish();
  const auto model = load_schema(path, stderr);
  api::describe::DescribeOptions options;
  if (!name.empty()) options.resource = &find_resource(name, *model);
  options.caller = find_caller(wanted, *model);
  std::printf("%s", api::describe::design_document(*model, options).c_str());
  return 0;
}

}  // namespace tenon::app
