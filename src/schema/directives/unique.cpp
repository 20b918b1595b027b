#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!must_be_stored(draft, field, application) || !must_be_declared(draft, field, application)) return;
  bool json = field.field->kind == FieldKind::scalar && field.field->scalar == Scalar::json;
  if (field.field->list || json) {
    return does_not_fit(draft, field, application, "scalars other than JSON, enums and single relations");
  }
  field.field->unique = true;
}

}  // namespace

const DirectiveHandler unique_directive{.name = "unique", .on_field = on_field};

}  // namespace tenon::schema
