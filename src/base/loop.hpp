#pragma once
#include <functional>

namespace tenon::base {

/// One event loop, one thread. The HTTP server implements it; whatever finishes work on another thread hands the
/// continuation back with `post`.
class Loop {
 public:
  virtual ~Loop() = default;
  /// Runs `job` on the loop's thread, soon. Thread-safe.
  virtual void post(std::move_only_function<void()> job) = 0;
  /// Position among the process's loops, 0-based: an index into per-loop tables.
  virtual unsigned index() const = 0;

  /// The loop whose thread this is; null on other threads.
  static Loop* current();
  /// Called once by the loop's own thread when it starts (and with null when it ends).
  static void set_current(Loop* loop);
};

}  // namespace tenon::base
