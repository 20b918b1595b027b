#include "sql/conversion_text.hpp"

#include <fmt/format.h>

namespace tenon::sql {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// Seconds of a point in time, rounded down.
std::string seconds(std::string_view v) {
  return fmt::format("(({0} - (({0} % 1000000) + 1000000) % 1000000) / 1000000)", v);
}

/// Without zeros behind the point, and without a sign before zero.
std::string canonical_decimal(std::string_view v) {
  return fmt::format(
      "CASE WHEN instr({0}, '.') = 0 THEN CASE {0} WHEN '-0' THEN '0' ELSE {0} END "
      "WHEN rtrim(rtrim({0}, '0'), '.') IN ('-0', '') THEN '0' ELSE rtrim(rtrim({0}, '0'), '.') END",
      v);
}

std::string within_int32(std::string_view v) {
  return fmt::format("CASE WHEN {0} BETWEEN -2147483648 AND 2147483647 THEN {0} END", v);
}

std::string as_text(std::string_view v, Type from) {
  switch (from) {
    case Type::boolean: return fmt::format("CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", v);
    case Type::int32:
    case Type::int64:
    case Type::floating: return fmt::format("CAST({} AS TEXT)", v);
    case Type::timestamp:
      return fmt::format(
          "strftime('%Y-%m-%dT%H:%M:%S', {1}, 'unixepoch') || printf('.%06dZ', (({0} % 1000000) + "
          "1000000) % 1000000)",
          v, seconds(v));
    case Type::decimal:
    case Type::text:
    case Type::uuid:
    case Type::date:
    case Type::time:
    case Type::json:
    case Type::bytes: break;
  }
  return std::string(v);
}

std::string integer_from_text(std::string_view v) {
  return fmt::format("CASE WHEN CAST(CAST({0} AS INTEGER) AS TEXT) = {0} THEN CAST({0} AS INTEGER) END", v);
}

/// A number as JSON writes it.
std::string if_number(std::string_view v, std::string_view more, std::string_view then) {
  return fmt::format(
      "CASE WHEN json_valid({0}) THEN CASE WHEN json_type({0}) IN ('integer', 'real'){1} THEN {2} END END", v, more,
      then);
}

std::string from_text(std::string_view v, Type to) {
  constexpr std::string_view digit = "[0-9]";
  constexpr std::string_view hex = "[0-9a-f]";
  switch (to) {
    case Type::boolean: return fmt::format("CASE {} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END", v);
    case Type::int32: return within_int32("(" + integer_from_text(v) + ")");
    case Type::int64: return integer_from_text(v);
    case Type::floating: return if_number(v, "", fmt::format("CAST({} AS REAL)", v));
    case Type::decimal:
      return if_number(v,
                       fmt::format(" AND {0} NOT GLOB '*[^0-9.-]*' AND length({0}) <= 20 AND (instr({0}, '.') = 0 OR "
                                   "length({0}) - instr({0}, '.') <= 18)",
                                   v),
                       canonical_decimal(v));
    case Type::uuid:
      return fmt::format("CASE WHEN lower({0}) GLOB '{1}-{2}-{2}-{2}-{3}' THEN lower({0}) END", v, repeated(hex, 8),
                         repeated(hex, 4), repeated(hex, 12));
    case Type::date: return fmt::format("CASE WHEN date({0}) = {0} THEN {0} END", v);
    case Type::time:
      return fmt::format(
          "CASE WHEN {0} GLOB '{1}:{1}:{1}.{2}' AND time(substr({0}, 1, 8)) = substr({0}, 1, 8) THEN {0} END", v,
          repeated(digit, 2), repeated(digit, 6));
    case Type::timestamp:
      return fmt::format(
          "CASE WHEN {0} GLOB '{1}-{2}-{2}T{2}:{2}:{2}.{3}Z' AND strftime('%Y-%m-%dT%H:%M:%S', substr({0}, 1, 19)) = "
          "substr({0}, 1, 19) THEN CAST(strftime('%s', substr({0}, 1, 19)) AS INTEGER) * 1000000 + CAST(substr({0}, "
          "21, 6) AS INTEGER) END",
          v, repeated(digit, 4), repeated(digit, 2), repeated(digit, 6));
    case Type::text:
    case Type::json:
    case Type::bytes: break;
  }
  return std::string(v);
}

std::string from_number(std::string_view v, Type from, Type to) {
  const bool whole = from == Type::int32 || from == Type::int64;
  switch (to) {
    case Type::boolean: return fmt::format("({} <> 0)", v);
    case Type::int32:
    case Type::int64: {
      std::string number(v);
      if (from == Type::floating)
        number = fmt::format("(CASE WHEN abs({0}) < 9.2e18 THEN CAST(round({0}) AS INTEGER) END)", v);
      if (from == Type::decimal)
        number = fmt::format("(CASE WHEN abs(CAST({0} AS REAL)) < 9.2e18 THEN CAST({0} AS INTEGER) END)", v);
      return to == Type::int32 && from != Type::boolean ? within_int32(number) : number;
    }
    case Type::floating: return fmt::format("CAST({} AS REAL)", v);
    case Type::decimal:
      if (whole) return fmt::format("CAST({} AS TEXT)", v);
      return fmt::format("CASE WHEN abs({}) < 1e18 THEN {} END", v,
                         canonical_decimal(fmt::format("printf('%.9f', {})", v)));
    case Type::text:
    case Type::uuid:
    case Type::timestamp:
    case Type::date:
    case Type::time:
    case Type::json:
    case Type::bytes: break;
  }
  return std::string(v);
}

std::string as_list(std::string_view v, Type type) {
  std::string element(v);
  if (type == Type::boolean) element = fmt::format("json(CASE {} WHEN 1 THEN 'true' ELSE 'false' END)", v);
  if (type == Type::int64) element = fmt::format("CAST({} AS TEXT)", v);
  return fmt::format("CASE WHEN {} IS NOT NULL THEN json_array({}) END", v, element);
}

std::string first_of_list(std::string_view v, Type type) {
  const auto element = fmt::format("json_extract({}, '$[0]')", v);
  return type == Type::int64 ? fmt::format("CAST({} AS INTEGER)", element) : element;
}

}  // namespace

std::string sqlite_conversion(std::string_view value, StoredForm from, StoredForm to) {
  if (to.element) return as_list(value, from.type);
  if (from.element) return first_of_list(value, to.type);
  if (to.type == Type::text) return as_text(value, from.type);
  if (from.type == Type::text) return from_text(value, to.type);
  if (from.type == Type::timestamp) return fmt::format("strftime('%Y-%m-%d', {}, 'unixepoch')", seconds(value));
  if (from.type == Type::date) return fmt::format("CAST(strftime('%s', {}) AS INTEGER) * 1000000", value);
  return from_number(value, from.type, to.type);
}

}  // namespace tenon::sql
