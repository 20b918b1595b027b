#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (must_be_stored(draft, field, application) && must_be_declared(draft, field, application)) {
    field.field->write_only = true;
  }
}

}  // namespace

const DirectiveHandler write_only_directive{.name = "writeOnly", .on_field = on_field};

}  // namespace tenon::schema
