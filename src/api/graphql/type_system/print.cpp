#include "api/graphql/type_system/print.hpp"

#include "api/graphql/type_system/block_string.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

constexpr std::string_view default_deprecation_reason = "No longer supported";

/// Whether an empty line goes before what follows.
enum class Place : std::uint8_t { first, later };

std::string description(std::string_view text, std::string_view indentation, Place place) {
  if (text.empty()) return {};
  const std::string quoted = is_printable_as_block_string(text) ? print_block_string(text) : print_string(text);
  std::string out;
  if (!indentation.empty() && place == Place::later) out += '\n';
  out += indentation;
  for (const char letter : quoted) {
    out += letter;
    if (letter == '\n') out += indentation;
  }
  return out + '\n';
}

std::string deprecation(const std::optional<std::string>& reason) {
  if (!reason) return {};
  if (*reason == default_deprecation_reason) return " @deprecated";
  return " @deprecated(reason: " + print_string(*reason) + ")";
}

std::string input_value(const InputValue& value) {
  std::string out = value.name + ": " + to_text(value.type);
  if (value.default_value) out += " = " + print(*value.default_value);
  return out + deprecation(value.deprecated);
}

std::string arguments(const std::vector<InputValue>& values, const std::string& indentation) {
  if (values.empty()) return {};
  std::string out = "(";
  if (std::ranges::all_of(values, [](const InputValue& value) { return value.description.empty(); })) {
    for (const InputValue& value : values) {
      if (&value != values.data()) out += ", ";
      out += input_value(value);
    }
    return out + ")";
  }
  for (const InputValue& value : values) {
    out += '\n';
    out += description(value.description, "  " + indentation, &value == values.data() ? Place::first : Place::later);
    out += "  " + indentation + input_value(value);
  }
  return out + "\n" + indentation + ")";
}

/// `members` in braces, each on its line with its description above it.
template <typename Member, typename Print>
std::string block(const std::vector<Member>& members, Print print_member) {
  if (members.empty()) return {};
  std::string out = " {";
  for (const Member& member : members) {
    out += '\n';
    out += description(member.description, "  ", &member == members.data() ? Place::first : Place::later);
    out += "  " + print_member(member);
  }
  return out + "\n}";
}

std::string field(const Field& field) {
  return field.name + arguments(field.arguments, "  ") + ": " + to_text(field.type) + deprecation(field.deprecated);
}

std::string joined(const std::vector<const NamedType*>& types, std::string_view separator) {
  std::string out;
  for (const NamedType* type : types) {
    if (!out.empty()) out += separator;
    out += type->name;
  }
  return out;
}

std::string heading(const NamedType& type) {
  std::string out = std::string(ast::print(type.kind)) + " " + type.name;
  if (!type.interfaces.empty()) out += " implements " + joined(type.interfaces, " & ");
  if (type.specified_by) out += " @specifiedBy(url: " + print_string(*type.specified_by) + ")";
  if (type.one_of) out += " @oneOf";
  return out;
}

std::string body(const NamedType& type) {
  switch (type.kind) {
    case ast::TypeKind::scalar: return {};
    case ast::TypeKind::object:
    case ast::TypeKind::interface: return block(type.fields, field);
    case ast::TypeKind::union_type:
      return type.possible_types.empty() ? std::string() : " = " + joined(type.possible_types, " | ");
    case ast::TypeKind::enumeration:
      return block(type.values, [](const EnumValue& value) { return value.name + deprecation(value.deprecated); });
    case ast::TypeKind::input_object: return block(type.input_fields, input_value);
  }
  return {};
}

std::string directive(const Directive& directive) {
  std::string out = description(directive.description, "", Place::first) + "directive @" + directive.name +
                    arguments(directive.arguments, "") + (directive.repeatable ? " repeatable" : "") + " on ";
  for (const std::string& location : directive.locations) {
    if (&location != directive.locations.data()) out += " | ";
    out += location;
  }
  return out;
}

/// Only where the roots have other names than the common ones, or there is something to say.
std::string schema_definition(const TypeSystem& types) {
  struct Root {
    ast::OperationType operation;
    std::string_view common_name;
  };
  constexpr Root roots[] = {{ast::OperationType::query, "Query"},
                            {ast::OperationType::mutation, "Mutation"},
                            {ast::OperationType::subscription, "Subscription"}};
  bool common = types.description().empty();
  std::string fields;
  for (const auto& [operation, common_name] : roots) {
    const NamedType* type = types.root(operation);
    if (!type) continue;
    common = common && type->name == common_name;
    fields += "  " + std::string(ast::print(operation)) + ": " + type->name + "\n";
  }
  if (common) return {};
  return description(types.description(), "", Place::first) + "schema {\n" + fields + "}";
}

}  // namespace

std::string print(const NamedType& type) {
  return description(type.description, "", Place::first) + heading(type) + body(type);
}

std::string print(const TypeSystem& types) {
  std::string out = schema_definition(types);
  const auto add = [&](const std::string& text) {
    if (!out.empty()) out += "\n\n";
    out += text;
  };
  for (const Directive* each : types.directives())
    if (!each->built_in) add(directive(*each));
  for (const NamedType* each : types.types())
    if (!each->built_in && !each->introspection) add(print(*each));
  return out + "\n";
}

}  // namespace tenon::api::graphql
