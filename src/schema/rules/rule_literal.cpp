#include "schema/rules/rule_literal.hpp"

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "schema/faults.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;
using Outcome = std::expected<TypedLiteral, LiteralFault>;

/// The literal typed as wanted, or the fault that says how such values are written.
template <typename Parsed>
Outcome read_as(std::optional<Parsed> parsed, const std::string& text, const RuleType& wanted, std::string example) {
  if (parsed) return TypedLiteral{std::move(*parsed), wanted};
  return std::unexpected(LiteralFault{"\"" + text + "\" is no " + describe(wanted), std::move(example)});
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string shortest(double number) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return {buffer, end};
}

std::string lower_case(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

Outcome type_string(const std::string& text, const RuleType* expected) {
  const TypedLiteral own{text, plain(Type::string)};
  if (!expected) return own;
  if (expected->enumeration) return enum_literal(text, *expected->enumeration);
  switch (expected->type) {
    case Type::id:
      return read_as(base::parse_uuid(text), text, *expected, "ids look like '0190a5e4-7c1b-7def-8000-0123456789ab'");
    case Type::timestamp:
      return read_as(base::parse_date_time(text), text, *expected, "write it as in '2026-01-15T10:30:00Z'");
    case Type::date: return read_as(base::parse_date(text), text, *expected, "write it as in '2026-01-15'");
    case Type::time_of_day: return read_as(base::parse_time_of_day(text), text, *expected, "write it as in '10:30:00'");
    case Type::decimal: return read_as(base::parse_decimal(text), text, *expected, "write it as in '12.50'");
    case Type::integer:
      if (!expected->refers_to) return own;
      return read_as(parse_integer(text), text, *expected, "its ids are integers");
    case Type::string:
      if (expected->scalar == Scalar::email) return TypedLiteral{lower_case(text), *expected};
      return own;
    case Type::boolean:
    case Type::floating:
    case Type::duration:
    case Type::bytes:
    case Type::list: return own;
  }
  return own;
}

Outcome type_decimal(std::string text, const RuleType& expected) {
  return read_as(base::parse_decimal(text), text, expected, "at most 38 digits, 18 of them after the point");
}

}  // namespace

Outcome enum_literal(const std::string& text, const EnumType& enumeration) {
  const auto& values = enumeration.values;
  if (std::find(values.begin(), values.end(), text) != values.end()) {
    RuleType type = plain(Type::string);
    type.enumeration = &enumeration;
    return TypedLiteral{text, type};
  }
  const std::vector<std::string_view> known(values.begin(), values.end());
  std::string all;
  for (const std::string_view value : known) all.append(all.empty() ? "its values are " : ", ").append(value);
  return std::unexpected(LiteralFault{"\"" + text + "\" is no value of " + enumeration.name,
                                      did_you_mean_hint(text, known, std::move(all))});
}

Outcome type_literal(const Node& literal, const RuleType* expected) {
  const bool wants_decimal = expected && expected->type == Type::decimal;
  if (literal.kind == NodeKind::string_literal) return type_string(literal.text, expected);
  if (literal.kind == NodeKind::bool_literal) return TypedLiteral{literal.flag, plain(Type::boolean)};
  if (literal.kind == NodeKind::double_literal) {
    if (wants_decimal) return type_decimal(shortest(literal.floating), *expected);
    return TypedLiteral{literal.floating, plain(Type::floating)};
  }
  if (wants_decimal) return type_decimal(std::to_string(literal.integer), *expected);
  if (expected && expected->type == Type::floating) {
    return TypedLiteral{static_cast<double>(literal.integer), plain(Type::floating)};
  }
  return TypedLiteral{literal.integer, plain(Type::integer)};
}

}  // namespace tenon::schema
