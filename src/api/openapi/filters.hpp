#pragma once
#include "api/openapi/context.hpp"

namespace tenon::api::openapi {

/// One parameter for each field of the rows, and for each field one relation away: an object of operators, which
/// travels as `views[gte]=10` (style deepObject).
void write_filters(base::JsonWriter& json, Context& context, const schema::Resource& rows);

}  // namespace tenon::api::openapi
