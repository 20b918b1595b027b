#include "sql/conversion_text.hpp"

#include <fmt/format.h>

namespace tenon::sql {
namespace {

std::string within_int32(std::string_view v) {
  return fmt::format("CASE WHEN {0} BETWEEN -2147483648 AND 2147483647 THEN ({0})::integer END", v);
}

std::string as_text(std::string_view v, Type from) {
  switch (from) {
    case Type::date: return fmt::format("to_char({}, 'YYYY-MM-DD')", v);
    case Type::time: return fmt::format("to_char({}, 'HH24:MI:SS.US')", v);
    case Type::timestamp: return fmt::format("to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", v);
    case Type::boolean:
    case Type::int32:
    case Type::int64:
    case Type::floating:
    case Type::decimal:
    case Type::text:
    case Type::uuid:
    case Type::json:
    case Type::bytes: break;
  }
  return fmt::format("({})::text", v);
}

std::string if_like(std::string_view v, std::string_view pattern, std::string_view then) {
  return fmt::format("CASE WHEN {} ~ '{}' THEN {} END", v, pattern, then);
}

/// There is no cast that gives null: the day is asked for first.
std::string if_real_day(std::string_view v, std::string_view then) {
  return fmt::format(
      "CASE WHEN substr({0}, 9, 2)::integer <= extract(day FROM make_date(substr({0}, 1, 4)::integer, substr({0}, 6, "
      "2)::integer, 1) + interval '1 month - 1 day') THEN {1} END",
      v, then);
}

constexpr std::string_view day_pattern = "[0-9]{3}[1-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
constexpr std::string_view round_day_pattern = "[0-9]{2}[1-9]0-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
constexpr std::string_view century_day_pattern = "([0-9][1-9]|[1-9]0)00-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
constexpr std::string_view time_pattern = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}";

/// Days of the years 0001 to 9999.
std::string any_day() {
  return fmt::format("({}|{}|{})", day_pattern, round_day_pattern, century_day_pattern);
}

std::string from_text(std::string_view v, Type to) {
  switch (to) {
    case Type::boolean: return fmt::format("CASE {} WHEN 'true' THEN true WHEN 'false' THEN false END", v);
    case Type::int32: return if_like(v, "^(0|-?[1-9][0-9]{0,9})$", within_int32(fmt::format("{}::bigint", v)));
    case Type::int64:
      return if_like(v, "^(0|-?[1-9][0-9]{0,18})$",
                     fmt::format("CASE WHEN {0}::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 THEN "
                                 "{0}::bigint END",
                                 v));
    case Type::floating:
      return if_like(v, "^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?$",
                     fmt::format("{}::double precision", v));
    case Type::decimal:
      return if_like(v, "^-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,18})?$", fmt::format("trim_scale({}::numeric)", v));
    case Type::uuid:
      return if_like(v, "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
                     fmt::format("{}::uuid", v));
    case Type::date: return if_like(v, "^" + any_day() + "$", if_real_day(v, fmt::format("{}::date", v)));
    case Type::time: return if_like(v, fmt::format("^{}$", time_pattern), fmt::format("{}::time", v));
    case Type::timestamp:
      return if_like(v, fmt::format("^{}T{}Z$", any_day(), time_pattern),
                     if_real_day(v, fmt::format("{}::timestamptz", v)));
    case Type::text:
    case Type::json:
    case Type::bytes: break;
  }
  return std::string(v);
}

std::string whole_number(std::string_view v, Type from, Type to) {
  std::string number(v);
  if (from == Type::boolean) return fmt::format("{}::integer{}", v, to == Type::int64 ? "::bigint" : "");
  if (from == Type::floating) number = fmt::format("(CASE WHEN abs({0}) < 9.2e18 THEN round({0})::bigint END)", v);
  if (from == Type::decimal) number = fmt::format("(CASE WHEN abs({0}) < 9.2e18 THEN trunc({0})::bigint END)", v);
  return to == Type::int32 ? within_int32(number) : fmt::format("{}::bigint", number);
}

std::string from_number(std::string_view v, Type from, Type to) {
  switch (to) {
    case Type::boolean: return fmt::format("({} <> 0)", v);
    case Type::int32:
    case Type::int64: return whole_number(v, from, to);
    case Type::floating: return fmt::format("{}::double precision", v);
    case Type::decimal:
      if (from == Type::floating)
        return fmt::format("CASE WHEN abs({0}) < 1e18 THEN trim_scale(round({0}::numeric, 9)) END", v);
      return fmt::format("{}::numeric", v);
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
  const bool bare = type == Type::boolean || type == Type::int32;
  return fmt::format("CASE WHEN {} IS NOT NULL THEN json_build_array({}) END", v,
                     bare ? std::string(v) : as_text(v, type));
}

std::string_view cast_of(Type type) {
  switch (type) {
    case Type::boolean: return "::boolean";
    case Type::int32: return "::integer";
    case Type::int64: return "::bigint";
    case Type::decimal: return "::numeric";
    case Type::uuid: return "::uuid";
    case Type::date: return "::date";
    case Type::time: return "::time";
    case Type::floating:
    case Type::text:
    case Type::timestamp:
    case Type::json:
    case Type::bytes: break;
  }
  return "";
}

}  // namespace

std::string postgres_conversion(std::string_view value, StoredForm from, StoredForm to) {
  if (to.element) return as_list(value, from.type);
  if (from.element) return fmt::format("({} ->> 0){}", value, cast_of(to.type));
  if (to.type == Type::text) return as_text(value, from.type);
  if (from.type == Type::text) return from_text(value, to.type);
  if (from.type == Type::timestamp) return fmt::format("({} AT TIME ZONE 'UTC')::date", value);
  if (from.type == Type::date) return fmt::format("{}::timestamp AT TIME ZONE 'UTC'", value);
  return from_number(value, from.type, to.type);
}

}  // namespace tenon::sql
