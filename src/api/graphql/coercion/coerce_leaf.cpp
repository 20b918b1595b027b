#include "api/graphql/coercion/coerce_leaf.hpp"

#include "api/graphql/coercion/literal_fault.hpp"
#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "schema/scalar_input.hpp"
#include "schema/type_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace tenon::api::graphql {
namespace {

using base::Json;
using Coerced = std::expected<Json, std::string>;

constexpr std::size_t shown_items = 10;
constexpr unsigned shown_depth = 2;

Coerced fault(std::string_view complaint, const Json& value) {
  return std::unexpected(fmt::format("{}: {}", complaint, inspect(value)));
}

/// The digits of a number that is whole, however written: "1.0" and "1e2" are.
std::optional<std::string> whole_number(const Json& value) {
  if (!value.number()) return std::nullopt;
  const std::string& text = value.number()->text;
  if (text.find_first_of(".eE") == std::string::npos) return text == "-0" ? "0" : text;
  auto canonical = base::parse_decimal(text);
  if (!canonical || canonical->find('.') != std::string::npos) return std::nullopt;
  return canonical;
}

Coerced coerce_int(const Json& value) {
  const auto digits = whole_number(value);
  if (!digits) return fault("Int cannot represent non-integer value", value);
  if (!fits_int32(*digits)) return fault("Int cannot represent non 32-bit signed integer value", value);
  return Json(Json::Number{*digits});
}

Coerced coerce_float(const Json& value) {
  if (!value.number() || !std::isfinite(std::strtod(value.number()->text.c_str(), nullptr)))
    return fault("Float cannot represent non numeric value", value);
  return value;
}

Coerced coerce_id(const Json& value) {
  if (value.string()) return value;
  if (const auto digits = whole_number(value)) return Json(*digits);
  return fault("ID cannot represent value", value);
}

Coerced coerce_built_in(const NamedType& leaf, const Json& value) {
  if (leaf.name == "Int") return coerce_int(value);
  if (leaf.name == "Float") return coerce_float(value);
  if (leaf.name == "ID") return coerce_id(value);
  if (leaf.name == "String") {
    if (value.string()) return value;
    return fault("String cannot represent a non string value", value);
  }
  if (value.boolean()) return value;
  return fault("Boolean cannot represent a non boolean value", value);
}

Coerced coerce_enum(const NamedType& leaf, const Json& value) {
  if (!value.string()) {
    const std::string shown = inspect(value);
    return std::unexpected(fmt::format("Enum \"{}\" cannot represent non-string value: {}.{}", leaf.name, shown,
                                       nearest_enum_values(leaf, shown)));
  }
  if (leaf.find_value(*value.string())) return value;
  return std::unexpected(fmt::format("Value \"{}\" does not exist in \"{}\" enum.{}", *value.string(), leaf.name,
                                     nearest_enum_values(leaf, *value.string())));
}

void inspect(const Json& value, unsigned depth, std::string& out) {
  if (value.is_null()) {
    out += "null";
  } else if (const bool* flag = value.boolean()) {
    out += *flag ? "true" : "false";
  } else if (value.number()) {
    out += value.number()->text;
  } else if (value.string()) {
    base::append_json_string(out, *value.string());
  } else if (const Json::Array* items = value.array()) {
    if (items->empty()) {
      out += "[]";
    } else if (depth >= shown_depth) {
      out += "[Array]";
    } else {
      out += '[';
      const std::size_t shown = std::min(items->size(), shown_items);
      for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) out += ", ";
        inspect((*items)[i], depth + 1, out);
      }
      const std::size_t rest = items->size() - shown;
      if (rest > 0) out += rest == 1 ? ", ... 1 more item" : fmt::format(", ... {} more items", rest);
      out += ']';
    }
  } else if (const Json::Object* members = value.object()) {
    if (members->empty()) {
      out += "{}";
    } else if (depth >= shown_depth) {
      out += "[Object]";
    } else {
      out += "{ ";
      for (const auto& [name, member] : *members) {
        if (&name != &members->front().first) out += ", ";
        out += name + ": ";
        inspect(member, depth + 1, out);
      }
      out += " }";
    }
  }
}

}  // namespace

std::string inspect(const base::Json& value) {
  std::string out;
  inspect(value, 0, out);
  return out;
}

Coerced coerce_leaf(const NamedType& leaf, const Json& value) {
  if (leaf.kind == ast::TypeKind::enumeration) return coerce_enum(leaf, value);
  if (leaf.built_in) return coerce_built_in(leaf, value);
  const auto scalar = schema::scalar_named(leaf.name);
  if (!scalar) return value;
  if (const auto read = schema::read_scalar(*scalar, value); !read)
    return std::unexpected(
        fmt::format("{} cannot represent value: {}: it {}.", leaf.name, inspect(value), read.error().message));
  return value;
}

}  // namespace tenon::api::graphql
