#include "api/rest/parse/operators.hpp"

#include <array>

namespace tenon::api::rest {
namespace {

using query::Comparison;

constexpr std::array words{
    OperatorWord{"eq", Comparison::equal, "equal to this"},
    OperatorWord{"ne", Comparison::not_equal, "another value than this; a null does not match"},
    OperatorWord{"lt", Comparison::less, "less than this"},
    OperatorWord{"lte", Comparison::less_equal, "at most this"},
    OperatorWord{"gt", Comparison::greater, "greater than this"},
    OperatorWord{"gte", Comparison::greater_equal, "at least this"},
    OperatorWord{"in", Comparison::in, "one of these, separated by commas"},
    OperatorWord{"nin", Comparison::not_in, "none of these, separated by commas; a null does not match"},
    OperatorWord{"contains", Comparison::contains, "contains this"},
    OperatorWord{"startsWith", Comparison::starts_with, "begins with this"},
    OperatorWord{"endsWith", Comparison::ends_with, "ends with this"},
    OperatorWord{"isNull", Comparison::is_null, "true: has no value; false: has one"},
};

/// What a field's values can do.
enum class Ability : std::uint8_t {
  test,      ///< only isNull
  elements,  ///< contains
  equality,  ///< eq ne
  choice,    ///< and in nin
  order,     ///< and lt lte gt gte
  text,      ///< and contains startsWith endsWith
};

Ability ability(const schema::Field& field) {
  if (field.list) return Ability::elements;
  if (field.kind != schema::FieldKind::scalar) return Ability::choice;
  using enum schema::Scalar;
  switch (field.scalar) {
    case json: return Ability::test;
    case bytes: return Ability::equality;
    case boolean: return Ability::equality;
    case id:
    case uuid: return Ability::choice;
    case int32:
    case floating:
    case big_int:
    case decimal:
    case date_time:
    case date:
    case time: return Ability::order;
    case string:
    case email:
    case url: return Ability::text;
  }
  return Ability::test;
}

}  // namespace

std::span<const OperatorWord> operator_words() {
  return words;
}

std::optional<Comparison> find_operator(std::string_view word) {
  for (const auto& known : words)
    if (known.text == word) return known.comparison;
  return std::nullopt;
}

bool operator_fits(const schema::Field& field, Comparison comparison) {
  const Ability can = ability(field);
  switch (comparison) {
    case Comparison::is_null: return true;
    case Comparison::has_element: return can == Ability::elements;
    case Comparison::equal:
    case Comparison::not_equal: return can >= Ability::equality;
    case Comparison::in:
    case Comparison::not_in: return can >= Ability::choice;
    case Comparison::less:
    case Comparison::less_equal:
    case Comparison::greater:
    case Comparison::greater_equal: return can >= Ability::order;
    case Comparison::contains: return can == Ability::text || can == Ability::elements;
    case Comparison::starts_with:
    case Comparison::ends_with: return can == Ability::text;
  }
  return false;
}

std::string fitting_operators(const schema::Field& field) {
  std::string text;
  for (const auto& word : words) {
    if (!operator_fits(field, word.comparison)) continue;
    if (!text.empty()) text += ", ";
    text += word.text;
  }
  return text;
}

std::string_view kind_of_value(const schema::Field& field) {
  if (field.list) return "a list";
  if (field.kind == schema::FieldKind::enumeration) return "an enum";
  if (field.kind != schema::FieldKind::scalar) return "a relation";
  using enum schema::Scalar;
  switch (field.scalar) {
    case json: return "JSON";
    case bytes: return "bytes";
    case boolean: return "a boolean";
    case id:
    case uuid: return "an id";
    case int32:
    case floating:
    case big_int:
    case decimal: return "a number";
    case date_time:
    case date:
    case time: return "a time";
    case string:
    case email:
    case url: return "text";
  }
  return "a value";
}

}  // namespace tenon::api::rest
