#include "schema/literal.hpp"

#include "schema/builtin_sdl.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <utility>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

bool fits_int32(std::string_view text) {
  std::int32_t number = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size();
}

bool fits_scalar(const Value& value, std::string_view scalar) {
  if (scalar == "AnyLiteral") return value.kind != ValueKind::variable;
  if (scalar == "String") return value.kind == ValueKind::string;
  if (scalar == "Int") return value.kind == ValueKind::integer && fits_int32(value.text);
  if (scalar == "Float") return value.kind == ValueKind::integer || value.kind == ValueKind::floating;
  if (scalar == "Boolean") return value.kind == ValueKind::boolean;
  return false;
}

bool check_enum(const Value& value, const TypeDefinition& type, std::string_view label, Faults& faults) {
  std::vector<std::string_view> names;
  for (const EnumValueDefinition& each : type.values) names.push_back(each.name.text);
  if (value.kind == ValueKind::enumeration) {
    for (std::string_view name : names) {
      if (name == value.text) return true;
    }
  }
  bool quoted = value.kind == ValueKind::string && std::find(names.begin(), names.end(), value.text) != names.end();
  std::string choices = fmt::format("one of {}", fmt::join(names, ", "));
  faults.error("wrong-value", fmt::format("{} is {}, without quotes", label, choices), value.span,
               quoted ? fmt::format("write {}", value.text) : did_you_mean_hint(value.text, names));
  return false;
}

}  // namespace

std::string_view kind_words(const Value& value) {
  switch (value.kind) {
    case ValueKind::variable: return "a variable";
    case ValueKind::integer: return "an integer";
    case ValueKind::floating: return "a number";
    case ValueKind::string: return "a string";
    case ValueKind::boolean: return "a boolean";
    case ValueKind::null: return "null";
    case ValueKind::enumeration: return "a name";
    case ValueKind::list: return "a list";
    case ValueKind::object: return "an object";
  }
  return "";
}

bool check_literal(const Value& value, const Type& type, std::string_view label, Faults& faults) {
  if (type.kind == TypeReferenceKind::non_null) {
    if (value.kind != ValueKind::null) return check_literal(value, *type.inner, label, faults);
    faults.error("wrong-value", fmt::format("{} cannot be null", label), value.span);
    return false;
  }
  if (value.kind == ValueKind::null) return true;
  if (type.kind == TypeReferenceKind::list) {
    if (value.kind != ValueKind::list) return check_literal(value, *type.inner, label, faults);
    bool valid = true;
    for (const Value& item : value.items) valid = check_literal(item, *type.inner, label, faults) && valid;
    return valid;
  }
  const TypeDefinition* definition = find_builtin_type(type.name.text);
  if (definition && definition->kind == TypeKind::enumeration) return check_enum(value, *definition, label, faults);
  if (fits_scalar(value, type.name.text)) return true;
  faults.error("wrong-value", fmt::format("{} is of type {}, not {}", label, type.name.text, kind_words(value)),
               value.span);
  return false;
}

base::Json literal_to_json(const Value& value) {
  switch (value.kind) {
    case ValueKind::integer:
    case ValueKind::floating: return base::Json(base::Json::Storage(base::Json::Number{value.text}));
    case ValueKind::variable:
    case ValueKind::enumeration:
    case ValueKind::string: return base::Json(base::Json::Storage(value.text));
    case ValueKind::boolean: return base::Json(base::Json::Storage(value.flag));
    case ValueKind::null: return base::Json();
    case ValueKind::list: {
      base::Json::Array array;
      for (const Value& item : value.items) array.push_back(literal_to_json(item));
      return base::Json(base::Json::Storage(std::move(array)));
    }
    case ValueKind::object: {
      base::Json::Object object;
      for (const ObjectField& field : value.fields) object.emplace_back(field.name.text, literal_to_json(field.value));
      return base::Json(base::Json::Storage(std::move(object)));
    }
  }
  return base::Json();
}

}  // namespace tenon::schema
