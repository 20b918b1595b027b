#pragma once
#include "migrate/apply.hpp"

#include <signal.h>

namespace tenon::app {

/// Thrown out of what is going on after Ctrl-C or SIGTERM.
struct Interrupted {};

/// While it lives, Ctrl-C and SIGTERM do not end the process but throw Interrupted before the next step, so that what
/// was made for the moment is taken away. One at a time.
class Interruption final : public migrate::Progress {
 public:
  Interruption();
  ~Interruption() override;
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  void step(const migrate::Step& step, std::size_t index, std::size_t count) override;
  void batch(const migrate::Step& step, std::uint64_t changed) override;

 private:
  struct sigaction interrupt_before_{};
  struct sigaction terminate_before_{};
};

}  // namespace tenon::app
