#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/syntax.hpp"

#include <expected>
#include <optional>
#include <string>

namespace tenon::api::graphql {

/// The operation that a request means (specification 6.1, GetOperation): the one of that name, or the only one.
std::expected<const ast::OperationDefinition*, Error> select_operation(const ast::Document& document,
                                                                       const std::optional<std::string>& name);

}  // namespace tenon::api::graphql
