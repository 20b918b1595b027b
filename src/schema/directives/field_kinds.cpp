#include "schema/directives/field_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

FieldDraft* find_stored(Draft& draft, ResourceDraft& resource, std::string_view name, const lang::Span& span) {
  FieldDraft* found = resource.find_field(name);
  if (found && found->field->stored()) return found;
  if (draft.broken.contains(name)) return nullptr;
  std::vector<std::string_view> known;
  for (FieldDraft& each : resource.fields) {
    if (each.field->stored()) known.push_back(each.field->name);
  }
  if (found) {
    draft.faults.error("wrong-field", fmt::format("\"{}\" is a list relation, which has no column", found->path()),
                       span);
  } else {
    draft.faults.error("unknown-field", fmt::format("\"{}\" has no field \"{}\"", resource.resource->name, name), span,
                       did_you_mean_hint(name, known));
  }
  return nullptr;
}

}  // namespace

bool is_text(const Field& field) {
  if (field.kind != FieldKind::scalar || field.list) return false;
  return field.scalar == Scalar::string || field.scalar == Scalar::email || field.scalar == Scalar::url;
}

bool is_number(const Field& field) {
  if (field.kind != FieldKind::scalar || field.list) return false;
  return field.scalar == Scalar::int32 || field.scalar == Scalar::big_int || field.scalar == Scalar::floating ||
         field.scalar == Scalar::decimal;
}

bool must_be_stored(Draft& draft, const FieldDraft& field, const Application& application) {
  if (field.field->stored()) return true;
  draft.faults.error(
      "wrong-field",
      fmt::format("\"@{}\" means nothing on a list relation: \"{}\" has no column", application.name(), field.path()),
      application.span(), fmt::format("put it on the field of \"{}\"", field.field->target->name));
  return false;
}

bool must_be_declared(Draft& draft, const FieldDraft& field, const Application& application) {
  if (!field.field->system) return true;
  draft.faults.error(
      "wrong-field",
      fmt::format("\"{}\" is set by the server: \"@{}\" means nothing on it", field.path(), application.name()),
      application.span());
  return false;
}

void does_not_fit(Draft& draft, const FieldDraft& field, const Application& application, std::string_view fits) {
  draft.faults.error("wrong-field",
                     fmt::format("\"@{}\" does not fit \"{}\" of type {}", application.name(), field.path(),
                                 field.syntax ? print(field.syntax->type) : "DateTime!"),
                     application.span(), fmt::format("it fits {}", fits));
}

std::vector<const Field*> named_fields(Draft& draft, ResourceDraft& resource, const Application& application,
                                       std::string_view argument) {
  std::vector<const Field*> fields;
  for (const lang::graphql::Value* item : application.items(argument)) {
    FieldDraft* found = find_stored(draft, resource, item->text, item->span);
    if (!found) continue;
    if (std::find(fields.begin(), fields.end(), found->field) != fields.end()) {
      draft.faults.error("duplicate-field", fmt::format("\"{}\" is named twice", item->text), item->span);
      continue;
    }
    fields.push_back(found->field);
  }
  return fields;
}

FieldDraft* named_field(Draft& draft, ResourceDraft& resource, const Application& application,
                        std::string_view argument) {
  return find_stored(draft, resource, application.text(argument), application.span(argument));
}

}  // namespace tenon::schema
