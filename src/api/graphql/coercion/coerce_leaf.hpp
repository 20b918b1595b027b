#pragma once
#include "api/graphql/type_system/type_system.hpp"
#include "base/json.hpp"

#include <expected>
#include <string>

namespace tenon::api::graphql {

/// A value of a scalar or enum from JSON, in the wire form of the schema language (docs/reference/schema.md,
/// "Scalars"): an enum value is its name, an ID a string, an Int has only digits. Else what is wrong, as a sentence.
/// Scalars of ours are judged by schema::read_scalar, so that REST and GraphQL take the same values; scalars nobody
/// knows take anything.
std::expected<base::Json, std::string> coerce_leaf(const NamedType& leaf, const base::Json& value);

/// How graphql-js shows a JSON value in a message: `{ a: 1, b: [Array] }`.
std::string inspect(const base::Json& value);

}  // namespace tenon::api::graphql
