#include "schema/outcomes.hpp"

#include <algorithm>
#include <array>

namespace tenon::schema {
namespace {

constexpr Outcomes anything{true, true, true};
constexpr Outcomes only_yes{true, false, false};
constexpr Outcomes only_no{false, true, false};
constexpr Outcomes only_unknown{false, false, true};

// Kleene's logic as numbers: no 0, unknown 1, yes 2. And is the minimum, or the maximum.
std::array<bool, 3> as_levels(const Outcomes& outcomes) {
  return {outcomes.no, outcomes.unknown, outcomes.yes};
}
Outcomes from_levels(const std::array<bool, 3>& levels) {
  return {levels[2], levels[0], levels[1]};
}

template <typename Choose>
Outcomes combine(const Outcomes& left, const Outcomes& right, Choose choose) {
  std::array<bool, 3> made{};
  std::array<bool, 3> lefts = as_levels(left);
  std::array<bool, 3> rights = as_levels(right);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      if (lefts[i] && rights[k]) made[choose(i, k)] = true;
    }
  }
  return from_levels(made);
}

Outcomes either(const Outcomes& left, const Outcomes& right) {
  return combine(left, right, [](std::size_t a, std::size_t b) { return std::max(a, b); });
}
Outcomes both(const Outcomes& left, const Outcomes& right) {
  return combine(left, right, [](std::size_t a, std::size_t b) { return std::min(a, b); });
}

Outcomes united(Outcomes left, const Outcomes& right) {
  left.yes = left.yes || right.yes;
  left.no = left.no || right.no;
  left.unknown = left.unknown || right.unknown;
  return left;
}

/// A value that an anonymous caller never has.
bool lacks_value(const Expression& value, CallerKind caller) {
  bool asks_caller = value.kind == ExpressionKind::auth_id || value.kind == ExpressionKind::auth_claim;
  bool is_null_literal = value.kind == ExpressionKind::literal && base::is_null(value.value);
  return (asks_caller && caller.anonymous) || is_null_literal;
}

Outcomes of_literal(const Expression& rule) {
  const bool* flag = std::get_if<bool>(&rule.value);
  if (!flag) return only_unknown;
  return *flag ? only_yes : only_no;
}

Outcomes of_comparison(const Expression& rule, CallerKind caller) {
  bool lacking = std::any_of(rule.children.begin(), rule.children.end(),
                             [&](const ExpressionPtr& child) { return lacks_value(*child, caller); });
  return lacking ? only_unknown : anything;
}

/// How many can() are followed; further ones are open. Bounds the work, and circles, which a lint of their own finds.
constexpr int most_hops = 2;

Outcomes outcomes(const Expression& rule, CallerKind caller, int hops);

Outcomes allowed(const std::vector<Rule>& rules, Operation operation, CallerKind caller, int hops) {
  Outcomes made = only_no;
  for (const Rule& rule : rules) {
    if (rule.effect != Effect::allow || !rule.operations.has(operation)) continue;
    made = either(made, outcomes(*rule.when, caller, hops));
  }
  return made;
}

Outcomes of_can(const Expression& rule, CallerKind caller, int hops) {
  if (hops == most_hops) return anything;
  // There may be no row, a rule that denies, another tenant.
  return {allowed(rule.field->target->rules, rule.operation, caller, hops + 1).yes, true, true};
}

Outcomes of_conditional(const Expression& rule, CallerKind caller, int hops) {
  Outcomes condition = outcomes(*rule.children[0], caller, hops);
  Outcomes made{};
  if (condition.yes) made = united(made, outcomes(*rule.children[1], caller, hops));
  if (condition.no) made = united(made, outcomes(*rule.children[2], caller, hops));
  if (condition.unknown) made.unknown = true;
  return made;
}

Outcomes of_junction(const Expression& rule, CallerKind caller, int hops) {
  bool is_and = rule.kind == ExpressionKind::logical_and;
  Outcomes made = is_and ? only_yes : only_no;
  for (const ExpressionPtr& child : rule.children) {
    Outcomes next = outcomes(*child, caller, hops);
    made = is_and ? both(made, next) : either(made, next);
  }
  return made;
}

Outcomes outcomes(const Expression& rule, CallerKind caller, int hops) {
  auto child = [&] { return outcomes(*rule.children[0], caller, hops); };
  switch (rule.kind) {
    case ExpressionKind::literal: return of_literal(rule);
    case ExpressionKind::conditional: return of_conditional(rule, caller, hops);
    case ExpressionKind::auth_is: return caller.roles >> rule.role & 1U ? only_yes : only_no;
    case ExpressionKind::auth_anonymous: return caller.anonymous ? only_yes : only_no;
    case ExpressionKind::is_null:
      if (lacks_value(*rule.children[0], caller)) return only_yes;
      return rule.children[0]->kind == ExpressionKind::auth_id ? only_no : Outcomes{true, true, false};
    case ExpressionKind::logical_not: {
      Outcomes inner = child();
      std::swap(inner.yes, inner.no);
      return inner;
    }
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: return of_junction(rule, caller, hops);
    case ExpressionKind::holds: {
      Outcomes inner = child();
      return {inner.yes, inner.no || inner.unknown, false};
    }
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: return of_comparison(rule, caller);
    case ExpressionKind::in_list:
      // Nothing is in an empty list, whatever it is.
      return lacks_value(*rule.children[0], caller) ? Outcomes{false, true, true} : anything;
    case ExpressionKind::can: return of_can(rule, caller, hops);
    case ExpressionKind::related: return united(child(), only_unknown);
    case ExpressionKind::exists: return united(child(), only_no);
    case ExpressionKind::all: return united(child(), only_yes);
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
    case ExpressionKind::size: break;
  }
  return lacks_value(rule, caller) ? only_unknown : anything;
}

}  // namespace

Outcomes possible_outcomes(const Expression& rule, CallerKind caller) {
  return outcomes(rule, caller, 0);
}

Outcomes allowed_outcomes(const std::vector<Rule>& rules, Operation operation, CallerKind caller) {
  return allowed(rules, operation, caller, 0);
}

std::vector<CallerKind> caller_kinds(const Model& model) {
  std::vector<CallerKind> kinds{CallerKind{}};
  for (const Role& role : model.roles) kinds.push_back(CallerKind{false, role.includes});
  if (model.roles.empty()) kinds.push_back(CallerKind{false, 0});
  return kinds;
}

CallerKind least_caller(const Model& model) {
  CallerKind caller{false, 0};
  if (!model.account || !model.account->role || !model.account->role->default_value) return caller;
  const std::string* name = std::get_if<std::string>(&model.account->role->default_value->value);
  int role = name ? model.find_role(*name) : -1;
  if (role >= 0) caller.roles = model.roles[static_cast<std::size_t>(role)].includes;
  return caller;
}

}  // namespace tenon::schema
