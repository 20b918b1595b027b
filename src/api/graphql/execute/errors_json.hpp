#pragma once
#include "api/graphql/error.hpp"
#include "base/json_writer.hpp"

#include <string>

namespace tenon::api::graphql {

/// As the specification has them: an array of message, locations, path and extensions.code.
void write_errors(base::JsonWriter& json, const Errors& errors);
/// {"errors": […]} for what was not executed.
std::string errors_only(const Errors& errors);

}  // namespace tenon::api::graphql
