#pragma once
#include "base/loop.hpp"
#include "db/sqlite/connection.hpp"

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tenon::db::sqlite {

struct WriterOptions {
  std::size_t max_waiting = 10'000;                   ///< more are refused with 503
  std::size_t max_group = 256;                        ///< scripts in one commit
  std::chrono::milliseconds max_group_time{5};        ///< a group takes no further script after this long
  std::chrono::milliseconds max_script_time{30'000};  ///< of all statements of a script; what takes longer fails
};

/// The one thread that writes. It takes what waits, gives each script its savepoint, commits once for all of them
/// (one fsync), and only then tells the waiters. A script that fails undoes its own savepoint and nobody else's. Where
/// the disk fails nothing of the group is stored and all of it is told so.
class Writer {
 public:
  using Exclusive = std::function<Outcome<void>(Connection&)>;

  /// Opens the connection: throws std::runtime_error with a sentence for the operator.
  Writer(ConnectionOptions options, const WriterOptions& limits);
  /// Finishes what was taken in.
  ~Writer();

  /// Continues on the loop that awaited it; on a thread without one, blocks.
  base::Task<base::Result<void>> write(Script script);
  /// Runs between two groups, outside a transaction; blocks.
  Outcome<void> exclusively(const Exclusive& work);
  /// Finishes what was taken in; later work is refused.
  void close();

  /// Commits so far; moves before any waiter of the commit is told. Any thread.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }
  /// Whether the database could be opened when it was last needed. Any thread.
  bool usable() const { return usable_.load(std::memory_order_acquire); }

 private:
  /// Lives in the coroutine that waits for it, untouched by its owner until told.
  struct Job {
    Script script;
    base::Result<void> answer;
    std::coroutine_handle<> waiting;
    base::Loop* loop = nullptr;
    std::move_only_function<void()> told;  ///< instead of `waiting` where there is no loop
  };
  struct Submission;
  using Group = std::vector<Job*>;

  bool submit(Job& job);
  void run();
  void run_exclusive();
  void run_group();
  /// The next script that waits, with `group` as those of this commit so far; null when the group is to be closed.
  Job* next(const Group& group);
  /// Nothing of the group can be stored any more where this is a failure.
  Outcome<void> run_script(Job& job);
  void fail(Group& group, const Failure& failure);
  void tell(const Group& group);
  bool connect();
  void checkpoint();

  const ConnectionOptions options_;
  const WriterOptions limits_;
  std::unique_ptr<Connection> connection_;
  int checkpointed_pages_ = 0;

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Job*> waiting_;
  std::deque<std::move_only_function<void(Connection*)>> exclusive_;
  bool closing_ = false;

  std::atomic<std::uint64_t> commits_{0};
  std::atomic<bool> usable_{true};
  std::thread thread_;
};

}  // namespace tenon::db::sqlite
