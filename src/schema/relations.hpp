#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Finds the other side of every list relation: a single field (one to many) or a list (many to many). What more than
/// one field could be is a fault that names them and asks for @relation(field:). Runs after @relation was applied.
void link_relations(Draft& draft);

}  // namespace tenon::schema
