#include "schema/lints/lint.hpp"
#include "schema/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace tenon::schema {
namespace {

bool comes_from_input(const Field& field) {
  bool ruled = std::any_of(field.rules.begin(), field.rules.end(),
                           [](const Rule& rule) { return rule.operations.has(Operation::create); });
  return field.kind == FieldKind::to_one && !field.owner && !field.read_only && !ruled;
}

bool may_create(const Model& model, const Resource& resource, CallerKind caller) {
  bool signs_up =
      caller.anonymous && model.account && model.account->resource == &resource && model.account->open_registration;
  return signs_up || !allowed_outcomes(resource.rules, Operation::create, caller).never();
}

std::string describe(const Model& model, CallerKind caller) {
  if (caller.anonymous) return "somebody not signed in";
  for (const Role& role : model.roles) {
    if (role.includes == caller.roles) return fmt::format("a caller with the role {}", role.name);
  }
  return "a caller";
}

void judge(const Model& model, const Field& field, LintReport& report) {
  const Resource& resource = *field.owner_type;
  const Resource& target = *field.target;
  for (CallerKind caller : caller_kinds(model)) {
    if (!may_create(model, resource, caller)) continue;
    if (!allowed_outcomes(target.rules, Operation::read, caller).never()) continue;
    report.on_field(field, field.span,
                    fmt::format("{} may create a \"{}\", but can read no \"{}\" to put into \"{}\"",
                                describe(model, caller), resource.name, target.name, field.name),
                    fmt::format("let them READ \"{}\", or narrow the CREATE rule", target.name));
    return;
  }
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    for (const auto& field : resource->fields) {
      if (comes_from_input(*field) && field->required) judge(draft.model, *field, report);
    }
  }
}

}  // namespace

const Lint unreadable_target_lint{{"unreadable-target", "a foreign key whose target the writer cannot read"}, run};

}  // namespace tenon::schema
