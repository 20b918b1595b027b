#pragma once
#include "schema/expression.hpp"

namespace tenon::access {

/// add, subtract, multiply, divide, modulo of two stored values. Null for null operands, for operands of kinds that do
/// not go together, on overflow, on division by zero, and for results that are no number.
base::Value calculate(schema::ExpressionKind kind, const base::Value& left, const base::Value& right);
base::Value negated(const base::Value& value);

/// Code points of text (every byte that does not continue one).
std::int64_t code_points(const std::string& text);

}  // namespace tenon::access
