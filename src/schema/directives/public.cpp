#include "schema/directives/handlers.hpp"
#include "schema/directives/operations.hpp"

#include <utility>

namespace tenon::schema {
namespace {

Rule open_rule(OperationSet operations, const Application& application) {
  Rule rule;
  rule.effect = Effect::allow;
  rule.operations = operations;
  rule.when = always_true();
  rule.text = "true";
  rule.span = application.span();
  return rule;
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::resource, application);
  if (operations.bits != 0) resource.resource->rules.push_back(open_rule(operations, application));
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::field, application);
  if (operations.bits == 0 || !may_have_rules(draft, field, operations, application)) return;
  field.field->rules.push_back(open_rule(operations, application));
}

void on_operation(Draft&, OperationDraft& operation, const Application&) {
  operation.has_rule = true;
}

}  // namespace

const DirectiveHandler public_directive{.name = "public",
                                        .phase = Phase::rule,
                                        .on_resource = on_resource,
                                        .on_field = on_field,
                                        .on_operation = on_operation};

}  // namespace tenon::schema
