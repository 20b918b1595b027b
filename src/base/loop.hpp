#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace tenon::base {

/// What a watched descriptor can do without waiting.
enum class Readiness : std::uint8_t {
  readable,  ///< bytes, an end, or an error is there to be read
  writable,  ///< there is room
};

/// One event loop, one thread. The HTTP server implements it; whatever finishes work on another thread hands the
/// continuation back with `post`. All but `post` is for the loop's own thread.
class Loop {
 public:
  using Job = std::move_only_function<void()>;

  /// A descriptor that the loop looks at. Destroying it ends that: nothing is called afterwards, and it may be done
  /// from within the call. The descriptor must stay open until then.
  class Watch {
   public:
    virtual ~Watch() = default;
    /// Calls back with `writable` once, when there is room.
    virtual void wait_until_writable() = 0;
  };
  /// A job for later. Destroying it takes the job back.
  class Timer {
   public:
    virtual ~Timer() = default;
  };

  virtual ~Loop() = default;
  /// Runs `job` on the loop's thread, soon. Thread-safe.
  virtual void post(Job job) = 0;
  /// Position among the process's loops, 0-based: an index into per-loop tables.
  virtual unsigned index() const = 0;

  /// Calls `on_ready` with `readable` again and again for as long as `descriptor` is.
  virtual std::unique_ptr<Watch> watch(int descriptor, std::move_only_function<void(Readiness)> on_ready) = 0;
  /// Runs `job` once, after `delay`.
  virtual std::unique_ptr<Timer> run_after(std::chrono::milliseconds delay, Job job) = 0;
  /// Runs `job` when the loop ends, on its thread; the last chance to let go of watches and timers.
  virtual void at_end(Job job) = 0;

  /// The loop whose thread this is; null on other threads.
  static Loop* current();
  /// Called once by the loop's own thread when it starts (and with null when it ends).
  static void set_current(Loop* loop);
};

}  // namespace tenon::base
