#pragma once
#include "schema/model.hpp"
#include "sql/definition.hpp"

#include <vector>

namespace tenon::migrate {

/// The @check constraints of a resource that SQL says in the same way: comparisons of columns and literals, joined by
/// and, or, not. The others are kept at the boundary alone.
std::vector<sql::CheckDefinition> define_row_checks(const schema::Resource& resource);

}  // namespace tenon::migrate
