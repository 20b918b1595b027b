#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Points in time, calendar days, times of day and durations, as text and as numbers. Pure but for the clock;
/// thread-safe. The formatters show a point outside the years 0001 to 9999 as the nearest one inside.
namespace tenon::base {

/// Microseconds since 1970-01-01T00:00:00Z: the stored form of DateTime.
using Micros = std::int64_t;

/// Wall clock.
Micros now_micros();

/// RFC 3339 with any offset, up to microseconds (more digits are a fault), years 0001 to 9999 (also once brought to
/// UTC). 'T' and 'Z' in either case. The leap second :60 is a fault: it has no stored form of its own.
std::optional<Micros> parse_date_time(std::string_view text);
/// "2026-01-15T10:30:00.000000Z"
void append_date_time(std::string& out, Micros time);
std::string format_date_time(Micros time);
/// "2026-01-15T10:30:00Z": envelopes and logs.
std::string format_date_time_seconds(Micros time);
/// "Thu, 15 Jan 2026 10:30:00 GMT": HTTP dates.
std::string format_http_date(Micros time);
/// YYYY-MM-DD of a real calendar day, returned as written.
std::optional<std::string> parse_date(std::string_view text);
/// HH:MM:SS with up to six fraction digits, returned as HH:MM:SS.ffffff.
std::optional<std::string> parse_time_of_day(std::string_view text);
/// CEL's duration text: a sign, then numbers with units h, m, s, ms, us, ns: "1h30m", "500ms", "-1.5h", "0". There is
/// no unit for days. Microseconds, cut toward zero; at most 315,576,000,000 seconds (about 10,000 years) either way.
std::optional<Micros> parse_duration(std::string_view text);

}  // namespace tenon::base
