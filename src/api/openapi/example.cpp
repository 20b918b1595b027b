#include "api/openapi/example.hpp"

#include "access/english_words.hpp"
#include "api/openapi/portable_pattern.hpp"
#include "base/base64.hpp"
#include "schema/formats.hpp"
#include "schema/input.hpp"
#include "schema/scalar_input.hpp"

namespace tenon::api::openapi {
namespace {

using base::Json;
using schema::Field;
using schema::FieldKind;
using schema::Scalar;

Json text(std::string value) {
  return Json(Json::Storage(std::move(value)));
}
Json number(std::string value) {
  return Json(Json::Storage(Json::Number{std::move(value)}));
}

/// The field's own words, as long as they must and may be.
std::string words(const Field& field) {
  if (field.pattern)
    if (auto matching = text_matching(*field.pattern)) return *matching;
  if (field.format)
    if (const auto* format = schema::find_format(*field.format)) return std::string(format->example);
  std::string made = field.name.empty() ? "text" : access::spoken(field.name);
  made.front() =
      static_cast<char>(made.front() >= 'a' && made.front() <= 'z' ? made.front() - 'a' + 'A' : made.front());
  const std::size_t most = field.max_length.value_or(1000);
  while (made.size() < field.min_length.value_or(0) && made.size() < 1000) made += " and more";
  return made.substr(0, most);
}

std::string bounded(const Field& field, std::string otherwise) {
  if (field.min_value) return *field.min_value;
  return field.max_value ? *field.max_value : otherwise;
}

Json scalar(const Field& field, Place place) {
  switch (field.scalar) {
    case Scalar::id:
    case Scalar::uuid: return text("019bc0e4-7d40-7000-8000-000000000001");
    case Scalar::string: return text(words(field));
    case Scalar::int32: return number(bounded(field, "1"));
    case Scalar::floating: return number(bounded(field, "1.5"));
    case Scalar::boolean: return Json(Json::Storage(true));
    case Scalar::big_int: return text(bounded(field, "1"));
    case Scalar::decimal: return text(bounded(field, "19.99"));
    case Scalar::date_time:
      return text(place == Place::answer ? "2026-01-15T10:30:00.000000Z" : "2026-01-15T10:30:00Z");
    case Scalar::date: return text("2026-01-15");
    case Scalar::time: return text(place == Place::answer ? "10:30:00.000000" : "10:30:00");
    case Scalar::email: return text("ada@example.org");
    case Scalar::url: return text("https://example.org/");
    case Scalar::json: return Json(Json::Storage(Json::Object{{"key", text("value")}}));
    case Scalar::bytes:
      return text(base::base64_encode(std::string(std::max<std::size_t>(field.min_length.value_or(3), 1), 'x')));
  }
  return Json();
}

Json one(const Field& field, Place place) {
  return field.kind == FieldKind::enumeration ? text(field.enumeration->values.front()) : scalar(field, place);
}

}  // namespace

std::optional<std::string> example_of(const Field& field, Place place) {
  Json made = one(field, place);
  if (field.list) {
    Field element;
    element.name = field.name;
    element.kind = field.kind;
    element.scalar = field.scalar;
    element.enumeration = field.enumeration;
    const auto count = std::max<std::size_t>(field.min_length.value_or(1), 1);
    if (count > 10 || field.max_length == 0U) return std::nullopt;
    made = Json(Json::Storage(Json::Array(count, one(element, place))));
  }
  if (!schema::check_input(field, made)) return std::nullopt;
  return base::to_text(made);
}

}  // namespace tenon::api::openapi
