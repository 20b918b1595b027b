#include "schema/lints/lint.hpp"
#include "schema/lints/walk.hpp"
#include "schema/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tenon::schema {
namespace {

/// Whether a rule that holds says something about who the caller is, beyond being somebody.
bool ties_caller(const Expression& rule, const Model& model) {
  auto child_ties = [&](const ExpressionPtr& child) { return ties_caller(*child, model); };
  switch (rule.kind) {
    case ExpressionKind::logical_or: return std::all_of(rule.children.begin(), rule.children.end(), child_ties);
    case ExpressionKind::logical_and:
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all:
    case ExpressionKind::holds:
    case ExpressionKind::conditional: return std::any_of(rule.children.begin(), rule.children.end(), child_ties);
    case ExpressionKind::literal: {
      const bool* flag = std::get_if<bool>(&rule.value);
      return flag && !*flag;
    }
    case ExpressionKind::auth_is: return !(least_caller(model).roles >> rule.role & 1U);
    case ExpressionKind::can: return rule.operation != Operation::read;
    case ExpressionKind::column:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::is_null:
    case ExpressionKind::logical_not: return false;
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: return any_node(rule, [](const Expression& node) { return is_caller_value(node); });
  }
  return true;
}

bool sounds_like_owner(std::string_view name) {
  static constexpr std::array<std::string_view, 6> names{"owner",     "author",  "creator",
                                                         "createdBy", "ownedBy", "postedBy"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether some rule of the type gives rights to whoever stands in the field.
bool gives_rights(const Resource& resource, const Field& field) {
  return std::any_of(resource.rules.begin(), resource.rules.end(), [&](const Rule& rule) {
    return rule.effect == Effect::allow && any_node(*rule.when, [&](const Expression& node) {
             if (node.kind != ExpressionKind::equal) return false;
             auto is_field = [&](const Expression& side) {
               return side.kind == ExpressionKind::column && side.field == &field && side.variable == variable::row;
             };
             const Expression& left = *node.children[0];
             const Expression& right = *node.children[1];
             return (is_field(left) && right.kind == ExpressionKind::auth_id) ||
                    (is_field(right) && left.kind == ExpressionKind::auth_id);
           });
  });
}

bool is_guarded(const Field& field) {
  return field.owner || field.read_only || std::any_of(field.rules.begin(), field.rules.end(), [](const Rule& rule) {
           return rule.operations.has(Operation::create);
         });
}

void judge(const Model& model, const Resource& resource, LintReport& report) {
  auto loose = std::find_if(resource.rules.begin(), resource.rules.end(), [&](const Rule& rule) {
    return rule.effect == Effect::allow && rule.operations.has(Operation::create) && !ties_caller(*rule.when, model);
  });
  if (loose == resource.rules.end()) return;
  for (const auto& field : resource.fields) {
    if (field->kind != FieldKind::to_one || field->target != model.account->resource || is_guarded(*field)) continue;
    if (!sounds_like_owner(field->name) && !gives_rights(resource, *field)) continue;
    report.on_field(
        *field, field->span,
        fmt::format("whoever may create a \"{}\" may put somebody else into \"{}\"", resource.name, field->name),
        fmt::format("add @owner to it, or \"{} == auth.id\" to the CREATE rule", field->name));
  }
}

void run(const Draft& draft, LintReport& report) {
  if (!draft.model.account) return;
  for (const auto& resource : draft.model.resources) judge(draft.model, *resource, report);
}

}  // namespace

const Lint owner_input_lint{{"owner-input", "an owner-like field that the input can set"}, run};

}  // namespace tenon::schema
