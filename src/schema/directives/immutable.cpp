#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (must_be_stored(draft, field, application) && must_be_declared(draft, field, application)) {
    field.field->immutable = true;
  }
}

}  // namespace

const DirectiveHandler immutable_directive{.name = "immutable", .on_field = on_field};

}  // namespace tenon::schema
