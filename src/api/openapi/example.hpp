#pragma once
#include "api/openapi/field_schema.hpp"

#include <optional>
#include <string>

namespace tenon::api::openapi {

/// A value that the field takes, as JSON; nothing where none can be made that keeps every constraint.
std::optional<std::string> example_of(const schema::Field& field, Place place);

/// `"default": …` of a body where the default is a value; nothing for one that is made anew each time.
void write_default(base::JsonWriter& json, const schema::Field& field);

}  // namespace tenon::api::openapi
