#pragma once
#include "api/graphql/coercion/variable_values.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <expected>
#include <string>

namespace tenon::api::graphql {

/// What is wrong with a literal, and which part of it.
struct LiteralFault {
  std::string message;
  const ast::Value* node = nullptr;
};

/// A value of any input type from a literal of a document (specification 3.4 to 3.12), with variables put in. A
/// variable without a value gives null in a list; in an object its field counts as not given.
std::expected<base::Json, LiteralFault> coerce_literal(TypeReference type, const ast::Value& literal,
                                                       const VariableValues& variables);

}  // namespace tenon::api::graphql
