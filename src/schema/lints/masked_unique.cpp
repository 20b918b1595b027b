#include "schema/lints/lint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

bool is_hidden(const Field& field) {
  return field.write_only || std::any_of(field.rules.begin(), field.rules.end(),
                                         [](const Rule& rule) { return rule.operations.has(Operation::read); });
}

void report_on(const Field& field, const lang::Span& span, LintReport& report) {
  report.on_field(
      field, span,
      fmt::format("\"{}\" is unique but not everybody may read it: a conflict tells that a value exists", field.name),
      "take one of the two away");
}

void run(const Draft& draft, LintReport& report) {
  for (const auto& resource : draft.model.resources) {
    for (const auto& field : resource->fields) {
      if (field->unique && is_hidden(*field)) report_on(*field, field->span, report);
    }
    for (const Index& index : resource->indexes) {
      if (!index.unique) continue;
      for (const Field* field : index.fields) {
        if (is_hidden(*field)) report_on(*field, index.span, report);
      }
    }
  }
}

}  // namespace

const Lint masked_unique_lint{
    {"masked-unique", "a unique index on a field that somebody may not read: an existence oracle"}, run};

}  // namespace tenon::schema
