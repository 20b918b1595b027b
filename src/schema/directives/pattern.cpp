#include "base/pattern.hpp"

#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!is_text(*field.field)) return does_not_fit(draft, field, application, "String, Email and URL");
  std::string regex(application.text("regex"));
  if (std::optional<std::string> fault = base::Pattern::fault(regex)) {
    draft.faults.error("wrong-pattern", fmt::format("this is no regular expression: {}", *fault),
                       application.span("regex"), "the syntax is RE2: https://github.com/google/re2/wiki/Syntax");
    return;
  }
  field.field->pattern = regex;
  field.field->compiled_pattern.emplace(regex);
}

}  // namespace

const DirectiveHandler pattern_directive{.name = "pattern", .on_field = on_field};

}  // namespace tenon::schema
