#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace tenon::base {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t {
  json,  ///< one JSON object a line: production, pipes
  text,  ///< aligned, and coloured where standard error is a terminal and NO_COLOR is not set
};

/// One `name: value` of a log line. Secrets have the type `Secret` (base/secret.hpp), which does not convert to this.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Set once at start, before threads.
void configure_log(LogFormat format, LogLevel minimum);
/// Whether a line of that level would be written: ask before making an expensive one.
bool log_enabled(LogLevel level);
/// Writes one line to standard error; thread-safe, a line is never torn. `category` is the module's name.
/// Any bytes may come in: line breaks and control characters are escaped, so that no input can forge a line.
void log(LogLevel level, std::string_view category, std::string_view message,
         std::initializer_list<LogField> fields = {});

}  // namespace tenon::base
