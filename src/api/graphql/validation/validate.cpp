#include "api/graphql/validation/validate.hpp"

#include "api/graphql/validation/walk.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

constexpr std::string_view cycle_rule = "NoFragmentCyclesRule";

const RuleEntry* find_rule(std::string_view name) {
  const auto rules = rule_list();
  const auto found = std::ranges::find(rules, name, &RuleEntry::name);
  return found == rules.end() ? nullptr : &*found;
}

bool applies(Applies when, Introspection introspection) {
  switch (when) {
    case Applies::always: return true;
    case Applies::without_introspection: return introspection == Introspection::off;
    case Applies::on_request: return false;
  }
  return true;
}

}  // namespace

Errors validate(const TypeSystem& types, const ast::Document& document, const Limits& limits,
                Introspection introspection) {
  Measured measured = measure(document, limits);
  if (!measured.errors.empty()) return std::move(measured.errors);
  std::vector<RuleEntry> rules;
  for (const RuleEntry& entry : rule_list())
    if (applies(entry.applies, introspection)) rules.push_back(entry);
  // Where there are circles, whatever else is wrong can wait: following them is what would cost the most.
  if (const auto* cycles = measured.circular ? find_rule(cycle_rule) : nullptr)
    if (Errors errors = apply_rules(types, document, {cycles, 1}, limits); !errors.empty()) return errors;
  return apply_rules(types, document, rules, limits);
}

Errors apply_rules(const TypeSystem& types, const ast::Document& document, std::span<const RuleEntry> rules,
                   const Limits& limits) {
  Context context(types, document, limits);
  std::vector<std::unique_ptr<Rule>> made;
  for (const RuleEntry& entry : rules) made.push_back(entry.make(context));
  walk(context, made);
  return context.take_errors();
}

}  // namespace tenon::api::graphql
