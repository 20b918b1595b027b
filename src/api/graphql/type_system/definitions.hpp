#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/maker.hpp"

namespace tenon::api::graphql {

/// Adds what a document defines and extends to a maker; sets the roots that `schema { … }` names. Adds to the errors
/// what cannot be: names taken twice, unknown names, types where they cannot stand, invalid defaults.
void add_definitions(const ast::Document& document, TypeSystemMaker& maker, Errors& errors);

}  // namespace tenon::api::graphql
