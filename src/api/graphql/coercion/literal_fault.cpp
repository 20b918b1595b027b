#include "api/graphql/coercion/literal_fault.hpp"

#include "api/graphql/type_system/print.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <system_error>

namespace tenon::api::graphql {
namespace {

std::optional<std::string> enum_fault(const NamedType& type, const ast::Value& literal) {
  if (literal.kind == ast::ValueKind::enumeration && type.find_value(literal.text)) return std::nullopt;
  const std::string shown = print(literal);
  if (literal.kind != ast::ValueKind::enumeration)
    return fmt::format("Enum \"{}\" cannot represent non-enum value: {}.{}", type.name, shown,
                       nearest_enum_values(type, shown));
  return fmt::format("Value \"{}\" does not exist in \"{}\" enum.{}", shown, type.name,
                     nearest_enum_values(type, shown));
}

std::optional<std::string> unless(bool good, std::string_view complaint, const ast::Value& literal) {
  if (good) return std::nullopt;
  return fmt::format("{}: {}", complaint, print(literal));
}

}  // namespace

std::string nearest_enum_values(const NamedType& enumeration, std::string_view wanted) {
  return did_you_mean(suggestions(wanted, names_of(enumeration.values)), "the enum value");
}

bool fits_int32(std::string_view digits) {
  std::int32_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return fault == std::errc() && end == digits.data() + digits.size();
}

std::optional<std::string> literal_fault(const NamedType& leaf, const ast::Value& literal) {
  using enum ast::ValueKind;
  if (leaf.kind == ast::TypeKind::enumeration) return enum_fault(leaf, literal);
  if (!leaf.built_in) return std::nullopt;
  const bool is_integer = literal.kind == integer;
  if (leaf.name == "Int") {
    if (is_integer && !fits_int32(literal.text))
      return "Int cannot represent non 32-bit signed integer value: " + literal.text;
    return unless(is_integer, "Int cannot represent non-integer value", literal);
  }
  if (leaf.name == "Float")
    return unless(is_integer || literal.kind == floating, "Float cannot represent non numeric value", literal);
  if (leaf.name == "String")
    return unless(literal.kind == string, "String cannot represent a non string value", literal);
  if (leaf.name == "Boolean")
    return unless(literal.kind == boolean, "Boolean cannot represent a non boolean value", literal);
  return unless(is_integer || literal.kind == string, "ID cannot represent a non-string and non-integer value",
                literal);
}

}  // namespace tenon::api::graphql
