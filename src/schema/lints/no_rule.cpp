#include "schema/lints/lint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    bool allowed = std::any_of(resource->rules.begin(), resource->rules.end(),
                               [](const Rule& rule) { return rule.effect == Effect::allow; });
    bool registers = draft.model.account && draft.model.account->resource == resource.get() &&
                     draft.model.account->open_registration;
    if (allowed || registers) continue;
    report.on_resource(*resource, resource->span, fmt::format("nobody may do anything with \"{}\"", resource->name),
                       "add @allow, @public, or a field with @owner");
  }
  for (const auto& operation : draft.operations) {
    if (operation->has_rule) continue;
    report.on_operation(*operation, operation->syntax->name.span,
                        fmt::format("nobody may call \"{}\"", operation->path), "add @allow(when: \"…\") or @public");
  }
}

}  // namespace

const Lint no_rule_lint{{"no-rule", "a resource nobody may do anything with, or a custom operation without a rule"},
                        run};

}  // namespace tenon::schema
