#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/formats.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  bool string = field.field->kind == FieldKind::scalar && field.field->scalar == Scalar::string && !field.field->list;
  if (!string) return does_not_fit(draft, field, application, "String");
  std::string_view name = application.text("name");
  if (find_format(name)) {
    field.field->format = name;
    return;
  }
  std::vector<std::string_view> known;
  for (const Format& format : formats()) known.push_back(format.name);
  std::string hint = did_you_mean_hint(name, known);
  draft.faults.not_supported_yet(fmt::format("the format \"{}\"", name), application.span("name"),
                                 hint.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : hint);
}

}  // namespace

const DirectiveHandler format_directive{.name = "format", .on_field = on_field};

}  // namespace tenon::schema
