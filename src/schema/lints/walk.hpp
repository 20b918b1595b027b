#pragma once
#include "schema/expression.hpp"

namespace tenon::schema {

/// Calls `visit` for a rule's every node, from the root down.
template <typename Visit>
void walk(const Expression& rule, const Visit& visit) {
  visit(rule);
  for (const ExpressionPtr& child : rule.children) walk(*child, visit);
}

/// Whether `predicate` holds for some node.
template <typename Predicate>
bool any_node(const Expression& rule, const Predicate& predicate) {
  if (predicate(rule)) return true;
  for (const ExpressionPtr& child : rule.children) {
    if (any_node(*child, predicate)) return true;
  }
  return false;
}

/// A value that comes from the caller: its id, a claim, its scopes.
inline bool is_caller_value(const Expression& node) {
  return node.kind == ExpressionKind::auth_id || node.kind == ExpressionKind::auth_claim ||
         node.kind == ExpressionKind::auth_scopes;
}

}  // namespace tenon::schema
