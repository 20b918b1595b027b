#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Checks the types that are neither enums nor resources: shapes and inputs of custom operations. Refuses what cannot
/// mean anything yet; a shape that nothing answers is a warning, since @resource may have been forgotten.
void check_other_types(Draft& draft);

}  // namespace tenon::schema
