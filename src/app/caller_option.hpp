#pragma once
#include "access/access.hpp"
#include "app/command.hpp"

#include <optional>
#include <string>

namespace tenon::app {

/// For whom a command describes the API: `--as-role ROLE`, `--anonymous`, or neither.
struct CallerOption {
  std::string role;
  bool anonymous = false;
};
/// Takes both options; throws UsageError if both are there.
CallerOption take_caller(Arguments& arguments);
/// None: everybody. Throws std::runtime_error, with a hint, for a role that the schema does not have.
std::optional<access::CallerClass> find_caller(const CallerOption& option, const schema::Model& model);

}  // namespace tenon::app
