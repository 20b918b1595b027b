#pragma once
#include <coroutine>
#include <optional>
#include <utility>

namespace tenon::db::postgres {

/// One value that one coroutine waits for; both are of the same loop's thread. `give` resumes it in place.
template <typename T>
class Answer {
 public:
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  void give(T value) {
    value_.emplace(std::move(value));
    if (waiting_) std::exchange(waiting_, nullptr).resume();
  }
  bool given() const { return value_.has_value(); }

  bool await_ready() const noexcept { return given(); }
  void await_suspend(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }
  T await_resume() { return std::move(*value_); }

 private:
  std::optional<T> value_;
  std::coroutine_handle<> waiting_;
};

}  // namespace tenon::db::postgres
