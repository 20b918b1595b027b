#include "db/sqlite/writer.hpp"

#include "base/log.hpp"

#include <cassert>
#include <chrono>
#include <future>

namespace tenon::db::sqlite {
namespace {

constexpr std::size_t max_group = 256;
/// A group stops taking in more work after this long, so that the first of it does not wait for ever.
constexpr std::chrono::milliseconds max_group_time{20};

base::Error overloaded(const char* cause) {
  base::Error error(base::ErrorCode::unavailable);
  error.cause = cause;
  error.retry_after_seconds = 1;
  return error;
}

/// Statements inside the running transaction.
class WriterTransaction final : public Transaction {
 public:
  explicit WriterTransaction(Connection& connection) : connection_(connection) {}

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                        const OnRow& on_row) override {
    auto outcome = connection_.run(statement, parameters, on_row);
    if (!outcome && outcome.error().kind == FailureKind::full) disk_failed_ = true;
    co_return outcome;
  }
  bool disk_failed() const { return disk_failed_; }

 private:
  Connection& connection_;
  bool disk_failed_ = false;
};

}  // namespace

Writer::Writer(ConnectionOptions options, std::size_t max_waiting)
    : options_(std::move(options)),
      max_waiting_(max_waiting),
      connection_(std::make_unique<Connection>(options_)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  close();
}

void Writer::close() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  filled_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Writer::submit(Script script, Complete complete) {
  {
    std::lock_guard lock(mutex_);
    if (!closing_ && waiting_.size() < max_waiting_) {
      waiting_.push_back({.script = std::move(script), .complete = std::move(complete), .exclusive = {}, .answer = {}});
      filled_.notify_one();
      return;
    }
  }
  complete(std::unexpected(overloaded("too many writes wait")));
}

Outcome<void> Writer::exclusively(const std::function<Outcome<void>(Connection&)>& work) {
  std::promise<Outcome<void>> promise;
  auto future = promise.get_future();
  {
    std::lock_guard lock(mutex_);
    if (closing_)
      return std::unexpected(
          Failure{.kind = FailureKind::unavailable, .constraint = {}, .message = "the database is closing"});
    waiting_.push_back({.script = {},
                        .complete = {},
                        .exclusive = [&](Connection& connection) { promise.set_value(work(connection)); },
                        .answer = {}});
    filled_.notify_one();
  }
  return future.get();
}

Writer::Counters Writer::counters() const {
  std::lock_guard lock(mutex_);
  return counters_;
}

void Writer::run() {
  std::vector<Job> group;
  while (true) {
    group.clear();
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      while (!waiting_.empty() && group.size() < max_group) {
        // Exclusive work is a group of its own.
        if (waiting_.front().exclusive && !group.empty()) break;
        group.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
        if (group.back().exclusive) break;
      }
      ++counters_.groups;
      counters_.scripts += group.size();
    }
    if (!connection_ && !connect()) {
      fail_group(group,
                 {.kind = FailureKind::unavailable, .constraint = {}, .message = "the database cannot be opened"});
      continue;
    }
    if (group.front().exclusive) {
      group.front().exclusive(*connection_);
      commits_.fetch_add(1, std::memory_order_release);
      continue;
    }
    run_group(group);
  }
}

bool Writer::connect() {
  try {
    connection_ = std::make_unique<Connection>(options_);
    return true;
  } catch (const std::exception& fault) {
    base::log(base::LogLevel::error, "db", "cannot open the database again",
              {{"cause", std::string_view(fault.what())}});
    return false;
  }
}

void Writer::run_group(std::vector<Job>& group) {
  if (auto begun = connection_->execute("BEGIN IMMEDIATE"); !begun) return fail_group(group, begun.error());
  const auto end = std::chrono::steady_clock::now() + max_group_time;
  std::size_t done = 0;
  while (done < group.size()) {
    if (!run_script(group[done]))
      return fail_group(group, {.kind = FailureKind::full, .constraint = {}, .message = "a write to the disk failed"});
    ++done;
    if (std::chrono::steady_clock::now() > end) break;
  }
  if (auto committed = connection_->execute("COMMIT"); !committed) return fail_group(group, committed.error());
  commits_.fetch_add(1, std::memory_order_release);
  for (std::size_t i = 0; i < done; ++i) {
    auto& job = group[i];
    job.complete(std::move(job.answer));
  }
  if (done == group.size()) return;
  // What there was no time for goes first next time.
  std::lock_guard lock(mutex_);
  for (std::size_t i = group.size(); i > done; --i) waiting_.push_front(std::move(group[i - 1]));
}

bool Writer::run_script(Job& job) {
  if (!connection_->execute("SAVEPOINT script")) return false;
  WriterTransaction transaction(*connection_);
  try {
    auto task = job.script(transaction);
    task.start();
    assert(task.done() && "nothing in a script waits on SQLite");
    job.answer = task.take();
  } catch (const std::exception& fault) {
    job.answer = std::unexpected(base::internal_error(std::string("a write script threw: ") + fault.what()));
  }
  if (transaction.disk_failed() || !connection_->in_transaction()) return false;
  const char* ending = job.answer ? "RELEASE script" : "ROLLBACK TO script; RELEASE script";
  return connection_->execute(ending).has_value();
}

void Writer::fail_group(std::vector<Job>& group, const Failure& failure) {
  base::log(base::LogLevel::error, "db", "a group of writes failed",
            {{"cause", std::string_view(failure.message)}, {"writes", static_cast<std::int64_t>(group.size())}});
  if (connection_) {
    if (connection_->in_transaction()) (void)connection_->execute("ROLLBACK");
    // After a failed write or fsync nobody knows what the file system kept of the log: only a fresh connection, which
    // reads it again from the disk, can be trusted.
    if (failure.kind != FailureKind::busy) connection_.reset();
  }
  for (auto& job : group) {
    if (job.exclusive) {
      // It must answer its caller; an unusable connection tells it so.
      if (!connection_ && !connect()) continue;
      job.exclusive(*connection_);
      continue;
    }
    job.complete(std::unexpected(to_error(failure)));
  }
}

}  // namespace tenon::db::sqlite
