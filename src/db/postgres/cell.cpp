#include "db/postgres/cell.hpp"

#include "db/postgres/numeric.hpp"
#include "db/postgres/oid.hpp"
#include "db/postgres/record.hpp"
#include "db/postgres/wire.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <limits>
#include <stdexcept>

namespace tenon::db::postgres {
namespace {

[[noreturn]] void malformed(const Cell& cell) {
  throw std::runtime_error("PostgreSQL sent bytes that its type " + std::to_string(cell.type) + " cannot have");
}

const char* exactly(const Cell& cell, std::size_t size) {
  if (cell.bytes.size() != size) malformed(cell);
  return cell.bytes.data();
}

/// Since 1970; what PostgreSQL calls infinite is the first and the last moment there is.
std::int64_t micros_of(const Cell& cell) {
  const auto micros = read_int64(exactly(cell, 8));
  if (micros == std::numeric_limits<std::int64_t>::min()) return micros;
  constexpr auto last = std::numeric_limits<std::int64_t>::max() - epoch_micros;
  return micros > last ? std::numeric_limits<std::int64_t>::max() : micros + epoch_micros;
}

void append_date(std::string& out, const Cell& cell) {
  const auto days = read_int32(exactly(cell, 4));
  if (days == std::numeric_limits<std::int32_t>::max()) {
    out += "infinity";
    return;
  }
  if (days == std::numeric_limits<std::int32_t>::min()) {
    out += "-infinity";
    return;
  }
  // The calendar of <chrono> ends at the year 32767; 400 years have always the same number of days.
  constexpr std::int64_t cycle = 146'097;
  const std::int64_t since = std::int64_t{days} + epoch_days;
  const std::int64_t cycles = since >= 0 ? since / cycle : -((-since + cycle - 1) / cycle);
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(since - cycles * cycle))};
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}", static_cast<int>(day.year()) + 400 * cycles,
                 static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

void append_time(std::string& out, const Cell& cell) {
  const auto micros = read_int64(exactly(cell, 8));
  if (micros < 0 || micros > 86'400'000'000) malformed(cell);
  const auto seconds = micros / 1'000'000;
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}.{:06}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                 micros % 1'000'000);
}

void append_uuid(std::string& out, const Cell& cell) {
  constexpr std::string_view digits = "0123456789abcdef";
  const char* bytes = exactly(cell, 16);
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
}

double float_of(const Cell& cell) {
  if (cell.type == oid::float4) return std::bit_cast<float>(read_unsigned<std::uint32_t>(exactly(cell, 4)));
  return std::bit_cast<double>(read_unsigned<std::uint64_t>(exactly(cell, 8)));
}

template <typename Number>
Number parsed(const Cell& cell) {
  std::string scratch;
  const auto text = text_of(cell, scratch);
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view jsonb_text(const Cell& cell) {
  if (cell.bytes.empty() || cell.bytes[0] != 1) malformed(cell);
  return cell.bytes.substr(1);
}

}  // namespace

std::int64_t integer_of(const Cell& cell) {
  if (cell.null) return 0;
  switch (cell.type) {
    case oid::boolean: return *exactly(cell, 1) != 0 ? 1 : 0;
    case oid::int2: return read_int16(exactly(cell, 2));
    case oid::int4: return read_int32(exactly(cell, 4));
    case oid::object: return read_unsigned<std::uint32_t>(exactly(cell, 4));
    case oid::int8: return read_int64(exactly(cell, 8));
    case oid::timestamp:
    case oid::timestamptz: return micros_of(cell);
    case oid::float4:
    case oid::float8: {
      const auto number = float_of(cell);
      constexpr double end = 9223372036854775808.0;
      if (!(number >= -end && number < end)) return 0;
      return static_cast<std::int64_t>(number);
    }
    default: return parsed<std::int64_t>(cell);
  }
}

double floating_of(const Cell& cell) {
  if (cell.null) return 0;
  switch (cell.type) {
    case oid::float4:
    case oid::float8: return float_of(cell);
    case oid::numeric: return parsed<double>(cell);
    case oid::boolean:
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::timestamp:
    case oid::timestamptz: return static_cast<double>(integer_of(cell));
    default: return parsed<double>(cell);
  }
}

std::string_view text_of(const Cell& cell, std::string& scratch, int depth) {
  if (cell.null) return {};
  scratch.clear();
  switch (cell.type) {
    case oid::text:
    case oid::varchar:
    case oid::bpchar:
    case oid::name:
    case oid::one_char:
    case oid::json:
    case oid::unknown_literal:
    case oid::bytes: return cell.bytes;
    case oid::jsonb: return jsonb_text(cell);
    case oid::uuid: append_uuid(scratch, cell); break;
    case oid::date: append_date(scratch, cell); break;
    case oid::time: append_time(scratch, cell); break;
    case oid::numeric:
      if (!append_numeric(scratch, cell.bytes)) malformed(cell);
      break;
    case oid::float4:
    case oid::float8: fmt::format_to(std::back_inserter(scratch), "{}", float_of(cell)); break;
    case oid::boolean:
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::object:
    case oid::timestamp:
    case oid::timestamptz: fmt::format_to(std::back_inserter(scratch), "{}", integer_of(cell)); break;
    case oid::record:
      if (!append_record(scratch, cell.bytes, depth)) malformed(cell);
      break;
    default:
      throw std::runtime_error("nothing of ours selects values of PostgreSQL's type " + std::to_string(cell.type));
  }
  return scratch;
}

bool is_blob(const Cell& cell) {
  return !cell.null && cell.type == oid::bytes;
}

base::Value value_of(const Cell& cell) {
  if (cell.null) return base::Null{};
  switch (cell.type) {
    case oid::boolean:
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::object:
    case oid::timestamp:
    case oid::timestamptz: return integer_of(cell);
    case oid::float4:
    case oid::float8: return floating_of(cell);
    case oid::bytes: return base::Bytes{std::string(cell.bytes)};
    default: break;
  }
  std::string scratch;
  return std::string(text_of(cell, scratch));
}

}  // namespace tenon::db::postgres
