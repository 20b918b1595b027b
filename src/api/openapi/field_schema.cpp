#include "api/openapi/field_schema.hpp"

#include "api/describe/field_words.hpp"
#include "api/openapi/example.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/openapi/portable_pattern.hpp"
#include "schema/formats.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;
using schema::Field;
using schema::FieldKind;
using schema::Scalar;

constexpr std::string_view whole_number = "^-?[0-9]+$";
constexpr std::string_view decimal_number = "^-?[0-9]+(\\.[0-9]+)?$";
constexpr std::string_view time_of_day = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?$";

enum class Nullable : std::uint8_t { no, yes };

void type(JsonWriter& json, std::initializer_list<std::string_view> names, Nullable nullable) {
  if (names.size() == 1 && nullable == Nullable::no) return json.member("type", *names.begin());
  array(json, "type", [&] {
    for (const auto name : names) json.string(name);
    if (nullable == Nullable::yes) json.string("null");
  });
}

/// Bounds are decimal text, which is a JSON number too.
void range(JsonWriter& json, const Field& field, std::string_view lowest, std::string_view highest) {
  const std::string_view low = field.min_value ? std::string_view(*field.min_value) : lowest;
  const std::string_view high = field.max_value ? std::string_view(*field.max_value) : highest;
  if (!low.empty()) {
    json.key("minimum");
    json.raw(low);
  }
  if (!high.empty()) {
    json.key("maximum");
    json.raw(high);
  }
}

void text_constraints(JsonWriter& json, const Field& field, std::uint32_t otherwise_most) {
  if (field.min_length) json.member("minLength", std::int64_t{*field.min_length});
  const auto most = field.max_length ? field.max_length : std::optional(otherwise_most);
  if (most.value_or(0) > 0 || field.max_length) json.member("maxLength", std::int64_t{*most});
  if (field.pattern && is_portable(*field.pattern)) {
    json.member("pattern", *field.pattern);
  } else if (field.format) {
    const auto* format = schema::find_format(*field.format);
    if (format && !format->json_format.empty()) json.member("format", format->json_format);
    if (format && !format->pattern.empty()) json.member("pattern", format->pattern);
  }
}

void base64_constraints(JsonWriter& json, const Field& field) {
  const auto encoded = [](std::uint32_t bytes) { return (std::int64_t{bytes} + 2) / 3 * 4; };
  if (field.min_length) json.member("minLength", encoded(*field.min_length));
  if (field.max_length) json.member("maxLength", encoded(*field.max_length));
}

/// The members of a scalar's schema.
void scalar(JsonWriter& json, const Field& field, Place place, Nullable nullable) {
  const bool exact = is_sent(place);
  switch (field.scalar) {
    case Scalar::id:
    case Scalar::uuid:
      type(json, {"string"}, nullable);
      json.member("format", "uuid");
      break;
    case Scalar::string:
      type(json, {"string"}, nullable);
      if (exact) text_constraints(json, field, 0);
      break;
    case Scalar::int32:
      type(json, {"integer"}, nullable);
      json.member("format", "int32");
      if (exact) range(json, field, "-2147483648", "2147483647");
      break;
    case Scalar::floating:
      type(json, {"number"}, nullable);
      json.member("format", "double");
      if (exact) range(json, field, {}, {});
      break;
    case Scalar::boolean: type(json, {"boolean"}, nullable); break;
    case Scalar::big_int:
      if (place == Place::answer)
        type(json, {"string"}, nullable);
      else
        type(json, {"string", "integer"}, nullable);
      json.member("pattern", whole_number);
      if (exact) range(json, field, {}, {});
      break;
    case Scalar::decimal:
      if (place == Place::answer)
        type(json, {"string"}, nullable);
      else
        type(json, {"string", "number"}, nullable);
      json.member("pattern", decimal_number);
      if (exact) range(json, field, {}, {});
      break;
    case Scalar::date_time:
      type(json, {"string"}, nullable);
      json.member("format", "date-time");
      break;
    case Scalar::date:
      type(json, {"string"}, nullable);
      json.member("format", "date");
      break;
    case Scalar::time:
      type(json, {"string"}, nullable);
      json.member("pattern", time_of_day);
      break;
    case Scalar::email:
      type(json, {"string"}, nullable);
      json.member("format", "email");
      if (exact) text_constraints(json, field, 254);
      break;
    case Scalar::url:
      type(json, {"string"}, nullable);
      json.member("format", "uri");
      if (exact) text_constraints(json, field, 2048);
      break;
    case Scalar::json: break;  // anything
    case Scalar::bytes:
      type(json, {"string"}, nullable);
      json.member("contentEncoding", "base64");
      if (exact) base64_constraints(json, field);
      break;
  }
}

void add_sentence(std::string& text, std::string_view sentence) {
  if (!text.empty()) text += ' ';
  text += sentence;
}

