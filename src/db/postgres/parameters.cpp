#include "db/postgres/parameters.hpp"

#include "base/base64.hpp"
#include "db/postgres/oid.hpp"
#include "db/postgres/wire.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <limits>
#include <optional>

namespace tenon::db::postgres {
namespace {

constexpr int text_format = 0;
constexpr int binary_format = 1;

/// 4714-11-24 BC: PostgreSQL has no earlier point in time.
constexpr std::int64_t first_micros = -210'866'803'200'000'000;

std::int64_t micros_since_2000(std::int64_t micros) {
  return micros < first_micros ? std::numeric_limits<std::int64_t>::min() : micros - epoch_micros;
}

bool take_digits(std::string_view& text, std::size_t count, int& number) {
  if (text.size() < count) return false;
  const auto read = std::from_chars(text.data(), text.data() + count, number);
  if (read.ec != std::errc() || read.ptr != text.data() + count || number < 0) return false;
  text.remove_prefix(count);
  return true;
}
bool take_mark(std::string_view& text, char mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(1);
  return true;
}

/// YYYY-MM-DD as days; nothing for other text.
std::optional<std::string> date_bytes(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!take_digits(text, 4, year) || !take_mark(text, '-') || !take_digits(text, 2, month) || !take_mark(text, '-') ||
      !take_digits(text, 2, day) || !text.empty())
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count() - epoch_days;
  std::string bytes;
  append_unsigned(bytes, static_cast<std::uint32_t>(days));
  return bytes;
}

/// HH:MM:SS.ffffff as microseconds; nothing for other text.
std::optional<std::string> time_bytes(std::string_view text) {
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int micros = 0;
  if (!take_digits(text, 2, hours) || !take_mark(text, ':') || !take_digits(text, 2, minutes) ||
      !take_mark(text, ':') || !take_digits(text, 2, seconds) || !take_mark(text, '.') ||
      !take_digits(text, 6, micros) || !text.empty() || hours > 23 || minutes > 59 || seconds > 59)
    return std::nullopt;
  const std::int64_t since = ((hours * 60 + minutes) * 60 + seconds) * std::int64_t{1'000'000} + micros;
  std::string bytes;
  append_unsigned(bytes, static_cast<std::uint64_t>(since));
  return bytes;
}

/// 36 lower-case characters as 16 bytes; nothing for other text.
std::optional<std::string> uuid_bytes(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string bytes;
  int high = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
      continue;
    }
    bytes += static_cast<char>(high * 16 + digit);
    high = -1;
  }
  return bytes;
}

std::optional<std::string> bytes_of(std::uint32_t type, const std::string& text) {
  switch (type) {
    case oid::uuid: return uuid_bytes(text);
    case oid::date: return date_bytes(text);
    case oid::time: return time_bytes(text);
    default: return std::nullopt;
  }
}

template <typename Number>
std::string number_bytes(Number number) {
  std::string bytes;
  append_unsigned(bytes, number);
  return bytes;
}

}  // namespace

std::uint32_t oid_of(sql::Type type) {
  switch (type) {
    case sql::Type::boolean: return oid::boolean;
    // Wider than its column: a number that no such column can hold is compared, not refused.
    case sql::Type::int32:
    case sql::Type::int64: return oid::int8;
    case sql::Type::floating: return oid::float8;
    case sql::Type::decimal: return oid::numeric;
    case sql::Type::text: return oid::text;
    case sql::Type::uuid: return oid::uuid;
    case sql::Type::timestamp: return oid::timestamptz;
    case sql::Type::date: return oid::date;
    case sql::Type::time: return oid::time;
    case sql::Type::json: return oid::json;
    case sql::Type::bytes: return oid::bytes;
  }
  return oid::unknown;
}

Parameters::Parameters(const sql::Statement& statement, std::span<const base::Value> values) {
  types_.reserve(values.size());
  pointers_.reserve(values.size());
  lengths_.reserve(values.size());
  formats_.reserve(values.size());
  made_.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto type = i < statement.types.size() ? oid_of(statement.types[i]) : oid::unknown;
    types_.push_back(type);
    add(type, values[i]);
  }
}

void Parameters::add_null() {
  pointers_.push_back(nullptr);
  lengths_.push_back(0);
  formats_.push_back(text_format);
}

/// With its length, so that a zero byte is refused by the server and does not cut the text. Needs no terminator.
void Parameters::add_binary(std::string_view bytes) {
  pointers_.push_back(bytes.data() ? bytes.data() : "");
  lengths_.push_back(static_cast<int>(bytes.size()));
  formats_.push_back(binary_format);
}

/// `text` ends with a zero byte.
void Parameters::add_text(std::string_view text) {
  pointers_.push_back(text.data());
  lengths_.push_back(0);
  formats_.push_back(text_format);
}

void Parameters::add_made(std::string bytes, int format) {
  made_.push_back(std::move(bytes));
  if (format == binary_format)
    add_binary(made_.back());
  else
    add_text(made_.back());
}

void Parameters::add(std::uint32_t type, const base::Value& value) {
  struct Adder {
    Parameters& to;
    std::uint32_t type;
    void operator()(base::Null) const { to.add_null(); }
    void operator()(bool flag) const {
      if (type == oid::boolean) return to.add_made(std::string(1, flag ? '\1' : '\0'), binary_format);
      if (type == oid::unknown) return to.add_made(flag ? "true" : "false", text_format);
      (*this)(std::int64_t{flag});
    }
    void operator()(std::int64_t number) const {
      if (type == oid::boolean) return (*this)(number != 0);
      if (type == oid::int8) return to.add_made(number_bytes(static_cast<std::uint64_t>(number)), binary_format);
      if (type == oid::timestamptz)
        return to.add_made(number_bytes(static_cast<std::uint64_t>(micros_since_2000(number))), binary_format);
      if (type == oid::float8) return (*this)(static_cast<double>(number));
      to.add_made(std::to_string(number), text_format);
    }
    void operator()(double number) const {
      if (type == oid::float8) return to.add_made(number_bytes(std::bit_cast<std::uint64_t>(number)), binary_format);
      to.add_made(fmt::format("{}", number), text_format);
    }
    void operator()(const std::string& text) const {
      if (type == oid::text || type == oid::json || type == oid::bytes) return to.add_binary(text);
      if (auto bytes = bytes_of(type, text)) return to.add_made(std::move(*bytes), binary_format);
      to.add_text(text);
    }
    void operator()(const base::Bytes& bytes) const {
      if (type != oid::unknown) return to.add_binary(bytes.data);
      to.add_made("\\x" + base::hex_encode(bytes.data), text_format);
    }
  };
  std::visit(Adder{*this, type}, value);
}

}  // namespace tenon::db::postgres
