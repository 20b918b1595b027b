#pragma once
#include "schema/declarations.hpp"

namespace tenon::schema {

/// Adds what a definition or extension says to the declaration. Fields, values and members that exist already are
/// faults and left out, as are names that begin with "__".
void merge(TypeDeclaration& into, const lang::graphql::TypeDefinition& from, Faults& faults);

}  // namespace tenon::schema
