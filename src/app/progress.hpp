#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace tenon::app {

/// Tells how far long work is: on a terminal one line that is written anew ten times a second, elsewhere a line every
/// ten seconds. Not thread-safe.
class Progress {
 public:
  explicit Progress(FILE* out);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Cheap when it is not yet time; `text` is then not looked at.
  void show(std::string_view text);
  /// Takes the line off a terminal, so that something else can be printed.
  void clear();

 private:
  FILE* out_;
  const bool terminal_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

/// "1,234,567"
std::string grouped(std::uint64_t number);
/// "1,234 rows", "1 row"
std::string rows_text(std::uint64_t rows);
/// "12.3 MB"
std::string bytes_text(std::uint64_t bytes);

}  // namespace tenon::app
