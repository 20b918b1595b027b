#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

void on_field(Draft&, FieldDraft& field, const Application& application) {
  field.field->deprecated = application.text("reason");
}

void on_enum_value(Draft&, EnumDraft& type, std::size_t value, const Application& application) {
  type.type->notes[value].deprecated = application.text("reason");
}

void on_operation(Draft&, OperationDraft&, const Application&) {}

}  // namespace

const DirectiveHandler deprecated_directive{
    .name = "deprecated", .on_field = on_field, .on_enum_value = on_enum_value, .on_operation = on_operation};

}  // namespace tenon::schema
