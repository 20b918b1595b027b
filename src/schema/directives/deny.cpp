#include "schema/directives/handlers.hpp"
#include "schema/directives/operations.hpp"
#include "schema/rule_text.hpp"

#include <utility>

namespace tenon::schema {
namespace {

std::optional<Rule> read(Draft& draft, const Resource& resource, OperationSet operations,
                         const Application& application) {
  Rule rule;
  rule.effect = Effect::deny;
  rule.operations = operations;
  rule.when =
      application.given("when") ? read_rule(draft, resource, RuleUse::when, *application.find("when")) : always_true();
  rule.text = application.text("when");
  rule.span = application.span();
  if (!rule.when) return std::nullopt;
  return rule;
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::resource, application);
  if (operations.bits == 0) return;
  std::optional<Rule> rule = read(draft, *resource.resource, operations, application);
  if (rule) resource.resource->rules.push_back(std::move(*rule));
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::field, application);
  if (operations.bits == 0 || !may_have_rules(draft, field, operations, application)) return;
  std::optional<Rule> rule = read(draft, *field.resource->resource, operations, application);
  if (rule) field.field->rules.push_back(std::move(*rule));
}

void on_operation(Draft& draft, OperationDraft&, const Application& application) {
  static const Resource no_row;
  if (application.given("when")) read_rule(draft, no_row, RuleUse::operation, *application.find("when"));
}

}  // namespace

const DirectiveHandler deny_directive{.name = "deny",
                                      .phase = Phase::rule,
                                      .on_resource = on_resource,
                                      .on_field = on_field,
                                      .on_operation = on_operation};

}  // namespace tenon::schema
