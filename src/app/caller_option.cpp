#include "app/caller_option.hpp"

#include "base/did_you_mean.hpp"

#include <stdexcept>

namespace tenon::app {

CallerOption take_caller(Arguments& arguments) {
  CallerOption option;
  option.role = arguments.take_option("--as-role", "");
  option.anonymous = arguments.take_flag("--anonymous");
  if (!option.role.empty() && option.anonymous) throw UsageError{"--as-role and --anonymous exclude each other"};
  return option;
}

std::optional<access::CallerClass> find_caller(const CallerOption& option, const schema::Model& model) {
  if (option.anonymous) return access::CallerClass{};
  if (option.role.empty()) return std::nullopt;
  const int role = model.find_role(option.role);
  if (role >= 0)
    return access::CallerClass{.roles = model.roles[static_cast<std::size_t>(role)].includes, .anonymous = false};
  std::vector<std::string_view> names;
  for (const auto& known : model.roles) names.push_back(known.name);
  throw std::runtime_error("the schema has no role \"" + option.role + "\"." + base::did_you_mean(option.role, names));
}

}  // namespace tenon::app
