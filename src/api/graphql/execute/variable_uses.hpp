#pragma once
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/syntax.hpp"

#include <vector>

namespace tenon::api::graphql {

/// Every place where an operation names a variable, through its fragments: arguments of fields and of directives.
std::vector<const ast::Value*> variable_uses(const ast::OperationDefinition& operation, const FragmentTable& fragments);

/// The same for the arguments of one field.
std::vector<const ast::Value*> variable_uses(const std::vector<ast::Argument>& arguments);

}  // namespace tenon::api::graphql
