#include "schema/canonical.hpp"

#include "base/json_writer.hpp"

#include <algorithm>
#include <vector>

namespace tenon::schema {

using namespace lang::graphql;

std::string canonical(const Value& value) {
  std::string out;
  switch (value.kind) {
    case ValueKind::variable: return "$" + value.text;
    case ValueKind::integer:
    case ValueKind::floating:
    case ValueKind::enumeration: return value.text;
    case ValueKind::string: base::append_json_string(out, value.text); return out;
    case ValueKind::boolean: return value.flag ? "true" : "false";
    case ValueKind::null: return "null";
    case ValueKind::list:
      out = "[";
      for (const Value& item : value.items) out += canonical(item) + " ";
      return out + "]";
    case ValueKind::object:
      out = "{";
      for (const ObjectField& field : value.fields) out += field.name.text + ":" + canonical(field.value) + " ";
      return out + "}";
  }
  return out;
}

std::string canonical(const DirectiveDefinition& directive) {
  std::string out = "@" + directive.name.text + "(";
  for (const InputValueDefinition& argument : directive.arguments) {
    out += argument.name.text + ":" + print(argument.type);
    if (argument.default_value) out += "=" + canonical(*argument.default_value);
    out += " ";
  }
  out += directive.repeatable == Repeatable::yes ? ")repeatable" : ")";
  std::vector<std::string> locations;
  for (const Name& location : directive.locations) locations.push_back(location.text);
  std::sort(locations.begin(), locations.end());
  for (const std::string& location : locations) out += "|" + location;
  return out;
}

std::string canonical(const TypeDefinition& type) {
  std::string out = std::string(print(type.kind)) + " " + type.name.text;
  for (const EnumValueDefinition& value : type.values) out += " " + value.name.text;
  return out;
}

}  // namespace tenon::schema
