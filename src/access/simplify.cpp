#include "access/simplify.hpp"

#include "access/access.hpp"
#include "access/evaluate.hpp"

#include <algorithm>

namespace tenon::access {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;

ExpressionPtr make(ExpressionKind kind, std::vector<ExpressionPtr> children) {
  Expression node;
  node.kind = kind;
  node.children = std::move(children);
  return std::make_shared<const Expression>(std::move(node));
}

bool is_constant(const Expression& expression) {
  return expression.kind == ExpressionKind::literal &&
         std::ranges::all_of(expression.children, [](const ExpressionPtr& child) { return is_constant(*child); });
}

bool is_unknown_constant(const ExpressionPtr& child) {
  return child->kind == ExpressionKind::literal && child->type != schema::Type::list && base::is_null(child->value);
}

/// Operators that give unknown as soon as one operand is.
bool is_strict(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: return true;
    case ExpressionKind::literal:
    case ExpressionKind::column:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::conditional:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::is_null:
    case ExpressionKind::logical_not:
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or:
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all:
    case ExpressionKind::can:
    case ExpressionKind::holds: return false;
  }
  return false;
}

/// And and or are each other's dual: `absorbing` decides alone, its opposite does not count.
ExpressionPtr combine(ExpressionKind kind, std::vector<ExpressionPtr> children) {
  const bool absorbing = kind == ExpressionKind::logical_or;
  std::vector<ExpressionPtr> kept;
  for (auto& child : children) {
    if (absorbing ? is_literal_true(*child) : is_literal_false(*child)) return child;
    if (absorbing ? is_literal_false(*child) : is_literal_true(*child)) continue;
    if (child->kind == kind)
      kept.insert(kept.end(), child->children.begin(), child->children.end());
    else
      kept.push_back(std::move(child));
  }
  if (kept.empty()) return literal_boolean(!absorbing);
  if (kept.size() == 1) return std::move(kept.front());
  return make(kind, std::move(kept));
}

ExpressionPtr literal(base::Value value, const Expression& like) {
  Expression node;
  node.kind = ExpressionKind::literal;
  node.type = like.type;
  node.element = like.element;
  node.value = std::move(value);
  node.span = like.span;
  return std::make_shared<const Expression>(std::move(node));
}

ExpressionPtr simplify_conditional(Expression node) {
  const auto& condition = *node.children[0];
  if (is_literal_true(condition)) return node.children[1];
  if (is_literal_false(condition)) return node.children[2];
  // An unknown list has no literal: one without value and elements is the empty list.
  if (is_literal_unknown(condition) && node.type != schema::Type::list) return unknown(node.type);
  return std::make_shared<const Expression>(std::move(node));
}

}  // namespace

bool is_literal_true(const Expression& expression) {
  const bool* value = expression.kind == ExpressionKind::literal ? std::get_if<bool>(&expression.value) : nullptr;
  return value && *value;
}

bool is_literal_false(const Expression& expression) {
  const bool* value = expression.kind == ExpressionKind::literal ? std::get_if<bool>(&expression.value) : nullptr;
  return value && !*value;
}

bool is_literal_unknown(const Expression& expression) {
  return expression.kind == ExpressionKind::literal && expression.type == schema::Type::boolean &&
         base::is_null(expression.value);
}

ExpressionPtr literal_boolean(bool value) {
  Expression node;
  node.kind = ExpressionKind::literal;
  node.value = value;
  return std::make_shared<const Expression>(std::move(node));
}

ExpressionPtr unknown(schema::Type type) {
  Expression node;
  node.kind = ExpressionKind::literal;
  node.type = type;
  return std::make_shared<const Expression>(std::move(node));
}

ExpressionPtr all_of(std::vector<ExpressionPtr> children) {
  return combine(ExpressionKind::logical_and, std::move(children));
}

ExpressionPtr any_of(std::vector<ExpressionPtr> children) {
  return combine(ExpressionKind::logical_or, std::move(children));
}

ExpressionPtr negation(ExpressionPtr child) {
  if (is_literal_true(*child)) return literal_boolean(false);
  if (is_literal_false(*child)) return literal_boolean(true);
  if (is_literal_unknown(*child)) return child;
  if (child->kind == ExpressionKind::logical_not) return child->children[0];
  return make(ExpressionKind::logical_not, {std::move(child)});
}

ExpressionPtr holds(ExpressionPtr child) {
  child = fold_unknown(child);
  if (child->kind == ExpressionKind::literal || child->kind == ExpressionKind::holds) return child;
  return make(ExpressionKind::holds, {std::move(child)});
}

ExpressionPtr simplify(Expression node) {
  switch (node.kind) {
    case ExpressionKind::logical_and: return all_of(std::move(node.children));
    case ExpressionKind::logical_or: return any_of(std::move(node.children));
    case ExpressionKind::logical_not: return negation(std::move(node.children[0]));
    case ExpressionKind::holds: return holds(std::move(node.children[0]));
    case ExpressionKind::conditional: return simplify_conditional(std::move(node));
    case ExpressionKind::exists:
      if (is_literal_false(*node.children[0])) return node.children[0];
      break;
    case ExpressionKind::all:
      if (is_literal_true(*node.children[0])) return node.children[0];
      break;
    case ExpressionKind::is_null:
      if (is_constant(*node.children[0])) return literal(evaluate_context(node, {}), node);
      break;
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches:
    case ExpressionKind::literal:
    case ExpressionKind::column:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::related:
    case ExpressionKind::can: break;
  }
  if (is_strict(node.kind)) {
    if (std::ranges::any_of(node.children, is_unknown_constant)) return unknown(node.type);
    if (std::ranges::all_of(node.children, [](const ExpressionPtr& child) { return is_constant(*child); }))
      return literal(evaluate_context(node, {}), node);
  }
  return std::make_shared<const Expression>(std::move(node));
}

ExpressionPtr fold_unknown(const ExpressionPtr& rule) {
  if (is_literal_unknown(*rule)) return literal_boolean(false);
  switch (rule->kind) {
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: {
      std::vector<ExpressionPtr> children;
      for (const auto& child : rule->children) children.push_back(fold_unknown(child));
      return combine(rule->kind, std::move(children));
    }
    case ExpressionKind::holds: return fold_unknown(rule->children[0]);
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all: {
      auto body = fold_unknown(rule->children[0]);
      // Nothing can make these true; `all` of no row still is.
      if (is_literal_false(*body) && rule->kind != ExpressionKind::all) return body;
      if (is_literal_true(*body) && rule->kind == ExpressionKind::all) return body;
      Expression node = *rule;
      node.children = {std::move(body)};
      return std::make_shared<const Expression>(std::move(node));
    }
    case ExpressionKind::conditional: {
      Expression node = *rule;
      node.children = {rule->children[0], fold_unknown(rule->children[1]), fold_unknown(rule->children[2])};
      if (is_literal_false(*node.children[1]) && is_literal_false(*node.children[2])) return node.children[1];
      return std::make_shared<const Expression>(std::move(node));
    }
    case ExpressionKind::literal:
    case ExpressionKind::column:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::is_null:
    case ExpressionKind::logical_not:
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches:
    case ExpressionKind::can: return rule;
  }
  return rule;
}

}  // namespace tenon::access
