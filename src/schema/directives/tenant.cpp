#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/rule_text.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  FieldDraft* field = named_field(draft, resource, application, "field");
  lang::cel::NodePtr equals = parse_rule(draft, *application.find("equals"));
  if (!field || !equals || is_broken(draft, *equals)) return;
  if (!field->field->required || field->field->list) {
    draft.faults.error("wrong-field",
                       fmt::format("\"{}\" tells the tenant of a row: it must be one required value", field->path()),
                       application.span("field"));
    return;
  }
  RuleScope scope{draft.model, *resource.resource, RuleUse::tenant_equals, draft.defines};
  ExpressionPtr rule = check_tenant(scope, *field->field, *equals, draft.faults.list());
  if (rule) resource.resource->tenant = Tenant{field->field, std::move(rule)};
}

}  // namespace

const DirectiveHandler tenant_directive{.name = "tenant", .phase = Phase::rule, .on_resource = on_resource};

}  // namespace tenon::schema
