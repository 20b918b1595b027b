#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// A resource without @allow and @public but with an owner: every operation is the owner's alone.
void add_implicit_rules(Draft& draft);

}  // namespace tenon::schema
