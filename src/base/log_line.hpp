#pragma once
#include "base/log.hpp"
#include "base/time.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace tenon::base {

/// What one line of the log says, before it has a form.
struct LogEntry {
  Micros time = 0;                         ///< when
  LogLevel level = LogLevel::info;         ///< how grave
  std::string_view category;               ///< the module's name
  std::string_view message;                ///< for people
  std::initializer_list<LogField> fields;  ///< in this order; the array lives as long as the call of log()
};

enum class LogColour : std::uint8_t { off, on };

/// Appends `{"time":…,"level":…,"category":…,"message":…,FIELDS}` and a line feed.
void append_json_line(std::string& out, const LogEntry& entry);
/// Appends `10:30:00.123 INFO    http      message  name=value` and a line feed.
void append_text_line(std::string& out, const LogEntry& entry, LogColour colour);

}  // namespace tenon::base
