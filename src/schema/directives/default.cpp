#include "schema/canonical.hpp"
#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"
#include "schema/input.hpp"
#include "schema/literal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

using lang::graphql::Value;
using lang::graphql::ValueKind;

bool is_word(const Field& field, const Value& value, Scalar scalar, std::string_view word) {
  return field.kind == FieldKind::scalar && !field.list && field.scalar == scalar && value.kind == ValueKind::string &&
         value.text == word;
}

/// GraphQL writes enum values without quotes and everything else otherwise.
bool check_quotes(Draft& draft, const FieldDraft& field, const Value& value) {
  bool wants_name = field.field->kind == FieldKind::enumeration;
  bool json = field.field->kind == FieldKind::scalar && field.field->scalar == Scalar::json;
  auto fits = [&](const Value& each) {
    return wants_name ? each.kind != ValueKind::string : json || each.kind != ValueKind::enumeration;
  };
  bool valid = fits(value) && std::all_of(value.items.begin(), value.items.end(), fits);
  if (valid) return true;
  if (wants_name) {
    draft.faults.error("wrong-value",
                       fmt::format("values of \"{}\" are written without quotes", field.field->enumeration->name),
                       value.span, value.text.empty() ? "" : fmt::format("write {}", value.text));
  } else {
    draft.faults.error("wrong-value", fmt::format("{} is no value of \"{}\"", canonical(value), field.path()),
                       value.span, value.text.empty() ? "" : fmt::format("write \"{}\"", value.text));
  }
  return false;
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!must_be_stored(draft, field, application) || !must_be_declared(draft, field, application)) return;
  if (field.field->kind == FieldKind::to_one) return does_not_fit(draft, field, application, "scalars and enums");
  const Value* value = application.find("value");
  if (!value) {
    draft.faults.error("wrong-value", "null is the default already where there is none", application.span("value"));
    return;
  }
  if (is_word(*field.field, *value, Scalar::date_time, "now")) {
    field.field->default_value = Default{Default::Kind::now, {}};
    return;
  }
  if (is_word(*field.field, *value, Scalar::uuid, "uuid")) {
    field.field->default_value = Default{Default::Kind::uuid, {}};
    return;
  }
  if (!check_quotes(draft, field, *value)) return;
  auto stored = check_input(*field.field, literal_to_json(*value));
  if (!stored) {
    std::string hint;
    if (field.field->scalar == Scalar::date_time) hint = "\"now\" is the time of the request";
    draft.faults.error("wrong-value",
                       fmt::format("the default of \"{}\" does not fit: {}", field.path(), stored.error().message),
                       value->span, hint);
    return;
  }
  field.field->default_value = Default{Default::Kind::value, std::move(*stored)};
}

}  // namespace

const DirectiveHandler default_directive{.name = "default", .on_field = on_field};

}  // namespace tenon::schema