/// OpenAPI has no place of its own for words on a value of an enum.
std::string enum_description(const schema::EnumType& made) {
  std::string list;
  for (std::size_t i = 0; i < made.notes.size(); ++i) {
    std::string note = made.notes[i].description;
    if (made.notes[i].deprecated) add_sentence(note, "Deprecated: " + *made.notes[i].deprecated);
    if (!note.empty()) list += fmt::format("{}- `{}`: {}", list.empty() ? "" : "\n", made.values[i], note);
  }
  return made.description.empty() || list.empty() ? made.description + list : made.description + "\n\n" + list;
}

void refer_to_enum(JsonWriter& json, Context& context, const schema::EnumType& made) {
  context.components().refer(json, Section::schemas, made.name, [&made](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "string");
      if (const std::string text = enum_description(made); !text.empty()) out.member("description", text);
      strings(out, "enum", made.values);
    });
  });
}

/// The schema's members of one value, or of a list of them.
void value(JsonWriter& json, Context& context, const Field& field, Place place, Nullable nullable) {
  if (field.kind == FieldKind::enumeration) {
    array(json, "anyOf", [&] {
      refer_to_enum(json, context, *field.enumeration);
      if (nullable == Nullable::yes) object(json, [&] { json.member("type", "null"); });
    });
    return;
  }
  scalar(json, field, place, nullable);
}

void list(JsonWriter& json, Context& context, const Field& field, Place place, Nullable nullable) {
  type(json, {"array"}, nullable);
  if (is_sent(place)) {
    if (field.min_length) json.member("minItems", std::int64_t{*field.min_length});
    json.member("maxItems", field.max_length ? std::int64_t{*field.max_length}
                                             : static_cast<std::int64_t>(schema::limits::max_list_elements));
  }
  object(json, "items", [&] {
    // The bounds are the list's, not its elements'.
    Field element;
    element.kind = field.kind;
    element.scalar = field.scalar;
    element.enumeration = field.enumeration;
    value(json, context, element, place, field.element_required ? Nullable::no : Nullable::yes);
  });
}

}  // namespace

void write_value(JsonWriter& json, Context& context, const Field& field, Place place) {
  if (field.kind == FieldKind::enumeration) return refer_to_enum(json, context, *field.enumeration);
  object(json, [&] { scalar(json, field, place, Nullable::no); });
}

void write_field(JsonWriter& json, Context& context, const Field& field, Place place) {
  object(json, [&] {
    const bool masked = place == Place::answer && context.may_be_masked(field);
    const auto nullable = field.required && !masked ? Nullable::no : Nullable::yes;
    if (field.list)
      list(json, context, field, place, nullable);
    else
      value(json, context, field, place, nullable);
    if (const auto text = field_description(field, place); !text.empty()) json.member("description", text);
    if (field.deprecated) flag(json, "deprecated", true);
    if (is_sent(place) && field.write_only) flag(json, "writeOnly", true);
    const bool by_server = field.system || field.owner || field.read_only;
    if (place == Place::answer && by_server) flag(json, "readOnly", true);
    if (const auto example = example_of(field, place)) {
      array(json, "examples", [&] { json.raw(*example); });
    }
  });
}

std::string value_name(const Field& field) {
  if (field.kind == FieldKind::enumeration) return field.enumeration->name;
  switch (field.scalar) {
    case Scalar::id: return "Id";
    case Scalar::uuid: return "Uuid";
    case Scalar::string: return "Text";
    case Scalar::int32: return "Int";
    case Scalar::floating: return "Float";
    case Scalar::boolean: return "Boolean";
    case Scalar::big_int: return "BigInt";
    case Scalar::decimal: return "Decimal";
    case Scalar::date_time: return "DateTime";
    case Scalar::date: return "Date";
    case Scalar::time: return "Time";
    case Scalar::email: return "Email";
    case Scalar::url: return "Url";
    case Scalar::json: return "Json";
    case Scalar::bytes: return "Bytes";
  }
  return {};
}

std::string field_description(const Field& field, Place place) {
  std::string text = field.description;
  if (field.kind == FieldKind::to_one && is_sent(place))
    add_sentence(text, fmt::format("The id of a {}.", field.target->name));
  if (field.deprecated) add_sentence(text, "Deprecated: " + *field.deprecated);
  if (!is_sent(place)) return text;
  if (field.pattern && !is_portable(*field.pattern))
    add_sentence(text, fmt::format("Must match `{}` (RE2).", *field.pattern));
  const bool as_text = field.scalar == Scalar::big_int || field.scalar == Scalar::decimal;
  if (field.kind == FieldKind::scalar && as_text && field.min_value)
    add_sentence(text, fmt::format("At least {}.", *field.min_value));
  if (field.kind == FieldKind::scalar && as_text && field.max_value)
    add_sentence(text, fmt::format("At most {}.", *field.max_value));
  // Said in words: generators of clients take a `default` for a member that is always there.
  if (place == Place::body && field.default_value)
    add_sentence(text, fmt::format("If it is not sent: {}.", describe::default_words(field)));
  return text;
}

}  // namespace tenon::api::openapi
