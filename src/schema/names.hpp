#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Checks the names that follow from those of the schema: tables, columns, join tables, paths, types of the GraphQL
/// API. No two may be the same, none reserved, none too long for a database.
void check_names(Draft& draft);

}  // namespace tenon::schema
