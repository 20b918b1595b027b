#pragma once
#include "api/openapi/field_schema.hpp"

#include <optional>
#include <string>

namespace tenon::api::openapi {

/// A value that the field takes, as JSON; nothing where none can be made that keeps every constraint.
std::optional<std::string> example_of(const schema::Field& field, Place place);

}  // namespace tenon::api::openapi
