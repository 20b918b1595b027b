#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

OnDelete on_delete(std::string_view word) {
  if (word == "CASCADE") return OnDelete::cascade;
  if (word == "SET_NULL") return OnDelete::set_null;
  return OnDelete::restrict;
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!field.field->target) return does_not_fit(draft, field, application, "fields whose type is a resource");
  if (application.given("field")) {
    field.inverse_name = application.text("field");
    field.inverse_span = application.span("field");
  }
  if (!application.given("onDelete")) return;
  if (field.field->kind != FieldKind::to_one) {
    draft.faults.error("wrong-field", "\"onDelete\" belongs on the single side of a relation, which has the key",
                       application.span("onDelete"));
    return;
  }
  field.field->on_delete = on_delete(application.text("onDelete"));
  if (field.field->on_delete == OnDelete::set_null && field.field->required) {
    draft.faults.error("wrong-value", "SET_NULL needs a field that may be null", application.span("onDelete"),
                       "use CASCADE or RESTRICT, or take the \"!\" from the type");
  }
}

}  // namespace

const DirectiveHandler relation_directive{.name = "relation", .phase = Phase::declare, .on_field = on_field};

}  // namespace tenon::schema
