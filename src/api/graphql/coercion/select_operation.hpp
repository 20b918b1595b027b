#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <expected>
#include <optional>
#include <string>

namespace tenon::api::graphql {

/// The operation that a request means (specification 6.1, GetOperation): the one of that name, or the only one.
std::expected<const ast::OperationDefinition*, Error> select_operation(const ast::Document& document,
                                                                       const std::optional<std::string>& name);

/// The type whose fields the operation selects. A valid document may ask for an operation that the schema, or the
/// caller's view of it, does not have: no rule of validation looks at that.
std::expected<const NamedType*, Error> root_of(const TypeSystem& types, const ast::OperationDefinition& operation);

}  // namespace tenon::api::graphql
