#pragma once
#include "schema/model.hpp"
#include "sql/definition.hpp"

#include <vector>

namespace tenon::migrate {

/// The CHECK constraints of one column: enum values, lengths, ranges.
std::vector<sql::CheckDefinition> constraints_of(const schema::Field& field);

}  // namespace tenon::migrate
