#include "base/time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

namespace tenon::base {
namespace {

constexpr Micros second = 1'000'000;
constexpr Micros minute = 60 * second;
constexpr Micros hour = 60 * minute;
constexpr Micros day = 24 * hour;
constexpr Micros earliest = -62'135'596'800 * second;    // 0001-01-01T00:00:00Z
constexpr Micros latest = 253'402'300'800 * second - 1;  // 9999-12-31T23:59:59.999999Z
constexpr std::size_t fraction_digits = 6;

struct Date {
  int year;
  int month;
  int day;
};

// Both conversions count in years that begin in March, so that the leap day is the last one.
constexpr std::int64_t days_since_epoch(Date date) {
  const int year = date.year - (date.month <= 2);
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

constexpr Date date_of(std::int64_t days) {
  days += 719'468;
  const auto era = static_cast<int>(days / 146'097);
  const auto day_of_era = static_cast<int>(days - std::int64_t{era} * 146'097);
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap);
}

/// Reads a text from the left; after the first mismatch `good` stays false.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// Exactly `count` digits, at most `largest`.
  int number(std::size_t count, int largest) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (const char digit : rest_.substr(0, count)) {
      if (digit < '0' || digit > '9') return fail();
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(count);
    return value <= largest ? value : fail();
  }

  void expect(std::string_view one_of) {
    if (!take(one_of)) good_ = false;
  }

  /// The next letter if it is one of those, else 0.
  char take(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return 0;
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }

  /// One to six digits as microseconds.
  int fraction() {
    const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (count == 0 || count > fraction_digits) return fail();
    int value = number(count, 999'999);
    for (std::size_t i = count; i < fraction_digits; ++i) value *= 10;
    return value;
  }

  bool good() const { return good_; }
  bool finished() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

std::optional<Date> read_date(Reader& reader) {
  Date date{};
  date.year = reader.number(4, 9999);
  reader.expect("-");
  date.month = reader.number(2, 12);
  reader.expect("-");
  date.day = reader.number(2, 31);
  if (!reader.good() || date.year == 0 || date.month == 0 || date.day == 0) return std::nullopt;
  if (date.day > days_in_month(date.year, date.month)) return std::nullopt;
  return date;
}

Micros read_time_of_day(Reader& reader) {
  Micros time = reader.number(2, 23) * hour;
  reader.expect(":");
  time += reader.number(2, 59) * minute;
  reader.expect(":");
  time += reader.number(2, 59) * second;
  if (reader.take(".")) time += reader.fraction();
  return time;
}

char* put_two(char* at, int value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
  return at + 2;
}

char* put_four(char* at, int value) {
  return put_two(put_two(at, value / 100), value % 100);
}

char* put_text(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

char* put_time_of_day(char* at, Micros in_day) {
  const auto seconds = static_cast<int>(in_day / second);
  at = put_two(at, seconds / 3600);
  *at++ = ':';
  at = put_two(at, seconds / 60 % 60);
  *at++ = ':';
  return put_two(at, seconds % 60);
}

char* put_fraction(char* at, Micros in_day) {
  const auto micros = static_cast<int>(in_day % second);
  *at++ = '.';
  return put_two(put_two(put_two(at, micros / 10'000), micros / 100 % 100), micros % 100);
}

/// A point in time as day number and time in that day, which is never negative.
struct Split {
  std::int64_t days;
  Micros in_day;
};

Split split(Micros time) {
  time = std::clamp(time, earliest, latest);
  std::int64_t days = time / day;
  Micros in_day = time % day;
  if (in_day < 0) {
    in_day += day;
    --days;
  }
  return {days, in_day};
}

char* put_date_and_time(char* at, Split time) {
  const Date date = date_of(time.days);
  at = put_four(at, date.year);
  *at++ = '-';
  at = put_two(at, date.month);
  *at++ = '-';
  at = put_two(at, date.day);
  *at++ = 'T';
  return put_time_of_day(at, time.in_day);
}

}  // namespace

Micros now_micros() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::optional<Micros> parse_date_time(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date) return std::nullopt;
  reader.expect("Tt");
  Micros time = days_since_epoch(*date) * day + read_time_of_day(reader);
  const char zone = reader.take("Zz+-");
  if (zone == '+' || zone == '-') {
    Micros offset = reader.number(2, 23) * hour;
    reader.expect(":");
    offset += reader.number(2, 59) * minute;
    time += zone == '+' ? -offset : offset;
  }
  if (!zone || !reader.finished() || time < earliest || time > latest) return std::nullopt;
  return time;
}

void append_date_time(std::string& out, Micros time) {
  std::array<char, 27> buffer;
  const Split parts = split(time);
  char* at = put_fraction(put_date_and_time(buffer.data(), parts), parts.in_day);
  *at = 'Z';
  out.append(buffer.data(), buffer.size());
}

std::string format_date_time(Micros time) {
  std::string text;
  append_date_time(text, time);
  return text;
}

std::string format_date_time_seconds(Micros time) {
  std::array<char, 20> buffer;
  *put_date_and_time(buffer.data(), split(time)) = 'Z';
  return {buffer.data(), buffer.size()};
}

std::string format_http_date(Micros time) {
  constexpr std::string_view days = "ThuFriSatSunMonTueWed";  // the epoch was a Thursday
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const Split parts = split(time);
  const Date date = date_of(parts.days);
  const std::int64_t weekday = (parts.days % 7 + 7) % 7;
  std::array<char, 29> buffer;
  char* at = put_text(buffer.data(), days.substr(static_cast<std::size_t>(weekday) * 3, 3));
  at = put_two(put_text(at, ", "), date.day);
  *at++ = ' ';
  at = put_text(at, months.substr(static_cast<std::size_t>(date.month - 1) * 3, 3));
  *at++ = ' ';
  at = put_four(at, date.year);
  *at++ = ' ';
  put_text(put_time_of_day(at, parts.in_day), " GMT");
  return {buffer.data(), buffer.size()};
}

std::optional<std::string> parse_date(std::string_view text) {
  Reader reader(text);
  if (!read_date(reader) || !reader.finished()) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> parse_time_of_day(std::string_view text) {
  Reader reader(text);
  const Micros time = read_time_of_day(reader);
  if (!reader.finished()) return std::nullopt;
  std::array<char, 15> buffer;
  put_fraction(put_time_of_day(buffer.data(), time), time);
  return std::string(buffer.data(), buffer.size());
}

}  // namespace tenon::base
