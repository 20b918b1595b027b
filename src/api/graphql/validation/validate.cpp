#include "api/graphql/validation/validate.hpp"

#include "api/graphql/validation/walk.hpp"

#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

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
  Errors errors = check_limits(document, limits);
  if (!errors.empty()) return errors;
  std::vector<RuleEntry> rules;
  for (const RuleEntry& entry : rule_list())
    if (applies(entry.applies, introspection)) rules.push_back(entry);
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
