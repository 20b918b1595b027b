#pragma once
#include "schema/model.hpp"
#include "sql/definition.hpp"

#include <vector>

namespace tenon::migrate {

/// How a field of that scalar is stored.
sql::Type stored_type(schema::Scalar scalar);
/// How a stored field is stored: enums as text, lists as JSON text, a to_one as its target's id.
sql::Type stored_type(const schema::Field& field);

sql::ReferenceAction reference_action(schema::OnDelete on_delete);

/// Constraints on the value of one field: enum values, @length, @range. What SQL cannot say (@pattern, @format, enum
/// values in lists) is left out.
std::vector<sql::CheckDefinition> define_checks(const schema::Resource& resource, const schema::Field& field);

}  // namespace tenon::migrate
