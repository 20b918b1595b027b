#include "access/caller_value.hpp"

#include "access/lists.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"

namespace tenon::access {
namespace {

using base::Value;
using schema::Type;

template <typename T>
Value only(const Value& value) {
  return std::holds_alternative<T>(value) ? value : Value{};
}

template <typename T>
Value or_null(std::optional<T> value) {
  return value ? Value{std::move(*value)} : Value{};
}

/// No text of ours has the character U+0000, so nothing can be equal to one that has.
Value text_value(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text && text->find('\0') == std::string::npos ? value : Value{};
}

/// Claims of our own accounts are in stored form already; those of foreign tokens may be as JSON has them.
Value convert(const Value& value, Type type, Type element) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* integer = std::get_if<std::int64_t>(&value);
  switch (type) {
    case Type::boolean: return only<bool>(value);
    case Type::integer: return only<std::int64_t>(value);
    case Type::floating: return integer ? Value{static_cast<double>(*integer)} : only<double>(value);
    case Type::decimal:
      if (integer) return std::to_string(*integer);
      return text ? or_null(base::parse_decimal(*text)) : Value{};
    case Type::string: return text_value(value);
    case Type::id:
      if (!text) return {};
      return base::parse_uuid(*text).value_or(*text);
    case Type::timestamp: return text ? or_null(base::parse_date_time(*text)) : only<std::int64_t>(value);
    case Type::duration: return text ? or_null(base::parse_duration(*text)) : only<std::int64_t>(value);
    case Type::date: return text ? or_null(base::parse_date(*text)) : Value{};
    case Type::time_of_day: return text ? or_null(base::parse_time_of_day(*text)) : Value{};
    case Type::bytes: return only<base::Bytes>(value);
    case Type::list: {
      if (!text) return {};
      auto elements = list_elements(*text, element);
      if (!elements) return {};
      for (auto& each : *elements)
        if (std::holds_alternative<std::string>(each)) each = text_value(each);
      return to_list_text(*elements);
    }
  }
  return {};
}

bool is_uuid(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text && base::parse_uuid(*text).has_value();
}

Value scopes_value(const Principal& principal) {
  std::vector<Value> elements;
  for (const auto& scope : principal.scopes) elements.push_back(text_value(scope));
  return to_list_text(elements);
}

Value claim_value(const schema::Expression& claim, const Principal& principal) {
  for (const auto& [name, value] : principal.claims)
    if (name == claim.name) {
      auto converted = convert(value, claim.type, claim.element);
      // A claim can be anything; an id that is none is a value of another kind.
      if (claim.type == Type::id && !is_uuid(converted)) return {};
      return converted;
    }
  return {};
}

}  // namespace

Value caller_value(const schema::Expression& expression, const Principal& principal) {
  if (expression.kind == schema::ExpressionKind::auth_id)
    return convert(principal.id, expression.type, expression.element);
  if (expression.kind == schema::ExpressionKind::auth_claim) return claim_value(expression, principal);
  if (expression.kind == schema::ExpressionKind::auth_scopes) return scopes_value(principal);
  if (expression.kind == schema::ExpressionKind::now) return principal.now;
  if (expression.kind == schema::ExpressionKind::request_ip) return principal.remote_ip;
  return {};
}

}  // namespace tenon::access
