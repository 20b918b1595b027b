#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::base {

/// Microseconds since 1970-01-01T00:00:00Z: the stored form of DateTime.
using Micros = std::int64_t;

/// Wall clock.
Micros now_micros();

/// RFC 3339 with any offset, up to microseconds (more digits are a fault), years 0001 to 9999. 'T' and 'Z' in either case.
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
/// "1h30m", "500ms", "24h", "7d" is not Go's and is refused; CEL's duration text. Microseconds.
std::optional<Micros> parse_duration(std::string_view text);

}  // namespace tenon::base
