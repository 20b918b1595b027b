#include "schema/lints/implication.hpp"
#include "schema/lints/lint.hpp"
#include "schema/lints/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace tenon::schema {
namespace {

/// What the caller may read, as one rule; null if nothing.
ExpressionPtr readable(const Resource& resource) {
  auto any = std::make_shared<Expression>();
  any->kind = ExpressionKind::logical_or;
  for (const Rule& rule : resource.rules) {
    if (rule.effect == Effect::allow && rule.operations.has(Operation::read)) any->children.push_back(rule.when);
  }
  if (any->children.empty()) return nullptr;
  return any;
}

/// Rules that look at other rows can cover each other in ways that their structure does not show.
bool looks_elsewhere(const Expression& rule) {
  return any_node(rule, [](const Expression& node) {
    return node.kind == ExpressionKind::related || node.kind == ExpressionKind::exists ||
           node.kind == ExpressionKind::all || node.kind == ExpressionKind::can;
  });
}

void judge(const Draft& draft, const Resource& resource, Operation operation, LintReport& report) {
  ExpressionPtr read = readable(resource);
  for (const Rule& rule : resource.rules) {
    if (rule.effect != Effect::allow || !rule.operations.has(operation)) continue;
    if (!read) {
      report.on_resource(resource, rule.span,
                         fmt::format("{} is allowed, but nobody may READ a \"{}\": the row would not be found",
                                     operation_word(operation), resource.name),
                         "add a READ rule");
      return;
    }
    if (looks_elsewhere(*read) || implies(*rule.when, *read, draft.model)) continue;
    report.on_resource(resource, rule.span,
                       fmt::format("{} of \"{}\" is wider than READ: rows that the caller may not read are not found",
                                   operation_word(operation), resource.name),
                       fmt::format("add || ({}) to the READ rule, or narrow this one", rule.text));
  }
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    judge(draft, *resource, Operation::update, report);
    judge(draft, *resource, Operation::remove, report);
  }
}

}  // namespace

const Lint blind_write_lint{{"blind-write", "UPDATE or DELETE wider than READ"}, run};

}  // namespace tenon::schema
