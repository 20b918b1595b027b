#pragma once
#include "api/graphql/coercion/variable_values.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <cstddef>
#include <expected>

namespace tenon::api::graphql {

/// So many faults of one set of variables are told, then one more says that there are others.
inline constexpr std::size_t max_variable_errors = 20;

/// The values of an operation's variables (specification 6.1.2) from the request's `variables`, which is an object or
/// null; members that the operation does not define are ignored. Defaults are filled in. The document must be valid.
/// Wording and places are those of graphql-js.
std::expected<VariableValues, Errors> coerce_variables(const TypeSystem& types,
                                                       const ast::OperationDefinition& operation,
                                                       const base::Json& variables);

}  // namespace tenon::api::graphql
