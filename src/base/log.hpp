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
  text,  ///< aligned and coloured: a terminal
};

/// One `name: value` of a log line. Secrets have the type `Secret` (base/secret.hpp), which does not convert to this.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Set once at start, before threads.
void configure_log(LogFormat format, LogLevel minimum);
/// Writes one line to standard error; thread-safe, a line is never torn. `category` is the module's name.
void log(LogLevel level, std::string_view category, std::string_view message, std::initializer_list<LogField> fields = {});

}  // namespace tenon::base
