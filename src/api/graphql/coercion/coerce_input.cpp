#include "api/graphql/coercion/coerce_input.hpp"

#include "api/graphql/coercion/coerce_leaf.hpp"
#include "api/graphql/coercion/coerce_literal.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::graphql {
namespace {

using base::Json;

class Coercion {
 public:
  explicit Coercion(const InputFaultReport& report) : report_(report) {}

  Json coerce(TypeReference type, const Json& value, const std::string& path) {
    if (stopped_) return {};
    if (value.is_null()) {
      if (type.is_non_null())
        fault(path, value, fmt::format("Expected non-nullable type \"{}\" not to be null.", to_text(type)));
      return {};
    }
    type = type.nullable();
    if (type.is_list()) return list(type.unwrapped(), value, path);
    if (type.named().kind == ast::TypeKind::input_object) return object(type.named(), value, path);
    auto leaf = coerce_leaf(type.named(), value);
    if (leaf) return std::move(*leaf);
    fault(path, value, leaf.error());
    return {};
  }
  bool failed() const { return failed_; }

 private:
  Json list(TypeReference item, const Json& value, const std::string& path) {
    Json::Array items;
    if (const Json::Array* given = value.array()) {
      for (std::size_t i = 0; i < given->size() && !stopped_; ++i)
        items.push_back(coerce(item, (*given)[i], fmt::format("{}[{}]", path, i)));
    } else {
      items.push_back(coerce(item, value, path));
    }
    return Json(std::move(items));
  }

  Json object(const NamedType& type, const Json& value, const std::string& path) {
    const Json::Object* given = value.object();
    if (!given) {
      fault(path, value, fmt::format("Expected type \"{}\" to be an object.", type.name));
      return {};
    }
    Json::Object members;
    for (const InputValue& field : type.input_fields) {
      if (stopped_) return {};
      if (const Json* member = value.find(field.name))
        members.emplace_back(field.name, coerce(field.type, *member, path + "." + field.name));
      else
        missing(field, members, value, path);
    }
    for (const auto& [name, member] : *given)
      if (!type.find_input_field(name) && !stopped_)
        fault(path, value,
              fmt::format("Field \"{}\" is not defined by type \"{}\".{}", name, type.name,
                          did_you_mean(suggestions(name, names_of(type.input_fields)))));
    if (type.one_of) check_one_of(type, members, value, path);
    return Json(std::move(members));
  }

  void missing(const InputValue& field, Json::Object& members, const Json& value, const std::string& path) {
    if (field.default_value) {
      if (auto coerced = coerce_literal(field.type, *field.default_value, VariableValues{}))
        members.emplace_back(field.name, std::move(*coerced));
    } else if (field.type.is_non_null()) {
      fault(path, value,
            fmt::format("Field \"{}\" of required type \"{}\" was not provided.", field.name, to_text(field.type)));
    }
  }

  void check_one_of(const NamedType& type, const Json::Object& members, const Json& value, const std::string& path) {
    if (members.size() != 1)
      return fault(path, value, fmt::format("Exactly one key must be specified for OneOf type \"{}\".", type.name));
    const auto& [name, member] = members.front();
    if (member.is_null() && value.find(name)->is_null())
      fault(path + "." + name, member, fmt::format("Field \"{}\" must be non-null.", name));
  }

  void fault(const std::string& path, const Json& value, const std::string& message) {
    failed_ = true;
    if (!stopped_) stopped_ = !report_(path, value, message);
  }

  const InputFaultReport& report_;
  bool failed_ = false;
  bool stopped_ = false;
};

}  // namespace

std::optional<Json> coerce_input(TypeReference type, const Json& value, const InputFaultReport& report) {
  Coercion coercion(report);
  Json coerced = coercion.coerce(type, value, "");
  if (coercion.failed()) return std::nullopt;
  return coerced;
}

}  // namespace tenon::api::graphql
