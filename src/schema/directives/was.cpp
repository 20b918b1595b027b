#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/naming.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

bool check_name(Draft& draft, const Application& application, std::string_view now) {
  std::string_view before = application.text("name");
  if (is_name(before) && before != now) return true;
  draft.faults.error("wrong-value",
                     before == now ? "the old name is the same as the new one"
                                   : fmt::format("\"{}\" is no name of the schema language", before),
                     application.span("name"));
  return false;
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  if (check_name(draft, application, resource.resource->name)) resource.resource->was = application.text("name");
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!must_be_declared(draft, field, application)) return;
  if (check_name(draft, application, field.field->name)) field.field->was = application.text("name");
}

}  // namespace

const DirectiveHandler was_directive{
    .name = "was", .phase = Phase::declare, .on_resource = on_resource, .on_field = on_field};

}  // namespace tenon::schema
