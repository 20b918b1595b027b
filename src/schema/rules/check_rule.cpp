#include "schema/rules/check_rule.hpp"

#include "schema/rules/checker.hpp"

#include <cassert>

namespace tenon::schema {

ExpressionPtr check_rule(const RuleScope& scope, const lang::cel::Node& rule, std::vector<lang::Diagnostic>& faults) {
  const std::size_t before = faults.size();
  ExpressionPtr checked = Checker(scope, faults).predicate(rule);
  return faults.size() == before ? checked : nullptr;
}

bool check_define(const RuleScope& scope, const std::string& name, std::vector<lang::Diagnostic>& faults) {
  Checker checker(scope, faults);
  const auto defines = scope.defines.find(&scope.resource);
  assert(defines != scope.defines.end() && defines->second.contains(name));
  return checker.expand(checker.judged_row(), name, defines->second.find(name)->second.span) != nullptr;
}

ExpressionPtr check_tenant(const RuleScope& scope, const Field& field, const lang::cel::Node& equals,
                           std::vector<lang::Diagnostic>& faults) {
  assert(scope.use == RuleUse::tenant_equals);
  Checker checker(scope, faults);
  const RuleType type = rule_type(field);
  Operand expected = checker.value(equals, &type);
  if (!expected) return nullptr;
  const RowName row{variable::row, &scope.resource};
  Operand own{checker.column(row, field, equals.span), type, false};
  if (!checker.unify(own, expected, equals.span)) return nullptr;
  return checker.make(ExpressionKind::equal, Type::boolean, equals.span,
                      {std::move(own.expression), std::move(expected.expression)});
}

ExpressionPtr always_true() {
  auto literal = std::make_shared<Expression>();
  literal->value = true;
  return literal;
}

}  // namespace tenon::schema
