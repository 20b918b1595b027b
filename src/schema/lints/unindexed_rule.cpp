#include "schema/lints/lint.hpp"
#include "schema/lints/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tenon::schema {
namespace {

bool has_index(const Field& field) {
  if (field.indexed || field.unique || field.name == "id") return true;
  const auto& indexes = field.owner_type->indexes;
  return std::any_of(indexes.begin(), indexes.end(),
                     [&](const Index& index) { return index.fields.front() == &field; });
}

/// A column with many values, so that an index finds few rows.
bool is_selective(const Field& field) {
  return field.kind == FieldKind::scalar && !field.list && field.scalar != Scalar::boolean &&
         field.scalar != Scalar::json;
}

/// Columns of the judged row that a READ rule compares with something of the caller.
void judge(const Resource& resource, const Rule& rule, std::set<const Field*>& told, LintReport& report) {
  walk(*rule.when, [&](const Expression& node) {
    if (node.kind != ExpressionKind::equal && node.kind != ExpressionKind::in_list) return;
    const Expression& left = *node.children[0];
    const Expression& right = *node.children[1];
    const Expression& column = left.kind == ExpressionKind::column ? left : right;
    const Expression& other = &column == &left ? right : left;
    bool filters = column.kind == ExpressionKind::column && column.variable == variable::row && is_caller_value(other);
    if (!filters || !is_selective(*column.field) || has_index(*column.field)) return;
    if (!told.insert(column.field).second) return;
    report.on_field(
        *column.field, rule.span,
        fmt::format("every list of \"{}\" looks for \"{}\", which has no index", resource.name, column.field->name),
        fmt::format("add @index to \"{}\"", column.field->name));
  });
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    std::set<const Field*> told;
    if (resource->tenant && !has_index(*resource->tenant->field)) {
      const Field& field = *resource->tenant->field;
      told.insert(&field);
      report.on_field(field, field.span,
                      fmt::format("every query of \"{}\" looks for its tenant, and \"{}\" has no index", resource->name,
                                  field.name),
                      fmt::format("add @index to \"{}\"", field.name));
    }
    for (const Rule& rule : resource->rules) {
      if (rule.effect == Effect::allow && rule.operations.has(Operation::read)) judge(*resource, rule, told, report);
    }
  }
}

}  // namespace

const Lint unindexed_rule_lint{{"unindexed-rule", "a rule over an unindexed column, with the index it wants"}, run};

}  // namespace tenon::schema
