#pragma once
#include "base/task.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace tenon::base {

/// A loop made of a queue, for threads that have none: command-line tools and tests. One thread runs it.
class BlockingLoop final : public Loop {
 public:
  BlockingLoop();
  ~BlockingLoop() override;
  void post(std::move_only_function<void()> job) override;
  unsigned index() const override { return 0; }
  /// Waits for one job and runs it.
  void run_one();

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::move_only_function<void()>> jobs_;
};

/// Runs a task to its end on a thread that has no loop; blocks while it waits. Rethrows what the task threw.
template <typename T>
T run_blocking(Task<T> task) {
  BlockingLoop loop;
  task.start();
  while (!task.done()) loop.run_one();
  return task.take();
}

}  // namespace tenon::base
