#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

namespace tenon::api::graphql {

/// What the specification asks of a whole type system (3.3 to 3.13): a query root, members everywhere, no reserved
/// names, interfaces fulfilled, input objects that can end. Errors have no locations: they are about the whole.
Errors check_type_system(const TypeSystem& types);

}  // namespace tenon::api::graphql
