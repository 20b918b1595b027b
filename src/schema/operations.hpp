#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Gathers the custom operations, the fields of Query and Mutation, and checks their arguments and results.
void make_operations(Draft& draft);

}  // namespace tenon::schema
