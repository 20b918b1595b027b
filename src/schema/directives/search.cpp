#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  if (application.items("fields").empty()) {
    draft.faults.error("missing-argument", "\"@search\" needs at least one field", application.span());
    return;
  }
  std::vector<const Field*> fields = named_fields(draft, resource, application, "fields");
  for (const Field* field : fields) {
    if (is_text(*field) && !field->write_only) continue;
    draft.faults.error("wrong-field", fmt::format("\"{}.{}\" cannot be searched", resource.resource->name, field->name),
                       application.span("fields"), "it fits String, Email and URL that are not @writeOnly");
    return;
  }
  resource.resource->search = std::move(fields);
}

}  // namespace

const DirectiveHandler search_directive{.name = "search", .on_resource = on_resource};

}  // namespace tenon::schema
