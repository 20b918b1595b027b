#include "access/decision.hpp"

#include "access/english.hpp"
#include "access/simplify.hpp"
#include "schema/expression_text.hpp"

#include <utility>

namespace tenon::access {
namespace {

using schema::Effect;

Verdict verdict_of(const schema::Expression& rule) {
  if (is_literal_true(rule)) return Verdict::always;
  return is_literal_false(rule) ? Verdict::never : Verdict::sometimes;
}

/// To a stranger an @allow says something only where it holds for everybody; a @deny counts always.
schema::ExpressionPtr for_caller(const schema::Rule& rule, const schema::Model& model, CallerClass caller) {
  auto left = fold_unknown(specialise(rule.when, model, caller));
  const bool closed = caller.anonymous && rule.effect == Effect::allow && !is_literal_true(*left);
  return closed ? literal_boolean(false) : left;
}

}  // namespace

Decision decide(const schema::Resource& resource, schema::Operation operation, const schema::Model& model,
                CallerClass caller) {
  Decision decision;
  decision.resource = &resource;
  decision.operation = operation;
  decision.tenant = resource.tenant.has_value();
  for (const auto& rule : resource.rules) {
    if (!rule.operations.has(operation)) continue;
    RulePart part;
    part.effect = rule.effect;
    part.text = rule.text.empty() ? "true" : rule.text;
    if (rule.span.source) {
      part.file = rule.span.source->name;
      part.line = lang::line_column(*rule.span.source, rule.span.offset).line;
    }
    part.rule = for_caller(rule, model, caller);
    part.verdict = verdict_of(*part.rule);
    if (part.verdict == Verdict::sometimes) {
      part.english = to_english(*part.rule, model);
      part.residual = schema::to_text(*part.rule);
    }
    decision.parts.push_back(std::move(part));
  }
  decision.rule = row_rule(resource, operation, model, caller);
  decision.verdict = verdict_of(*decision.rule);
  if (decision.verdict == Verdict::sometimes) {
    decision.english = to_english(*decision.rule, model);
    decision.residual = schema::to_text(*decision.rule);
  }
  return decision;
}

}  // namespace tenon::access
