#include "access/lists.hpp"

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"

#include <charconv>

namespace tenon::access {
namespace {

using base::Json;
using base::Value;

template <typename Number>
Value parse_number(const std::string& text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc{} || at != end) return {};
  return number;
}

const std::string* number_text(const Json& json) {
  if (const auto* number = json.number()) return &number->text;
  return json.string();  // BigInt and Decimal travel as strings
}

Value element_value(const Json& json, schema::Type type) {
  switch (type) {
    case schema::Type::boolean: return json.boolean() ? Value{*json.boolean()} : Value{};
    case schema::Type::integer:
    case schema::Type::timestamp:
    case schema::Type::duration: return number_text(json) ? parse_number<std::int64_t>(*number_text(json)) : Value{};
    case schema::Type::floating: return json.number() ? parse_number<double>(json.number()->text) : Value{};
    case schema::Type::decimal:
      if (const auto* text = number_text(json))
        if (auto canonical = base::parse_decimal(*text)) return *canonical;
      return {};
    case schema::Type::string:
    case schema::Type::id:
    case schema::Type::date:
    case schema::Type::time_of_day: return json.string() ? Value{*json.string()} : Value{};
    case schema::Type::bytes:
    case schema::Type::list: return {};
  }
  return {};
}

}  // namespace

std::optional<std::vector<Value>> list_elements(std::string_view json, schema::Type element) {
  const auto parsed = base::parse_json(json);
  if (!parsed || !parsed->array()) return std::nullopt;
  std::vector<Value> values;
  values.reserve(parsed->array()->size());
  for (const auto& item : *parsed->array()) values.push_back(element_value(item, element));
  return values;
}

std::optional<std::int64_t> list_size(std::string_view json) {
  const auto parsed = base::parse_json(json);
  if (!parsed || !parsed->array()) return std::nullopt;
  return static_cast<std::int64_t>(parsed->array()->size());
}

std::string to_list_text(const std::vector<Value>& elements) {
  std::string text;
  base::JsonWriter writer(text);
  writer.begin_array();
  for (const auto& element : elements) {
    if (const auto* string = std::get_if<std::string>(&element))
      writer.string(*string);
    else if (const auto* integer = std::get_if<std::int64_t>(&element))
      writer.integer(*integer);
    else if (const auto* number = std::get_if<double>(&element))
      writer.floating(*number);
    else if (const auto* flag = std::get_if<bool>(&element))
      writer.boolean(*flag);
    else
      writer.null();
  }
  writer.end_array();
  return text;
}

bool has_comparable_elements(schema::Type element) {
  switch (element) {
    case schema::Type::timestamp:
    case schema::Type::duration:
    case schema::Type::bytes:
    case schema::Type::list: return false;
    case schema::Type::boolean:
    case schema::Type::integer:
    case schema::Type::floating:
    case schema::Type::decimal:
    case schema::Type::string:
    case schema::Type::id:
    case schema::Type::date:
    case schema::Type::time_of_day: return true;
  }
  return false;
}

}  // namespace tenon::access
