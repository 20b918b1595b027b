#include "sql/postgres_literal.hpp"

#include "base/base64.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tenon::sql {
namespace {

/// 4714-11-24 BC: PostgreSQL has no earlier point in time.
constexpr std::int64_t first_instant = -210'866'803'200'000'000;

std::string typed(std::string_view text, Type type) {
  return postgres_quoted(text) + "::" + std::string(postgres_type(type));
}

std::string instant(std::int64_t micros) {
  if (micros < first_instant) return "'-infinity'::timestamptz";
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds(micros)};
  // The calendar of <chrono> ends at the year 32767; four hundred years have always the same number of days.
  constexpr auto cycle = days(146'097);
  const auto today = floor<days>(time);
  const auto cycles = (today.time_since_epoch() - (today.time_since_epoch() % cycle + cycle) % cycle) / cycle;
  const year_month_day date(today - cycles * cycle);
  const auto year = static_cast<int>(date.year()) + 400 * static_cast<int>(cycles);
  const hh_mm_ss clock(time - today);
  return fmt::format("'{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00{}'::timestamptz", year > 0 ? year : 1 - year,
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count(),
                     year > 0 ? "" : " BC");
}

std::string integer(std::int64_t number, Type type) {
  if (type == Type::timestamp) return instant(number);
  if (type == Type::floating) return typed(fmt::format("{}", static_cast<double>(number)), type);
  const bool plain = number >= 0 && number <= std::numeric_limits<std::int32_t>::max();
  return plain ? std::to_string(number) : typed(std::to_string(number), Type::int64);
}

}  // namespace

std::string_view postgres_type(Type type) {
  switch (type) {
    case Type::boolean: return "boolean";
    case Type::int32: return "integer";
    case Type::int64: return "bigint";
    case Type::floating: return "double precision";
    case Type::decimal: return "numeric";
    case Type::text: return "text";
    case Type::uuid: return "uuid";
    case Type::timestamp: return "timestamptz";
    case Type::date: return "date";
    case Type::time: return "time";
    case Type::json: return "json";
    case Type::bytes: return "bytea";
  }
  return "text";
}

std::string postgres_quoted(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw std::runtime_error("PostgreSQL has no text with the character U+0000, which the schema asks for");
  std::string quoted = text.find('\\') == std::string_view::npos ? "'" : "E'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += c;
    quoted += c;
  }
  quoted += '\'';
  return quoted;
}

std::string postgres_literal(const base::Value& value, Type type) {
  struct Printer {
    Type type;
    std::string operator()(base::Null) const { return "NULL::" + std::string(postgres_type(type)); }
    std::string operator()(bool flag) const { return flag ? "TRUE" : "FALSE"; }
    std::string operator()(std::int64_t number) const { return integer(number, type); }
    std::string operator()(double number) const {
      if (!std::isfinite(number)) return "NULL::double precision";
      return typed(fmt::format("{}", number), Type::floating);
    }
    std::string operator()(const std::string& text) const { return typed(text, type); }
    std::string operator()(const base::Bytes& bytes) const {
      return postgres_quoted("\\x" + base::hex_encode(bytes.data)) + "::bytea";
    }
  };
  return std::visit(Printer{type}, value);
}

}  // namespace tenon::sql
