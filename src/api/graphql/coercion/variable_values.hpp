#pragma once
#include "base/json.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tenon::api::graphql {

/// Coerced values by the name of their variable. A variable that was not given and has no default is not there, which
/// is not the same as null.
struct VariableValues {
  std::unordered_map<std::string, base::Json> values;

  const base::Json* find(const std::string& name) const {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  }
};

}  // namespace tenon::api::graphql
