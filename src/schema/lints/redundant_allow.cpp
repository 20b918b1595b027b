#include "schema/lints/implication.hpp"
#include "schema/lints/lint.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

/// Whether `other` allows everything that `rule` does for that operation.
bool covers(const Rule& other, const Rule& rule, Operation operation, const Model& model) {
  if (other.effect != Effect::allow || !other.operations.has(operation)) return false;
  if (operation != Operation::update) return implies(*rule.when, *other.when, model);
  // The new row is judged by `check`, or by `when` again.
  const Expression& check = rule.check ? *rule.check : *rule.when;
  const Expression& other_check = other.check ? *other.check : *other.when;
  return implies(*rule.when, *other.when, model) && implies(check, other_check, model);
}

/// Of two rules that cover each other the later one is redundant.
bool is_redundant(const std::vector<Rule>& rules, std::size_t index, Operation operation, const Model& model) {
  for (std::size_t other = 0; other < rules.size(); ++other) {
    if (other == index || !covers(rules[other], rules[index], operation, model)) continue;
    if (other < index || !covers(rules[index], rules[other], operation, model)) return true;
  }
  return false;
}

void judge(const Draft& draft, const std::vector<Rule>& rules, auto tell) {
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (rules[index].effect != Effect::allow) continue;
    bool redundant = true;
    for (Operation operation : {Operation::create, Operation::read, Operation::update, Operation::remove}) {
      if (!rules[index].operations.has(operation)) continue;
      redundant = redundant && is_redundant(rules, index, operation, draft.model);
    }
    if (redundant) tell(rules[index]);
  }
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    judge(draft, resource->rules, [&](const Rule& rule) {
      report.on_resource(*resource, rule.span, "other rules allow all of this already", "remove it");
    });
    for (const auto& field : resource->fields) {
      judge(draft, field->rules, [&](const Rule& rule) {
        report.on_field(*field, rule.span, "other rules allow all of this already", "remove it");
      });
    }
  }
}

}  // namespace

const Lint redundant_allow_lint{{"redundant-allow", "an @allow that another one covers", lang::Severity::warning}, run};

}  // namespace tenon::schema
