#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

struct pg_cancel;

namespace tenon::db::postgres {

/// Asks the server to end the statement that a connection runs. libpq waits while it does that, so it is done on a
/// thread of its own. Thread-safe.
class Canceller {
 public:
  Canceller() = default;
  ~Canceller();
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

  void cancel(std::shared_ptr<pg_cancel> target);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::shared_ptr<pg_cancel>> targets_;
  bool ending_ = false;
  std::thread thread_;  ///< from the first use on
};

}  // namespace tenon::db::postgres
