#pragma once
#include "migrate/apply.hpp"

#include <chrono>
#include <cstdio>

namespace tenon::app {

/// Shows steps as they run: on a terminal one line that is written over, elsewhere a line a step and, while a backfill
/// runs, one every few seconds.
class MigrationProgress final : public migrate::Progress {
 public:
  explicit MigrationProgress(FILE* out);
  ~MigrationProgress() override;

  void step(const migrate::Step& step, std::size_t index, std::size_t count) override;
  void batch(const migrate::Step& step, std::uint64_t changed) override;
  void waiting(const migrate::Step& step, int attempt) override;
  /// Ends the line that is being written over, so that others can print.
  void finish_line();

 private:
  void show(const std::string& text);

  FILE* out_;
  bool terminal_;
  bool line_open_ = false;
  std::size_t index_ = 0;
  std::size_t count_ = 0;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace tenon::app
