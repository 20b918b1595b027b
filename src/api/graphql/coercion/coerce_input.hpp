#pragma once
#include "api/graphql/type_system/type_system.hpp"
#include "base/json.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tenon::api::graphql {

/// Told of each fault: the path to the value (`.author.tags[2]`, empty for the whole), the value, what is wrong.
/// Answers whether it wants to hear of more.
using InputFaultReport =
    std::function<bool(const std::string& path, const base::Json& value, const std::string& message)>;

/// A value of any input type from JSON (specification 3.4 to 3.12): checked, single values made lists where a list is
/// wanted, members in the order of the type, defaults filled in. Nothing if some fault was reported.
std::optional<base::Json> coerce_input(TypeReference type, const base::Json& value, const InputFaultReport& report);

}  // namespace tenon::api::graphql
