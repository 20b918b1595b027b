#pragma once
#include "lang/graphql/ast.hpp"

#include <string>

namespace tenon::schema {

/// A definition as one line without descriptions: equal texts mean the same. Object types and inputs are not written
/// out.
std::string canonical(const lang::graphql::DirectiveDefinition& directive);
std::string canonical(const lang::graphql::TypeDefinition& type);

/// A literal as GraphQL writes it.
std::string canonical(const lang::graphql::Value& value);

}  // namespace tenon::schema
