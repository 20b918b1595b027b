#include "access/specialise.hpp"

#include "access/simplify.hpp"

#include <algorithm>
#include <cassert>

namespace tenon::access {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;

}  // namespace

ExpressionPtr Specialiser::rule(const ExpressionPtr& rule) {
  Names names;
  return visit(rule, names);
}

ExpressionPtr Specialiser::about(const ExpressionPtr& rule, int variable) {
  Names names{{schema::variable::row, variable}};
  return visit(rule, names);
}

ExpressionPtr Specialiser::without_old(const ExpressionPtr& check, int variable) {
  Names names{{schema::variable::row, variable}, {schema::variable::old, variable}};
  return visit(check, names);
}

ExpressionPtr Specialiser::of_old(const ExpressionPtr& rule) {
  return about(rule, schema::variable::old);
}

ExpressionPtr Specialiser::row_rule(const schema::Resource& resource, schema::Operation operation, int variable) {
  std::vector<ExpressionPtr> allowed;
  for (const auto& rule : resource.rules) {
    if (rule.effect != schema::Effect::allow || !rule.operations.has(operation)) continue;
    auto allow = about(rule.when, variable);
    if (operation == schema::Operation::create && rule.check && !is_literal_false(*allow))
      allow = all_of({std::move(allow), without_old(rule.check, variable)});
    allowed.push_back(std::move(allow));
    if (is_literal_true(*allowed.back())) break;
  }
  auto any_allowed = any_of(std::move(allowed));
  if (is_literal_false(*any_allowed)) return any_allowed;
  // Default deny: a stranger is let in by an @allow that is literally true for it, never because of what a row holds.
  // Which rows it then meets is still up to @deny and the tenant.
  if (caller_.anonymous && !is_literal_true(*any_allowed)) return literal_boolean(false);
  return all_of(
      {tenant(resource, variable), std::move(any_allowed), negation(denied(resource.rules, operation, variable))});
}

ExpressionPtr Specialiser::tenant(const schema::Resource& resource, int variable) {
  return resource.tenant ? about(resource.tenant->rule, variable) : literal_boolean(true);
}

ExpressionPtr Specialiser::denied(const std::vector<schema::Rule>& rules, schema::Operation operation, int variable) {
  std::vector<ExpressionPtr> denials;
  for (const auto& rule : rules)
    if (rule.effect == schema::Effect::deny && rule.operations.has(operation))
      denials.push_back(about(rule.when, variable));
  return holds(any_of(std::move(denials)));
}

ExpressionPtr Specialiser::visit(const ExpressionPtr& expression, Names& names) {
  switch (expression->kind) {
    case ExpressionKind::auth_is:
      return literal_boolean(expression->role >= 0 && (caller_.roles >> expression->role) & 1U);
    case ExpressionKind::auth_anonymous: return literal_boolean(caller_.anonymous);
    case ExpressionKind::auth_id: return caller_.anonymous ? unknown(expression->type) : expression;
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip: return expression;
    case ExpressionKind::literal:
      if (expression->children.empty()) return expression;
      return visit_children(*expression, names);
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: return visit_logic(*expression, names);
    case ExpressionKind::conditional: return visit_conditional(*expression, names);
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all: return visit_relation(*expression, names);
    case ExpressionKind::can: return visit_can(*expression, names);
    case ExpressionKind::column:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
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
    case ExpressionKind::holds: return visit_children(*expression, names);
  }
  return expression;
}

ExpressionPtr Specialiser::visit_children(const Expression& expression, Names& names) {
  Expression copy = expression;
  if (copy.kind == ExpressionKind::column)
    if (auto found = names.find(copy.variable); found != names.end()) copy.variable = found->second;
  for (auto& child : copy.children) child = visit(child, names);
  return simplify(std::move(copy));
}

ExpressionPtr Specialiser::visit_logic(const Expression& expression, Names& names) {
  std::vector<ExpressionPtr> children;
  const bool is_and = expression.kind == ExpressionKind::logical_and;
  for (const auto& child : expression.children) {
    children.push_back(visit(child, names));
    // Decided: what follows may be large.
    if (is_and ? is_literal_false(*children.back()) : is_literal_true(*children.back())) return children.back();
  }
  return is_and ? all_of(std::move(children)) : any_of(std::move(children));
}

ExpressionPtr Specialiser::visit_conditional(const Expression& expression, Names& names) {
  Expression copy = expression;
  copy.children[0] = visit(expression.children[0], names);
  if (is_literal_true(*copy.children[0])) return visit(expression.children[1], names);
  if (is_literal_false(*copy.children[0])) return visit(expression.children[2], names);
  copy.children[1] = visit(expression.children[1], names);
  copy.children[2] = visit(expression.children[2], names);
  return simplify(std::move(copy));
}

ExpressionPtr Specialiser::visit_relation(const Expression& expression, Names& names) {
  Expression copy = expression;
  if (auto found = names.find(copy.variable); found != names.end()) copy.variable = found->second;
  copy.bound = next_variable_++;
  names[expression.bound] = copy.bound;
  copy.children[0] = visit(expression.children[0], names);
  return simplify(std::move(copy));
}

ExpressionPtr Specialiser::visit_can(const Expression& expression, Names& names) {
  const auto rule = std::pair(expression.field->target, expression.operation);
  if (std::ranges::find(inside_, rule) != inside_.end()) {
    assert(false && "can() in circles: the lint rule-cycle should have refused the schema");
    return unknown(schema::Type::boolean);
  }
  Expression related;
  related.kind = ExpressionKind::related;
  related.field = expression.field;
  related.variable = expression.variable;
  if (auto found = names.find(expression.variable); found != names.end()) related.variable = found->second;
  related.bound = next_variable_++;
  related.span = expression.span;
  inside_.push_back(rule);
  related.children = {row_rule(*rule.first, rule.second, related.bound)};
  inside_.pop_back();
  return simplify(std::move(related));
}

ExpressionPtr specialise(const ExpressionPtr& rule, const schema::Model&, CallerClass caller) {
  return Specialiser(caller).rule(rule);
}

}  // namespace tenon::access
