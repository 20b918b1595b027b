#include "schema/lints/lint.hpp"
#include "schema/lints/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

/// The account's own field that tells the tenant: rules read it as a claim of that name.
bool tells_the_tenant(const Model& model, const Field& field) {
  if (!model.account || field.owner_type != model.account->resource) return false;
  return std::any_of(model.resources.begin(), model.resources.end(), [&](const auto& resource) {
    return resource->tenant && any_node(*resource->tenant->rule, [&](const Expression& node) {
             return node.kind == ExpressionKind::auth_claim && node.name == field.name;
           });
  });
}

bool requires_can(const Expression& rule, const Field& field) {
  auto part = [&](const ExpressionPtr& child) { return requires_can(*child, field); };
  if (rule.kind == ExpressionKind::logical_and || rule.kind == ExpressionKind::holds) {
    return std::any_of(rule.children.begin(), rule.children.end(), part);
  }
  if (rule.kind == ExpressionKind::logical_or) return std::all_of(rule.children.begin(), rule.children.end(), part);
  return rule.kind == ExpressionKind::can && rule.field == &field && rule.variable == variable::row;
}

/// Every way to read the row goes through the right to the tenant's row, which keeps tenants apart. Writes follow: a
/// row that cannot be read is not found, and a key in the input must be readable.
bool is_delegated(const Resource& resource, const Field& field) {
  return std::all_of(resource.rules.begin(), resource.rules.end(), [&](const Rule& rule) {
    bool reads = rule.effect == Effect::allow && rule.operations.has(Operation::read);
    return !reads || requires_can(*rule.when, field);
  });
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    if (resource->tenant) continue;
    for (const auto& field : resource->fields) {
      bool holds_key = field->kind == FieldKind::to_one || field->kind == FieldKind::many_to_many;
      if (!holds_key || !field->target->tenant || tells_the_tenant(draft.model, *field)) continue;
      if (is_delegated(*resource, *field)) continue;
      report.on_field(
          *field, field->span,
          fmt::format("\"{}\" has a tenant and \"{}\", which points to it, has none: other tenants see its rows",
                      field->target->name, resource->name),
          fmt::format("add @tenant to \"{}\", or let its READ rules ask can(READ, {})", resource->name, field->name));
    }
  }
}

}  // namespace

const Lint tenant_gap_lint{{"tenant-gap", "a tenant type reachable from one without"}, run};

}  // namespace tenon::schema
