#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tenon::auth {

/// A few threads and a bounded queue, for work that is too long for an event loop. Thread-safe.
class WorkPool {
 public:
  /// At least one thread. `max_waiting` counts jobs that no thread has begun.
  WorkPool(unsigned threads, std::size_t max_waiting);
  /// Finishes what was taken in. The loops that jobs report to must still be there.
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  /// False, and the job is dropped, if too many wait already. Jobs must not throw.
  [[nodiscard]] bool submit(std::move_only_function<void()> job);

 private:
  void work();

  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::move_only_function<void()>> waiting_;
  std::size_t idle_ = 0;  // threads without a job: jobs up to this many do not count as waiting
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace tenon::auth
