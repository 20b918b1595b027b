#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Makes the enums of the Model.
void make_enums(Draft& draft);

/// Makes the resources of the Model with all fields, implicit ones too, but no properties and no links between
/// relations. A field whose type means nothing is a fault, left out and noted in Draft::broken.
void make_resources(Draft& draft);

}  // namespace tenon::schema
