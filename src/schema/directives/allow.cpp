#include "schema/directives/handlers.hpp"
#include "schema/directives/operations.hpp"
#include "schema/rule_text.hpp"

#include <utility>

namespace tenon::schema {
namespace {

/// Whether the arguments beside `when` mean something for these operations in this place; faults if not.
bool check_extras(Draft& draft, Place place, OperationSet operations, const Application& application) {
  if (application.given("check") && !operations.has(Operation::update)) {
    draft.faults.error("wrong-argument", "\"check\" judges the new row of an UPDATE, which is not among \"ops\"",
                       application.span("check"));
    return false;
  }
  if (application.given("else") && (place == Place::resource || !operations.has(Operation::read))) {
    draft.faults.error("wrong-argument", "\"else\" belongs to READ rules of fields", application.span("else"),
                       place == Place::resource ? "rows that may not be read are left out" : "");
    return false;
  }
  return true;
}

std::optional<Rule> read(Draft& draft, const Resource& resource, OperationSet operations,
                         const Application& application) {
  Rule rule;
  rule.effect = Effect::allow;
  rule.operations = operations;
  rule.when = read_rule(draft, resource, RuleUse::when, *application.find("when"));
  rule.otherwise = application.text("else") == "OMIT" ? Otherwise::omit : Otherwise::mask;
  rule.text = application.text("when");
  rule.span = application.span();
  bool valid = rule.when != nullptr;
  if (const lang::graphql::Value* check = application.find("check")) {
    rule.check = read_rule(draft, resource, RuleUse::check, *check);
    valid = valid && rule.check;
  }
  if (!valid) return std::nullopt;
  return rule;
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::resource, application);
  if (operations.bits == 0 || !check_extras(draft, Place::resource, operations, application)) return;
  std::optional<Rule> rule = read(draft, *resource.resource, operations, application);
  if (rule) resource.resource->rules.push_back(std::move(*rule));
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  OperationSet operations = rule_operations(draft, Place::field, application);
  if (operations.bits == 0 || !may_have_rules(draft, field, operations, application)) return;
  if (!check_extras(draft, Place::field, operations, application)) return;
  std::optional<Rule> rule = read(draft, *field.resource->resource, operations, application);
  if (rule) field.field->rules.push_back(std::move(*rule));
}

void on_operation(Draft& draft, OperationDraft& operation, const Application& application) {
  operation.has_rule = true;
  for (std::string_view argument : {"ops", "check", "else"}) {
    if (!application.given(argument)) continue;
    draft.faults.error("wrong-argument", "an operation has no rows: only \"when\" means something here",
                       application.span(argument));
  }
  static const Resource no_row;
  read_rule(draft, no_row, RuleUse::operation, *application.find("when"));
}

}  // namespace

const DirectiveHandler allow_directive{.name = "allow",
                                       .phase = Phase::rule,
                                       .on_resource = on_resource,
                                       .on_field = on_field,
                                       .on_operation = on_operation};

}  // namespace tenon::schema
