#include "api/graphql/type_system/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tenon::api::graphql {
namespace {

class Check {
 public:
  explicit Check(const TypeSystem& types) : types_(types) {}

  Errors run() {
    if (!types_.query()) fault("Query root type must be provided.");
    for (const NamedType* type : types_.types()) {
      if (type->introspection) continue;
      if (type->name.starts_with("__")) reserved(type->name);
      check_members(*type);
      for (const Field& field : type->fields) {
        if (field.name.starts_with("__")) reserved(field.name);
        for (const InputValue& argument : field.arguments) check(argument, type->name + "." + field.name);
      }
      for (const InputValue& field : type->input_fields) check(field, type->name);
      for (const NamedType* interface : type->interfaces) check_interface(*type, *interface);
    }
    for (const NamedType* type : types_.types())
      if (type->kind == ast::TypeKind::input_object) check_end(*type);
    return std::move(errors_);
  }

 private:
  void check_members(const NamedType& type) {
    switch (type.kind) {
      case ast::TypeKind::scalar: return;
      case ast::TypeKind::object:
      case ast::TypeKind::interface:
        if (type.fields.empty()) fault(fmt::format("Type {} must define one or more fields.", type.name));
        return;
      case ast::TypeKind::union_type:
        if (type.possible_types.empty())
          fault(fmt::format("Union type {} must define one or more member types.", type.name));
        return;
      case ast::TypeKind::enumeration:
        if (type.values.empty()) fault(fmt::format("Enum type {} must define one or more values.", type.name));
        return;
      case ast::TypeKind::input_object:
        if (type.input_fields.empty())
          fault(fmt::format("Input Object type {} must define one or more fields.", type.name));
        return;
    }
  }

  void check(const InputValue& value, const std::string& holder) {
    if (value.name.starts_with("__")) reserved(value.name);
    if (value.required() && value.deprecated)
      fault(fmt::format("Required argument {}({}:) cannot be deprecated.", holder, value.name));
  }

  void check_interface(const NamedType& type, const NamedType& interface) {
    if (&type == &interface)
      return fault(
          fmt::format("Type {} cannot implement itself because it would create a circular reference.", type.name));
    for (const NamedType* inherited : interface.interfaces)
      if (std::ranges::find(type.interfaces, inherited) == type.interfaces.end())
        fault(fmt::format("Type {} must implement {} because it is implemented by {}.", type.name, inherited->name,
                          interface.name));
    for (const Field& wanted : interface.fields) check_field(type, interface, wanted);
  }

  void check_field(const NamedType& type, const NamedType& interface, const Field& wanted) {
    const Field* field = type.find_field(wanted.name);
    if (!field)
      return fault(fmt::format("Interface field {}.{} expected but {} does not provide it.", interface.name,
                               wanted.name, type.name));
    if (!TypeSystem::is_subtype(field->type, wanted.type))
      fault(fmt::format("Interface field {}.{} expects type {} but {}.{} is type {}.", interface.name, wanted.name,
                        to_text(wanted.type), type.name, wanted.name, to_text(field->type)));
    for (const InputValue& argument : wanted.arguments) {
      const InputValue* found = field->find_argument(argument.name);
      if (!found || found->type != argument.type)
        fault(fmt::format("Interface field argument {}.{}({}:) expected but {}.{} does not provide it as {}.",
                          interface.name, wanted.name, argument.name, type.name, wanted.name, to_text(argument.type)));
    }
    for (const InputValue& argument : field->arguments)
      if (!wanted.find_argument(argument.name) && argument.required())
        fault(fmt::format(
            "Object field {}.{} includes required argument {} that is missing from the Interface field {}.{}.",
            type.name, wanted.name, argument.name, interface.name, wanted.name));
  }

  /// Non-null input fields that lead back to their own type could never be given.
  void check_end(const NamedType& type) {
    if (!finished_.insert(&type).second) return;
    path_.push_back(&type);
    for (const InputValue& field : type.input_fields) {
      if (!field.type.is_non_null() || field.type.unwrapped().is_list()) continue;
      const NamedType& next = field.type.named();
      if (next.kind != ast::TypeKind::input_object) continue;
      if (std::ranges::find(path_, &next) != path_.end())
        fault(fmt::format("Cannot reference Input Object \"{}\" within itself through a series of non-null fields.",
                          next.name));
      else
        check_end(next);
    }
    path_.pop_back();
  }

  void reserved(std::string_view name) {
    fault(fmt::format("Name \"{}\" must not begin with \"__\", which is reserved by GraphQL introspection.", name));
  }
  void fault(std::string message) {
    Error error;
    error.message = std::move(message);
    errors_.push_back(std::move(error));
  }

  const TypeSystem& types_;
  Errors errors_;
  std::set<const NamedType*> finished_;
  std::vector<const NamedType*> path_;
};

}  // namespace

Errors check_type_system(const TypeSystem& types) {
  return Check(types).run();
}

}  // namespace tenon::api::graphql
