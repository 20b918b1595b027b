#pragma once
#include "base/loop.hpp"

#include <cassert>
#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace tenon::base {

/// A lazily started coroutine that gives one T.
///
/// It knows no event loop: it starts when awaited (or by `start`), runs on the thread that resumes it, and if nothing
/// in it waits it finishes without ever leaving the caller's stack. A leaf that waits (a write, a password hash) is an
/// `Offload` or an awaiter of its own, and continues on the loop it came from.
/// Not thread-safe; destroy it only when finished or never started.
template <typename T>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  /// Runs until the first wait or the end. `on_done`, if given, is called once when the task ends *after* this call
  /// returned; when the task is already done on return it is not called: look at `done()`.
  void start(std::move_only_function<void()> on_done = {}) {
    handle_.promise().starting = true;
    handle_.resume();
    if (handle_.done()) return;
    handle_.promise().starting = false;
    handle_.promise().on_done = std::move(on_done);
  }
  bool done() const { return handle_.done(); }
  /// The result of a finished task; rethrows what the coroutine threw.
  T take() { return handle_.promise().take(); }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return false; }
      // No symmetric transfer: GCC makes it a nested call unless it optimises, and a loop over tasks that never wait
      // would eat the stack. A task that is done on return of `resume` costs no stack at all this way.
      bool await_suspend(std::coroutine_handle<> waiting) {
        auto& promise = handle.promise();
        promise.starting = true;
        handle.resume();
        if (handle.done()) return false;
        promise.starting = false;
        promise.continuation = waiting;
        return true;
      }
      T await_resume() { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

 private:
  explicit Task(Handle handle) : handle_(handle) {}
  Handle handle_;
};

namespace detail {

struct FinalAwaiter {
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) noexcept {
    auto& promise = handle.promise();
    if (promise.starting) return std::noop_coroutine();
    if (promise.continuation) return promise.continuation;
    if (promise.on_done) {
      // The callee may destroy the task and with it this frame: take the callback out first.
      auto on_done = std::move(promise.on_done);
      on_done();
    }
    return std::noop_coroutine();
  }
  void await_resume() const noexcept {}
};

struct TaskPromiseBase {
  std::coroutine_handle<> continuation;
  std::move_only_function<void()> on_done;
  std::exception_ptr failure;
  bool starting = false;  ///< inside the call that started it, which looks at done() itself

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { failure = std::current_exception(); }
};

}  // namespace detail

template <typename T>
struct Task<T>::promise_type : detail::TaskPromiseBase {
  std::optional<T> value;
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  template <typename U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (this->failure) std::rethrow_exception(this->failure);
    return std::move(*value);
  }
};

template <>
struct Task<void>::promise_type : detail::TaskPromiseBase {
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  void return_void() noexcept {}
  void take() {
    if (failure) std::rethrow_exception(failure);
  }
};

/// Awaitable that hands a callback to `begin` and continues on the loop that awaited it once the callback is called.
/// There must be a current loop; command-line tools and tests get one from `run_blocking`.
///
///     Offload<Outcome> wait([&](Offload<Outcome>::Complete complete) { pool.submit(..., std::move(complete)); });
///     Outcome outcome = co_await wait;
///
/// Name it before awaiting it (GCC 12).
template <typename T>
class Offload {
 public:
  using Complete = std::move_only_function<void(T)>;
  using Begin = std::move_only_function<void(Complete)>;

  explicit Offload(Begin begin) : begin_(std::move(begin)) {}
  Offload(const Offload&) = delete;
  Offload& operator=(const Offload&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    Loop* loop = Loop::current();
    assert(loop && "Offload needs a loop to come back to");
    // `begin` may complete on another thread before it returns, which may destroy this object: move it out first.
    Begin begin = std::move(begin_);
    begin([this, loop, waiting](T value) {
      result_.emplace(std::move(value));
      loop->post([waiting] { waiting.resume(); });
    });
  }
  T await_resume() { return std::move(*result_); }

 private:
  Begin begin_;
  std::optional<T> result_;
};

}  // namespace tenon::base
