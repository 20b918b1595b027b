#include "base/time.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace tenon::base {
namespace {

constexpr Micros second = 1'000'000;

TEST(DateTime, ReadsAndWritesThePointsThatMatter) {
  for (const auto& [text, micros] : {std::pair<const char*, Micros>{"1970-01-01T00:00:00.000000Z", 0},
                                     {"1969-12-31T23:59:59.999999Z", -1},
                                     {"2026-01-15T10:30:00.000000Z", 1'768'473'000 * second},
                                     {"2000-02-29T12:00:00.000001Z", 951'825'600 * second + 1},
                                     {"0001-01-01T00:00:00.000000Z", -62'135'596'800 * second},
                                     {"9999-12-31T23:59:59.999999Z", 253'402'300'800 * second - 1}}) {
    EXPECT_EQ(parse_date_time(text), micros) << text;
    EXPECT_EQ(format_date_time(micros), text);
  }
}

TEST(DateTime, AgreesWithTheStandardCalendar) {
  using namespace std::chrono;
  const auto first = sys_days(year(1) / 1 / 1);
  const auto last = sys_days(year(9999) / 12 / 31);
  for (auto day = first; day <= last; day += days(17)) {
    const year_month_day date(day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT23:59:59.000000Z", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()));
    const Micros micros = day.time_since_epoch().count() * 86'400 * second + 86'399 * second;
    ASSERT_EQ(format_date_time(micros), text);
    ASSERT_EQ(parse_date_time(text), micros);
  }
}

TEST(DateTime, TakesAnyOffsetAndEitherCase) {
  const auto noon = parse_date_time("2026-03-01T12:00:00Z");
  for (const char* same :
       {"2026-03-01T14:00:00+02:00", "2026-03-01t06:30:00-05:30", "2026-03-01T12:00:00z", "2026-03-01T12:00:00-00:00",
        "2026-03-02T11:59:00+23:59", "2026-03-01T12:00:00.0Z", "2026-03-01T12:00:00.000000+00:00"})
    EXPECT_EQ(parse_date_time(same), noon) << same;
}

TEST(DateTime, ReadsUpToSixFractionDigits) {
  const Micros whole = *parse_date_time("2026-03-01T12:00:00Z");
  EXPECT_EQ(parse_date_time("2026-03-01T12:00:00.5Z"), whole + 500'000);
  EXPECT_EQ(parse_date_time("2026-03-01T12:00:00.000001Z"), whole + 1);
  EXPECT_EQ(parse_date_time("2026-03-01T12:00:00.0000001Z"), std::nullopt);
}

TEST(DateTime, RefusesWhatIsNoPointInTime) {
  for (const char* text : {"",
                           "2026",
                           "2026-01-15",
                           "2026-01-15T10:30:00",
                           "2026-01-15 10:30:00Z",
                           "2026-01-15T10:30Z",
                           "2026-1-15T10:30:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2100-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-01-15T24:00:00Z",
                           "2026-01-15T10:60:00Z",
                           "2026-06-30T23:59:60Z",
                           "0000-01-01T00:00:00Z",
                           "10000-01-01T00:00:00Z",
                           "2026-01-15T10:30:00.Z",
                           "2026-01-15T10:30:00,5Z",
                           "2026-01-15T10:30:00+2:00",
                           "2026-01-15T10:30:00+0200",
                           "2026-01-15T10:30:00+24:00",
                           "2026-01-15T10:30:00+02:60",
                           "2026-01-15T10:30:00ZZ",
                           "2026-01-15T10:30:00Z ",
                           " 2026-01-15T10:30:00Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "2026-01-15T10:30:00\xE2\x88\x92"
                           "01:00",
                           "-026-01-15T10:30:00Z",
                           "2026-+1-15T10:30:00Z"})
    EXPECT_EQ(parse_date_time(text), std::nullopt) << text;
}

TEST(DateTime, ShowsPointsOutsideTheCalendarAsItsEnds) {
  EXPECT_EQ(format_date_time(std::numeric_limits<Micros>::min()), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_date_time(std::numeric_limits<Micros>::max()), "9999-12-31T23:59:59.999999Z");
}

TEST(DateTime, HasTheShorterFormsOfEnvelopesAndHeaders) {
  const Micros time = *parse_date_time("2026-01-15T10:30:07.999999Z");
  EXPECT_EQ(format_date_time_seconds(time), "2026-01-15T10:30:07Z");
  EXPECT_EQ(format_http_date(time), "Thu, 15 Jan 2026 10:30:07 GMT");
  EXPECT_EQ(format_http_date(784'111'777 * second), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(format_http_date(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(DateTime, ClockIsNear) {
  const Micros before =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  EXPECT_GE(now_micros(), before);
  EXPECT_LT(now_micros(), before + 60 * second);
}

TEST(Date, IsARealCalendarDay) {
  EXPECT_EQ(parse_date("2024-02-29"), "2024-02-29");
  EXPECT_EQ(parse_date("0001-01-01"), "0001-01-01");
  for (const char* text : {"", "2023-02-29", "1900-02-29", "2024-02-30", "2024-2-29", "0000-01-01", "2024-02-29Z",
                           "2024/02/29", "20240229"})
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
}

TEST(TimeOfDay, IsBroughtToSixFractionDigits) {
  EXPECT_EQ(parse_time_of_day("00:00:00"), "00:00:00.000000");
  EXPECT_EQ(parse_time_of_day("23:59:59.5"), "23:59:59.500000");
  EXPECT_EQ(parse_time_of_day("08:05:09.000123"), "08:05:09.000123");
  for (const char* text : {"", "24:00:00", "23:60:00", "23:59:60", "8:00:00", "08:00", "08:00:00.", "08:00:00.1234567",
                           "08:00:00Z", "08:00:00 "})
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
}

TEST(Duration, AddsItsParts) {
  for (const auto& [text, micros] : {std::pair<const char*, Micros>{"0", 0},
                                     {"-0", 0},
                                     {"1s", second},
                                     {"1h30m", 5400 * second},
                                     {"500ms", 500'000},
                                     {"24h", 86'400 * second},
                                     {"1.5h", 5400 * second},
                                     {".5s", 500'000},
                                     {"5.s", 5 * second},
                                     {"-2m", -120 * second},
                                     {"+3us", 3},
                                     {"3µs", 3},
                                     {"3\u03BCs", 3},
                                     {"1500ns", 1},
                                     {"-1999ns", -1},
                                     {"1s1s", 2 * second},
                                     {"0.000001s", 1},
                                     {"1h1m1s1ms1us", 3661 * second + 1001},
                                     {"0.1h", 360 * second},
                                     {"0.333333333333333333333333h", 1'199'999'999},
                                     {"315576000000s", 315'576'000'000 * second}})
    EXPECT_EQ(parse_duration(text), micros) << text;
}

TEST(Duration, RefusesOtherText) {
  for (const char* text : {"",
                           "-",
                           "+",
                           "1",
                           "s",
                           ".s",
                           "1d",
                           "7d",
                           "1w",
                           "1 s",
                           "1s ",
                           "--1s",
                           "1s-1s",
                           "1S",
                           "1hh",
                           "1e3s",
                           "0x1s",
                           "00",
                           "1.2.3s",
                           "315576000001s",
                           "99999999999999999999999999999999999999999999999h",
                           "315576000000s1s"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

}  // namespace
}  // namespace tenon::base
