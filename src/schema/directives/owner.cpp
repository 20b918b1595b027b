#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  Resource& resource = *field.resource->resource;
  if (!draft.model.account) {
    draft.faults.error("no-account", "\"@owner\" needs a type with \"@account\"", application.span());
    return;
  }
  const Resource& account = *draft.model.account->resource;
  if (field.field->kind != FieldKind::to_one || field.field->target != &account) {
    return does_not_fit(draft, field, application, fmt::format("fields of the account type, \"{}\"", account.name));
  }
  if (resource.owner) {
    draft.faults.error("repeated-directive",
                       fmt::format("\"{}\" has an owner already: \"{}\"", resource.name, resource.owner->name),
                       application.span());
    return;
  }
  field.field->owner = field.field->immutable = true;
  resource.owner = field.field;
}

}  // namespace

const DirectiveHandler owner_directive{.name = "owner", .on_field = on_field};

}  // namespace tenon::schema
