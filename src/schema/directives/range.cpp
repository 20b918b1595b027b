#include "base/decimal.hpp"
#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

/// The bound as decimal text; nothing and a fault if it is no number of the field's type.
std::optional<std::string> bound(Draft& draft, const FieldDraft& field, const Application& application,
                                 std::string_view argument) {
  using lang::graphql::ValueKind;
  const lang::graphql::Value& value = *application.find(argument);
  bool whole = field.field->scalar == Scalar::int32 || field.field->scalar == Scalar::big_int;
  // BigInt and Decimal travel as strings, so they may be written as such.
  bool may_quote = field.field->scalar == Scalar::big_int || field.field->scalar == Scalar::decimal;
  bool fits = value.kind == ValueKind::integer || (value.kind == ValueKind::floating && !whole) ||
              (value.kind == ValueKind::string && may_quote);
  std::optional<std::string> number = fits ? base::parse_decimal(value.text) : std::nullopt;
  if (number && whole && number->find('.') != std::string::npos) number.reset();
  if (!number) {
    draft.faults.error("wrong-value", fmt::format("\"{}\" is {} number", argument, whole ? "a whole" : "a"),
                       value.span);
  }
  return number;
}

void on_field(Draft& draft, FieldDraft& field, const Application& application) {
  if (!is_number(*field.field)) return does_not_fit(draft, field, application, "Int, BigInt, Float and Decimal");
  if (!application.find("min") && !application.find("max")) {
    draft.faults.error("missing-argument", "\"@range\" needs \"min\" or \"max\"", application.span());
    return;
  }
  std::optional<std::string> min, max;
  if (application.find("min") && !(min = bound(draft, field, application, "min"))) return;
  if (application.find("max") && !(max = bound(draft, field, application, "max"))) return;
  if (min && max && base::compare_decimal(*min, *max) > 0) {
    draft.faults.error("wrong-value", "\"min\" is larger than \"max\": nothing would fit", application.span("min"));
    return;
  }
  field.field->min_value = std::move(min);
  field.field->max_value = std::move(max);
}

}  // namespace

const DirectiveHandler range_directive{.name = "range", .on_field = on_field};

}  // namespace tenon::schema
