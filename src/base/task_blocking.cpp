#include "base/task_blocking.hpp"

#include <cassert>

namespace tenon::base {

BlockingLoop::BlockingLoop() {
  assert(!Loop::current() && "a thread has one loop at most");
  Loop::set_current(this);
}

BlockingLoop::~BlockingLoop() {
  Loop::set_current(nullptr);
}

void BlockingLoop::post(std::move_only_function<void()> job) {
  // Notified under the lock: the loop may be destroyed as soon as its thread has seen the job.
  std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  filled_.notify_one();
}

void BlockingLoop::run_one() {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [this] { return !jobs_.empty(); });
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  lock.unlock();
  job();
}

}  // namespace tenon::base
