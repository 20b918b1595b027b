#include "access/access.hpp"
#include "access/simplify.hpp"
#include "access/specialise.hpp"

#include <algorithm>

namespace tenon::access {
namespace {

using schema::Effect;
using schema::ExpressionPtr;
using schema::Operation;

bool mentions(const std::vector<schema::Rule>& rules, Effect effect, Operation operation) {
  return std::ranges::any_of(
      rules, [&](const schema::Rule& rule) { return rule.effect == effect && rule.operations.has(operation); });
}

}  // namespace

bool operation_exists(const schema::Resource& resource, Operation operation) {
  return mentions(resource.rules, Effect::allow, operation);
}

ExpressionPtr row_rule(const schema::Resource& resource, Operation operation, const schema::Model&,
                       CallerClass caller) {
  return fold_unknown(Specialiser(caller).row_rule(resource, operation, schema::variable::row));
}

std::vector<UpdateAllow> update_allows(const schema::Resource& resource, const schema::Model&, CallerClass caller) {
  std::vector<UpdateAllow> allows;
  for (const auto& rule : resource.rules) {
    if (rule.effect != Effect::allow || !rule.operations.has(Operation::update)) continue;
    Specialiser specialiser(caller);
    UpdateAllow allow;
    allow.when = fold_unknown(specialiser.rule(rule.when));
    if (caller.anonymous ? !is_literal_true(*allow.when) : is_literal_false(*allow.when)) continue;
    auto check = specialiser.rule(rule.check ? rule.check : rule.when);
    allow.check = fold_unknown(all_of({specialiser.tenant(resource, schema::variable::row), std::move(check)}));
    if (!is_literal_false(*allow.check)) allows.push_back(std::move(allow));
  }
  return allows;
}

ExpressionPtr field_rule(const schema::Field& field, Operation operation, const schema::Model&, CallerClass caller) {
  Specialiser specialiser(caller);
  std::vector<ExpressionPtr> allowed;
  for (const auto& rule : field.rules) {
    if (rule.effect != Effect::allow || !rule.operations.has(operation)) continue;
    allowed.push_back(specialiser.rule(rule.when));
    if (operation == Operation::create && rule.check)
      allowed.back() = all_of({allowed.back(), specialiser.without_old(rule.check, schema::variable::row)});
  }
  // No @allow for the operation narrows nothing; a @deny still does.
  auto allow = allowed.empty() ? literal_boolean(true) : any_of(std::move(allowed));
  return fold_unknown(
      all_of({std::move(allow), negation(specialiser.denied(field.rules, operation, schema::variable::row))}));
}

ExpressionPtr field_update_check(const schema::Field& field, const schema::Model&, CallerClass caller) {
  Specialiser specialiser(caller);
  std::vector<ExpressionPtr> allowed;
  bool checked = false;
  for (const auto& rule : field.rules) {
    if (rule.effect != Effect::allow || !rule.operations.has(Operation::update)) continue;
    auto allow = specialiser.of_old(rule.when);
    if (rule.check) allow = all_of({std::move(allow), specialiser.rule(rule.check)});
    checked = checked || rule.check;
    allowed.push_back(std::move(allow));
  }
  return checked ? fold_unknown(any_of(std::move(allowed))) : literal_boolean(true);
}

schema::Otherwise field_otherwise(const schema::Field& field) {
  // MASK says more to the client than OMIT: one rule that asks for OMIT is enough.
  for (const auto& rule : field.rules)
    if (rule.operations.has(Operation::read) && rule.otherwise == schema::Otherwise::omit)
      return schema::Otherwise::omit;
  return schema::Otherwise::mask;
}

}  // namespace tenon::access
