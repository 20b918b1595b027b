#pragma once
#include "access/testing/make_rule.hpp"
#include "base/json_writer.hpp"
#include "base/time.hpp"
#include "query/testing/dice.hpp"

#include <limits>
#include <string>
#include <vector>

namespace tenon::query::testing {

using schema::Scalar;
using schema::Type;

/// Few values of each type, so that equal ones meet often; the edges are among them.
inline const std::vector<base::Value>& some_values(Type type) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t hour = 3'600'000'000;
  using Values = std::vector<base::Value>;
  static const Values none;
  static const Values booleans{true, false};
  static const Values integers{std::int64_t{0},
                               std::int64_t{1},
                               std::int64_t{2},
                               std::int64_t{3},
                               std::int64_t{-1},
                               std::int64_t{7},
                               std::int64_t{2'147'483'647},
                               std::int64_t{-2'147'483'648},
                               std::int64_t{9'007'199'254'740'993},
                               largest,
                               smallest};
  static const Values floats{0.0, 1.0, 2.0, -1.0, 0.5, -0.0, 2.5, 1e300, -1e300, 9007199254740992.0, 9.3e18};
  static const Values decimals{"0", "1", "-1", "9.5", "10", "0.05", "-10.25", "123456789012345678901234567890"};
  static const Values texts{"",    "a",  "A", "ab",          "ba",       "b",
                            "red", "a%", "_", "it's \"so\"", "\xC3\xA9", "d\xC3\xA9j\xC3\xA0 vu"};
  static const Values ids{"00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002",
                          "00000000-0000-7000-8000-000000000003", "00000000-0000-7000-8000-000000000004",
                          "00000000-0000-7000-8000-000000000005", "00000000-0000-7000-8000-000000000006"};
  static const Values instants{std::int64_t{0}, hour, 2 * hour, -hour, std::int64_t{1'767'225'600'000'000}, largest};
  static const Values durations{std::int64_t{0}, hour, -hour, std::int64_t{1}, largest};
  static const Values dates{"2026-01-01", "2026-01-02", "1999-12-31"};
  static const Values times{"00:00:00.000000", "12:30:00.500000", "23:59:59.000000"};
  static const Values bytes{base::Bytes{""}, base::Bytes{"ab"}, base::Bytes{std::string("\0\xFF", 2)}};
  switch (type) {
    case Type::boolean: return booleans;
    case Type::integer: return integers;
    case Type::floating: return floats;
    case Type::decimal: return decimals;
    case Type::string: return texts;
    case Type::id: return ids;
    case Type::timestamp: return instants;
    case Type::duration: return durations;
    case Type::date: return dates;
    case Type::time_of_day: return times;
    case Type::bytes: return bytes;
    case Type::list: break;
  }
  return none;
}

inline base::Value random_value(Dice& dice, Type type) {
  return dice.pick(some_values(type));
}

/// What a field of the scalar can hold.
inline base::Value random_scalar(Dice& dice, Scalar scalar) {
  auto value = random_value(dice, access::testing::type_of(scalar));
  // Int is narrower than what rules calculate with.
  if (const auto* number = std::get_if<std::int64_t>(&value); number && scalar == Scalar::int32)
    return std::int64_t{static_cast<std::int32_t>(*number)};
  return value;
}

/// The JSON text of a list of scalars or enum values, as it is stored.
inline base::Value random_list(Dice& dice, const schema::Field& field) {
  std::string text;
  base::JsonWriter json(text);
  json.begin_array();
  for (auto count = dice.below(4); count > 0; --count) {
    if (!field.element_required && dice.chance(15)) {
      json.null();
      continue;
    }
    if (field.enumeration) {
      json.string(dice.pick(field.enumeration->values));
      continue;
    }
    const auto value = random_scalar(dice, field.scalar);
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number && field.scalar == Scalar::big_int)
      json.string(std::to_string(*number));
    else if (number && field.scalar == Scalar::date_time)
      json.string(base::format_date_time(*number));
    else if (number)
      json.integer(*number);
    else if (const auto* real = std::get_if<double>(&value))
      json.floating(*real);
    else if (const auto* flag = std::get_if<bool>(&value))
      json.boolean(*flag);
    else
      json.string(std::get<std::string>(value));
  }
  json.end_array();
  return text;
}

/// What a stored field that is no relation can hold, null included.
inline base::Value random_field(Dice& dice, const schema::Field& field) {
  if (!field.required && dice.chance(25)) return {};
  if (field.list) return random_list(dice, field);
  if (field.enumeration) return dice.pick(field.enumeration->values);
  return random_scalar(dice, field.scalar);
}

}  // namespace tenon::query::testing
