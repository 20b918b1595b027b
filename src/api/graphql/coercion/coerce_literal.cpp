#include "api/graphql/coercion/coerce_literal.hpp"

#include "api/graphql/coercion/coerce_leaf.hpp"
#include "api/graphql/coercion/literal_fault.hpp"
#include "api/graphql/type_system/print.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::graphql {
namespace {

using base::Json;
using Coerced = std::expected<Json, LiteralFault>;

Coerced fault(const ast::Value& node, std::string message) {
  return std::unexpected(LiteralFault{std::move(message), &node});
}

bool is_missing(const ast::Value& value, const VariableValues& variables) {
  return value.kind == ast::ValueKind::variable && !variables.find(value.text);
}

/// A literal as JSON, whatever its type: what JSON scalars take.
Json to_json(const ast::Value& value, const VariableValues& variables) {
  switch (value.kind) {
    case ast::ValueKind::variable: {
      const Json* given = variables.find(value.text);
      return given ? *given : Json();
    }
    case ast::ValueKind::integer:
    case ast::ValueKind::floating: return Json(Json::Number{value.text});
    case ast::ValueKind::string:
    case ast::ValueKind::enumeration: return Json(value.text);
    case ast::ValueKind::boolean: return Json(value.flag);
    case ast::ValueKind::null: return {};
    case ast::ValueKind::list: {
      Json::Array items;
      for (const ast::Value& item : value.items) items.push_back(to_json(item, variables));
      return Json(std::move(items));
    }
    case ast::ValueKind::object: {
      Json::Object members;
      for (const ast::ObjectField& field : value.fields)
        members.emplace_back(field.name.text, to_json(field.value, variables));
      return Json(std::move(members));
    }
  }
  return {};
}

class Coercion {
 public:
  explicit Coercion(const VariableValues& variables) : variables_(variables) {}

  Coerced coerce(TypeReference type, const ast::Value& literal) {
    if (literal.kind == ast::ValueKind::variable) return variable(type, literal);
    if (literal.kind == ast::ValueKind::null) {
      if (!type.is_non_null()) return Json();
      return fault(literal, fmt::format("Expected value of type \"{}\", found null.", to_text(type)));
    }
    type = type.nullable();
    if (type.is_list()) return list(type.unwrapped(), literal);
    if (type.named().kind == ast::TypeKind::input_object) return object(type.named(), literal);
    return leaf(type.named(), literal);
  }

 private:
  /// It is of the right type already: validation saw to that.
  Coerced variable(TypeReference type, const ast::Value& literal) {
    const Json* value = variables_.find(literal.text);
    if (value && !(value->is_null() && type.is_non_null())) return *value;
    if (!value && !type.is_non_null()) return Json();
    return fault(literal,
                 fmt::format("Expected value of type \"{}\", found ${} without one.", to_text(type), literal.text));
  }

  Coerced list(TypeReference item, const ast::Value& literal) {
    Json::Array items;
    if (literal.kind != ast::ValueKind::list) {
      auto only = coerce(item, literal);
      if (!only) return only;
      items.push_back(std::move(*only));
      return Json(std::move(items));
    }
    for (const ast::Value& each : literal.items) {
      auto value = coerce(item, each);
      if (!value) return value;
      items.push_back(std::move(*value));
    }
    return Json(std::move(items));
  }

  Coerced object(const NamedType& type, const ast::Value& literal) {
    if (literal.kind != ast::ValueKind::object)
      return fault(literal, fmt::format("Expected value of type \"{}\", found {}.", type.name, print(literal)));
    Json::Object members;
    for (const InputValue& field : type.input_fields) {
      const ast::Value* given = nullptr;
      for (const ast::ObjectField& each : literal.fields)
        if (each.name.text == field.name) given = &each.value;
      if (given && is_missing(*given, variables_)) given = nullptr;
      if (!given && field.default_value) given = &*field.default_value;
      if (!given) {
        if (!field.type.is_non_null()) continue;
        return fault(literal, fmt::format("Field \"{}.{}\" of required type \"{}\" was not provided.", type.name,
                                          field.name, to_text(field.type)));
      }
      auto value = coerce(field.type, *given);
      if (!value) return value;
      members.emplace_back(field.name, std::move(*value));
    }
    if (type.one_of && (members.size() != 1 || members.front().second.is_null()))
      return fault(literal, fmt::format("OneOf Input Object \"{}\" must specify exactly one key.", type.name));
    return Json(std::move(members));
  }

  Coerced leaf(const NamedType& type, const ast::Value& literal) {
    if (auto wrong = literal_fault(type, literal)) return fault(literal, std::move(*wrong));
    auto value = coerce_leaf(type, to_json(literal, variables_));
    if (value) return std::move(*value);
    return fault(literal, std::move(value).error());
  }

  const VariableValues& variables_;
};

}  // namespace

Coerced coerce_literal(TypeReference type, const ast::Value& literal, const VariableValues& variables) {
  return Coercion(variables).coerce(type, literal);
}

}  // namespace tenon::api::graphql
