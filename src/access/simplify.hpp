#pragma once
#include "schema/expression.hpp"

#include <vector>

/// Makers of rule expressions that fold what is known. Every fold keeps the Kleene value, unknown included.
namespace tenon::access {

schema::ExpressionPtr literal_boolean(bool value);
/// A literal of the type that has no value.
schema::ExpressionPtr unknown(schema::Type type);
/// None is true; one is itself.
schema::ExpressionPtr all_of(std::vector<schema::ExpressionPtr> children);
/// None is false; one is itself.
schema::ExpressionPtr any_of(std::vector<schema::ExpressionPtr> children);
schema::ExpressionPtr negation(schema::ExpressionPtr child);
/// Two-valued: the child is true.
schema::ExpressionPtr holds(schema::ExpressionPtr child);

/// The node, whose children are simplified already, or something simpler that always has the same value.
schema::ExpressionPtr simplify(schema::Expression node);

/// For where it only matters whether a rule is true: unknown becomes false as far down as that is so.
schema::ExpressionPtr fold_unknown(const schema::ExpressionPtr& rule);

bool is_literal_unknown(const schema::Expression& expression);

}  // namespace tenon::access
