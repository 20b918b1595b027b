#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

namespace tenon::schema {
namespace {

bool has_length(const Field& field) {
  return field.list || is_text(field) || (field.kind == FieldKind::scalar && field.scalar == Scalar::bytes);
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!must_be_stored(draft, field, application)) return;
  if (!has_length(*field.field)) {
    return does_not_fit(draft, field, application, "String, Email, URL, Bytes and lists");
  }
  std::optional<std::int64_t> min = application.integer("min");
  std::optional<std::int64_t> max = application.integer("max");
  if (!min && !max) {
    draft.faults.error("missing-argument", "\"@length\" needs \"min\" or \"max\"", application.span());
  } else if (min.value_or(0) < 0 || max.value_or(0) < 0) {
    draft.faults.error("wrong-value", "a length is not negative",
                       application.span(min.value_or(0) < 0 ? "min" : "max"));
  } else if (min && max && *min > *max) {
    draft.faults.error("wrong-value", "\"min\" is larger than \"max\": nothing would fit", application.span("min"));
  } else {
    if (min) field.field->min_length = static_cast<std::uint32_t>(*min);
    if (max) field.field->max_length = static_cast<std::uint32_t>(*max);
  }
}

}  // namespace

const DirectiveHandler length_directive{.name = "length", .on_field = on_field};

}  // namespace tenon::schema
