#include "api/graphql/validation/validate.hpp"

#include "api/graphql/validation/walk.hpp"

#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

constexpr std::string_view cycle_rule = "NoFragmentCyclesRule";

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
  // Whatever else is wrong can wait: following circles is what would cost the most.
  if (measured.circular) std::erase_if(rules, [](const RuleEntry& entry) { return entry.name != cycle_rule; });
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
