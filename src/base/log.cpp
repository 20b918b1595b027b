#include "base/log.hpp"

#include "base/log_line.hpp"

#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <unistd.h>

namespace tenon::base {
namespace {

struct Settings {
  LogFormat format = LogFormat::text;
  LogLevel minimum = LogLevel::info;
  LogColour colour = LogColour::off;
};
Settings settings;

/// A pipe takes only short writes whole, so that writers take turns.
std::mutex writing;

void write_whole(std::string_view line) {
  const std::lock_guard lock(writing);
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written > 0)
      line.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      return;  // Nobody reads the log: serving goes on.
  }
}

}  // namespace

void configure_log(LogFormat format, LogLevel minimum) {
  const bool coloured = ::isatty(STDERR_FILENO) && !std::getenv("NO_COLOR");
  settings = {format, minimum, coloured ? LogColour::on : LogColour::off};
}

bool log_enabled(LogLevel level) {
  return level >= settings.minimum;
}

void log(LogLevel level, std::string_view category, std::string_view message, std::initializer_list<LogField> fields) {
  if (!log_enabled(level)) return;
  thread_local std::string line;
  line.clear();
  const LogEntry entry{now_micros(), level, category, message, fields};
  switch (settings.format) {
    case LogFormat::json: append_json_line(line, entry); break;
    case LogFormat::text: append_text_line(line, entry, settings.colour); break;
  }
  write_whole(line);
}

}  // namespace tenon::base
