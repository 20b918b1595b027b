#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/naming.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

bool can_be_indexed(const Field& field) {
  return !field.list && !(field.kind == FieldKind::scalar && field.scalar == Scalar::json);
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  if (!application.given("fields") || application.items("fields").empty()) {
    draft.faults.error("missing-argument", "\"@index\" on a type needs \"fields\"", application.span());
    return;
  }
  Index index;
  index.fields = named_fields(draft, resource, application, "fields");
  if (index.fields.size() != application.items("fields").size()) return;
  for (const Field* field : index.fields) {
    if (can_be_indexed(*field)) continue;
    return does_not_fit(draft, *resource.find_field(field->name), application,
                        "scalars other than JSON, enums and single relations");
  }
  index.unique = application.flag("unique");
  index.span = application.span();
  std::string name = resource.resource->table;
  for (const Field* field : index.fields) name += "_" + field->column;
  index.name = fit_sql_name(name + (index.unique ? "_key" : "_index"));
  auto same = [&](const Index& other) { return other.fields == index.fields; };
  if (std::any_of(resource.resource->indexes.begin(), resource.resource->indexes.end(), same)) {
    draft.faults.error("repeated-directive", "there is an index over these fields already", application.span());
    return;
  }
  resource.resource->indexes.push_back(std::move(index));
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (application.given("fields")) {
    draft.faults.error("wrong-location", "\"fields\" belongs to \"@index\" on the type", application.span("fields"));
    return;
  }
  if (!must_be_stored(draft, field, application)) return;
  if (!can_be_indexed(*field.field)) {
    return does_not_fit(draft, field, application, "scalars other than JSON, enums and single relations");
  }
  if (field.field->name == "id") {
    draft.faults.warning("needless-index", "\"id\" has an index always", application.span());
    return;
  }
  field.field->indexed = true;
  if (application.flag("unique")) field.field->unique = true;
}

}  // namespace

const DirectiveHandler index_directive{.name = "index", .on_resource = on_resource, .on_field = on_field};

}  // namespace tenon::schema
