#include "api/describe/field_words.hpp"

#include "base/json.hpp"
#include "schema/formats.hpp"
#include "schema/scalar_input.hpp"

#include <fmt/format.h>

namespace tenon::api::describe {
namespace {

using schema::Field;
using schema::FieldKind;
using schema::Scalar;

std::string_view scalar_words(Scalar scalar) {
  switch (scalar) {
    case Scalar::id: return "id (UUID)";
    case Scalar::string: return "text";
    case Scalar::int32: return "whole number";
    case Scalar::floating: return "number";
    case Scalar::boolean: return "true or false";
    case Scalar::big_int: return "whole number of 64 bits, as text";
    case Scalar::decimal: return "decimal number, as text";
    case Scalar::date_time: return "time (RFC 3339)";
    case Scalar::date: return "day (YYYY-MM-DD)";
    case Scalar::time: return "time of day (HH:MM:SS)";
    case Scalar::uuid: return "UUID";
    case Scalar::email: return "e-mail address";
    case Scalar::url: return "URL";
    case Scalar::json: return "any JSON";
    case Scalar::bytes: return "bytes, as base64";
  }
  return {};
}

void add(std::string& text, std::string part) {
  if (!text.empty()) text += "; ";
  text += part;
}

std::string bounds(std::string_view low, std::string_view high, std::string_view of) {
  const std::string unit = of.empty() ? std::string() : ' ' + std::string(of);
  if (low.empty()) return fmt::format("at most {}{}", high, unit);
  if (high.empty()) return fmt::format("at least {}{}", low, unit);
  return fmt::format("{} to {}{}", low, high, unit);
}

}  // namespace

std::string type_words(const Field& field) {
  std::string text;
  switch (field.kind) {
    case FieldKind::scalar: text = scalar_words(field.scalar); break;
    case FieldKind::enumeration: text = fmt::format("{}", fmt::join(field.enumeration->values, " / ")); break;
    case FieldKind::to_one: return "id of a " + field.target->name;
    case FieldKind::to_many: return "list of " + field.target->name;
    case FieldKind::many_to_many: return fmt::format("list of {} (ids when sent)", field.target->name);
  }
  return field.list ? "list of " + text : text;
}

std::string constraint_words(const Field& field) {
  std::string text;
  if (field.min_length || field.max_length) {
    const bool bytes = field.kind == FieldKind::scalar && field.scalar == Scalar::bytes;
    const auto number = [](const std::optional<std::uint32_t>& bound) { return bound ? std::to_string(*bound) : ""; };
    add(text, bounds(number(field.min_length), number(field.max_length),
                     field.list ? "elements"
                     : bytes    ? "bytes"
                                : "characters"));
  }
  if (field.min_value || field.max_value)
    add(text, bounds(field.min_value.value_or(""), field.max_value.value_or(""), ""));
  if (field.pattern) add(text, fmt::format("matches `{}`", *field.pattern));
  if (field.format)
    if (const auto* format = schema::find_format(*field.format)) add(text, std::string(format->message));
  if (field.unique) add(text, "unique");
  return text;
}

std::string default_words(const Field& field) {
  if (!field.default_value) return {};
  switch (field.default_value->kind) {
    case schema::Default::Kind::now: return "the time of the request";
    case schema::Default::Kind::uuid: return "a new UUID";
    case schema::Default::Kind::value: break;
  }
  const auto& value = field.default_value->value;
  const auto* stored = std::get_if<std::string>(&value);
  if (stored && (field.list || field.kind == FieldKind::enumeration)) return '`' + *stored + '`';
  return '`' + base::to_text(schema::scalar_to_json(field.scalar, value)) + '`';
}

std::string in_cell(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '|') made += '\\';
    made += c == '\n' ? ' ' : c;
  }
  return made;
}

}  // namespace tenon::api::describe
