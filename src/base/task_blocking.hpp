#pragma once
#include "base/task.hpp"

#include <deque>
#include <mutex>
#include <vector>

namespace tenon::base {

/// A loop of a queue and `poll`, for threads that have none: command-line tools and tests. One thread runs it.
class BlockingLoop final : public Loop {
 public:
  BlockingLoop();
  ~BlockingLoop() override;
  void post(Job job) override;
  unsigned index() const override { return 0; }
  std::unique_ptr<Watch> watch(int descriptor, std::move_only_function<void(Readiness)> on_ready) override;
  std::unique_ptr<Timer> run_after(std::chrono::milliseconds delay, Job job) override;
  void at_end(Job job) override { last_jobs_.push_back(std::move(job)); }
  /// Waits until there is something to do and does it: a job, a timer's job, or what a descriptor was watched for.
  void run_one();

 private:
  struct Watched;
  struct Timed;
  class WatchHandle;
  class TimerHandle;

  bool run_job();
  bool run_timer();
  /// Waits until a descriptor or a timer is ready or a job was posted; whether a descriptor's callback was called.
  bool wait();
  void drain_wakeup();

  const int wakeup_;  ///< eventfd; readable while `woken_`
  std::mutex mutex_;
  std::deque<Job> jobs_;
  bool woken_ = false;
  std::vector<std::shared_ptr<Watched>> watched_;
  std::vector<std::shared_ptr<Timed>> timed_;
  std::vector<Job> last_jobs_;
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
