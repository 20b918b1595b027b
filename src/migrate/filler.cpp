#include "migrate/filler.hpp"

#include "base/decimal.hpp"

#include <charconv>
#include <string>

namespace tenon::migrate {
namespace {

/// The lower bound if zero is below it, the upper one if zero is above it, else nothing.
const std::string* bound_beyond_zero(const schema::Field& field) {
  const auto is_zero = [](const std::string& number) { return number.find_first_of("123456789") == std::string::npos; };
  if (field.min_value && !field.min_value->starts_with('-') && !is_zero(*field.min_value)) return &*field.min_value;
  if (field.max_value && field.max_value->starts_with('-') && !is_zero(*field.max_value)) return &*field.max_value;
  return nullptr;
}

std::string text_of_length(const schema::Field& field, char letter) {
  return std::string(field.min_length.value_or(0), letter);
}

/// A JSON list of as many elements as there have to be.
std::string list_of_length(const schema::Field& field) {
  schema::Field element;
  element.kind = field.kind;
  element.scalar = field.scalar;
  element.enumeration = field.enumeration;
  std::string one = "null";
  if (field.element_required) {
    const auto value = filler_of(element);
    if (const auto* text = std::get_if<std::string>(&value))
      one = "\"" + *text + "\"";
    else if (const auto* flag = std::get_if<bool>(&value))
      one = *flag ? "true" : "false";
    else
      one = field.scalar == schema::Scalar::big_int ? "\"0\"" : "0";
    if (field.scalar == schema::Scalar::date_time) one = "\"1970-01-01T00:00:00.000000Z\"";
    if (field.scalar == schema::Scalar::bytes) one = "\"\"";
    if (field.scalar == schema::Scalar::json) one = "{}";
  }
  std::string text = "[";
  for (std::uint32_t i = 0; i < field.min_length.value_or(0); ++i) text += (i > 0 ? "," : "") + one;
  return text + "]";
}

template <typename Number>
Number number_of(const schema::Field& field) {
  Number number = 0;
  if (const auto* text = bound_beyond_zero(field)) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

base::Value filler_of(const schema::Field& field) {
  if (field.list) return list_of_length(field);
  if (field.kind == schema::FieldKind::enumeration)
    return field.enumeration->values.empty() ? std::string() : field.enumeration->values.front();
  switch (field.scalar) {
    case schema::Scalar::id:
    case schema::Scalar::uuid: return std::string("00000000-0000-0000-0000-000000000000");
    case schema::Scalar::string:
    case schema::Scalar::email:
    case schema::Scalar::url: return text_of_length(field, 'x');
    case schema::Scalar::int32:
    case schema::Scalar::big_int: return number_of<std::int64_t>(field);
    case schema::Scalar::floating: return number_of<double>(field);
    case schema::Scalar::boolean: return false;
    case schema::Scalar::decimal: {
      const auto* text = bound_beyond_zero(field);
      return base::parse_decimal(text ? *text : std::string("0")).value_or("0");
    }
    case schema::Scalar::date_time: return std::int64_t{0};
    case schema::Scalar::date: return std::string("1970-01-01");
    case schema::Scalar::time: return std::string("00:00:00.000000");
    case schema::Scalar::json: return std::string("{}");
    case schema::Scalar::bytes: return base::Bytes{text_of_length(field, '\0')};
  }
  return base::Null{};
}

}  // namespace tenon::migrate
