#pragma once
#include "api/graphql/type_system/type_system.hpp"

#include <optional>
#include <string>

namespace tenon::api::graphql {

/// What is wrong with a literal (no variable, no null) as a value of a scalar or enum; nothing if it will do. Worded
/// as graphql-js. Scalars that are not built in take any literal here: whether a text is a date, say, is judged when
/// values are coerced.
std::optional<std::string> literal_fault(const NamedType& leaf, const ast::Value& literal);

/// ` Did you mean the enum value "A" or "B"?` or empty.
std::string nearest_enum_values(const NamedType& enumeration, std::string_view wanted);

/// Whether the digits of an integer literal, with their sign, fit into 32 bits.
bool fits_int32(std::string_view digits);

}  // namespace tenon::api::graphql
