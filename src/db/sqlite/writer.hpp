#pragma once
#include "base/task.hpp"
#include "db/sqlite/connection.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tenon::db::sqlite {

/// The one thread that writes: takes all scripts that wait, gives each its savepoint, commits once, and only then tells
/// each waiter. A script that fails undoes its own savepoint and nobody else's.
class Writer {
 public:
  using Answer = base::Result<void>;
  using Complete = base::Offload<Answer>::Complete;
  struct Counters {
    std::uint64_t groups = 0;
    std::uint64_t scripts = 0;
  };

  Writer(ConnectionOptions options, std::size_t max_waiting);
  /// Finishes what was taken in.
  ~Writer();

  /// `complete` is called on the writer's thread after the commit, or at once with 503 when too many wait.
  void submit(Script script, Complete complete);
  /// Runs on the writer's connection between two groups; blocks.
  Outcome<void> exclusively(const std::function<Outcome<void>(Connection&)>& work);
  void close();
  Counters counters() const;
  /// Moves with every commit. Any thread.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }

 private:
  struct Job {
    Script script;
    Complete complete;
    std::function<void(Connection&)> exclusive;  ///< instead of a script
    Answer answer;
  };

  void run();
  void run_group(std::vector<Job>& group);
  /// False when SQLite has ended the whole transaction: nothing of the group is stored.
  bool run_script(Job& job);
  void fail_group(std::vector<Job>& group, const Failure& failure);
  bool connect();

  ConnectionOptions options_;
  const std::size_t max_waiting_;
  std::unique_ptr<Connection> connection_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Job> waiting_;
  Counters counters_;
  bool closing_ = false;
  std::atomic<std::uint64_t> commits_{0};
  std::thread thread_;
};

}  // namespace tenon::db::sqlite
