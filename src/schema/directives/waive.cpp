#include "schema/directives/handlers.hpp"
#include "schema/lints/list.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::schema {
namespace {

void add(Draft& draft, const Application& application, Waiver waiver) {
  std::string lint(application.text("lint"));
  const LintInfo* info = find_lint(lint);
  if (!info) {
    std::vector<std::string_view> known;
    for (const LintInfo& each : lint_table()) known.push_back(each.name);
    std::string hint = did_you_mean_hint(lint, known);
    draft.faults.error("unknown-lint", fmt::format("there is no lint \"{}\"", lint), application.span("lint"),
                       hint.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : hint);
    return;
  }
  if (info->waivable == Waivable::no) {
    draft.faults.error("unknown-lint", fmt::format("\"{}\" cannot be waived", lint), application.span("lint"));
    return;
  }
  if (application.text("reason").find_first_not_of(" \t\n") == std::string_view::npos) {
    draft.faults.error("wrong-value", "a waiver needs a reason", application.span("reason"));
    return;
  }
  waiver.lint = std::move(lint);
  waiver.reason = application.text("reason");
  waiver.span = application.span();
  draft.waivers.push_back(std::move(waiver));
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  Waiver waiver;
  waiver.resource = resource.resource;
  add(draft, application, std::move(waiver));
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  Waiver waiver;
  waiver.resource = field.resource->resource;
  waiver.field = field.field;
  add(draft, application, std::move(waiver));
}

void on_operation(Draft& draft, OperationDraft& operation, const Application& application) {
  Waiver waiver;
  waiver.operation = &operation;
  add(draft, application, std::move(waiver));
}

}  // namespace

const DirectiveHandler waive_directive{
    .name = "waive", .on_resource = on_resource, .on_field = on_field, .on_operation = on_operation};

}  // namespace tenon::schema
