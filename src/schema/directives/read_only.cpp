#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!must_be_stored(draft, field, application) || !must_be_declared(draft, field, application)) return;
  field.field->read_only = true;
  if (field.field->write_only) {
    draft.faults.error("contradiction", fmt::format("\"{}\" can be neither read nor written", field.path()),
                       application.span());
  }
  bool filled = field.field->default_value || field.find("default") || field.find("owner");
  if (field.field->required && !filled) {
    draft.faults.error(
        "contradiction",
        fmt::format("\"{}\" is required, never in the input and without a default: no row could be made", field.path()),
        application.span(), "add @default, or take the \"!\" from the type");
  }
}

}  // namespace

const DirectiveHandler read_only_directive{.name = "readOnly", .on_field = on_field};

}  // namespace tenon::schema
