#include "db/sqlite/writer.hpp"

#include "base/log.hpp"
#include "db/sqlite/failure.hpp"

#include <algorithm>
#include <future>
#include <semaphore>

namespace tenon::db::sqlite {
namespace {

/// Every unit of work that SQLite may not survive: what it kept of it is unknown.
bool disk_failed(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::full:
    case FailureKind::unavailable: return true;
    case FailureKind::unique:
    case FailureKind::foreign_key:
    case FailureKind::not_null:
    case FailureKind::check:
    case FailureKind::busy:
    case FailureKind::deadline:
    case FailureKind::too_big:
    case FailureKind::other: break;
  }
  return false;
}

/// Statements inside the running transaction. Remembers a disk failure, whatever the script makes of it.
class WriterTransaction final : public Transaction {
 public:
  WriterTransaction(Connection& connection, base::Deadline deadline) : connection_(connection) {
    limits_.deadline = deadline;
  }

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                        const OnRow& on_row) override {
    // Short statements end between two looks at the clock: many of them must not add up to more.
    if (limits_.deadline.passed()) co_return std::unexpected(failure(FailureKind::deadline, "the write took too long"));
    auto outcome = connection_.run(statement, parameters, on_row, limits_);
    if (!outcome && disk_failed(outcome.error())) broken = outcome.error();
    co_return outcome;
  }

  std::optional<Failure> broken;

 private:
  Connection& connection_;
  RunLimits limits_;
};

}  // namespace

Writer::Writer(ConnectionOptions options, const WriterOptions& limits)
    : options_(std::move(options)),
      limits_(limits),
      connection_(std::make_unique<Connection>(options_)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  close();
}

/// Hands a job over and waits for it to be told.
struct Writer::Submission {
  Writer& writer;
  Job& job;

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    job.waiting = waiting;
    job.loop = base::Loop::current();
    if (job.loop) return writer.submit(job);
    std::binary_semaphore done(0);
    job.told = [&done] { done.release(); };
    if (writer.submit(job)) done.acquire();
    return false;
  }
  void await_resume() const noexcept {}
};

base::Task<base::Result<void>> Writer::write(Script script) {
  Job job;
  job.script = std::move(script);
  Submission submission{*this, job};
  co_await submission;
  co_return std::move(job.answer);
}

bool Writer::submit(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (!closing_ && waiting_.size() < limits_.max_waiting) {
      waiting_.push_back(&job);
      filled_.notify_one();
      return true;
    }
  }
  job.answer = std::unexpected(to_error(failure(FailureKind::unavailable, "too many writes wait")));
  return false;
}

Outcome<void> Writer::exclusively(const Exclusive& work) {
  std::promise<Outcome<void>> promise;
  auto future = promise.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return std::unexpected(failure(FailureKind::unavailable, "the database is closing"));
    exclusive_.push_back([&](Connection* connection) {
      if (connection)
        promise.set_value(work(*connection));
      else
        promise.set_value(std::unexpected(failure(FailureKind::unavailable, "the database cannot be opened")));
    });
    filled_.notify_one();
  }
  return future.get();
}

void Writer::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  filled_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Writer::run() {
  while (true) {
    bool exclusive = false;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return closing_ || !waiting_.empty() || !exclusive_.empty(); });
      if (waiting_.empty() && exclusive_.empty()) break;
      exclusive = !exclusive_.empty();
    }
    if (exclusive)
      run_exclusive();
    else
      run_group();
  }
  // On this thread, which is the one that used it.
  connection_.reset();
}

void Writer::run_exclusive() {
  std::move_only_function<void(Connection*)> work;
  {
    const std::lock_guard lock(mutex_);
    work = std::move(exclusive_.front());
    exclusive_.pop_front();
  }
  const bool connected = connect();
  commits_.fetch_add(1, std::memory_order_release);
  work(connected ? connection_.get() : nullptr);
}

bool Writer::connect() {
  if (!connection_) {
    try {
      connection_ = std::make_unique<Connection>(options_);
    } catch (const std::exception& fault) {
      base::log(base::LogLevel::error, "db", "cannot open the database again",
                {{"cause", std::string_view(fault.what())}});
    }
  }
  usable_.store(connection_ != nullptr, std::memory_order_release);
  return connection_ != nullptr;
}

Writer::Job* Writer::next(const Group& group) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || group.size() >= limits_.max_group) return nullptr;
  Job* job = waiting_.front();
  waiting_.pop_front();
  return job;
}

void Writer::run_group() {
  const auto end = std::chrono::steady_clock::now() + limits_.max_group_time;
  Group group;
  const auto fail_all = [&](const Failure& why) {
    while (Job* job = next(group)) group.push_back(job);
    fail(group, why);
  };
  if (!connect()) return fail_all(failure(FailureKind::unavailable, "the database cannot be opened"));
  if (auto begun = connection_->control(Control::begin); !begun) return fail_all(begun.error());

  while (Job* job = next(group)) {
    group.push_back(job);
    if (auto run = run_script(*job); !run) return fail(group, run.error());
    if (std::chrono::steady_clock::now() >= end) break;
  }
  if (auto committed = connection_->control(Control::commit); !committed) return fail(group, committed.error());
  commits_.fetch_add(1, std::memory_order_release);
  tell(group);
  checkpoint();
}

Outcome<void> Writer::run_script(Job& job) {
  if (auto begun = connection_->control(Control::savepoint); !begun) return begun;
  WriterTransaction transaction(*connection_, base::Deadline::after(limits_.max_script_time));
  try {
    auto task = job.script(transaction);
    task.start();
    if (!task.done()) {
      // It would go on after its transaction is gone, on some other thread.
      base::log(base::LogLevel::error, "db", "a write script waits for something other than its statements");
      std::abort();
    }
    job.answer = task.take();
  } catch (const std::exception& fault) {
    job.answer = std::unexpected(base::internal_error(std::string("a write script threw: ") + fault.what()));
  } catch (...) {
    job.answer = std::unexpected(base::internal_error("a write script threw"));
  }
  if (transaction.broken) return std::unexpected(*transaction.broken);
  if (!connection_->in_transaction())
    return std::unexpected(failure(FailureKind::full, "SQLite rolled the transaction back"));
  if (!job.answer)
    if (auto undone = connection_->control(Control::undo); !undone) return undone;
  return connection_->control(Control::release);
}

void Writer::fail(Group& group, const Failure& failure) {
  base::log(base::LogLevel::error, "db", "a group of writes failed",
            {{"cause", std::string_view(failure.message)}, {"writes", static_cast<std::int64_t>(group.size())}});
  // Rolled back, SQLite's index of the log ends before the frames of the failed commit, and the next commit writes over
  // them, whatever the disk kept of them. Opening anew as the only connection would do the opposite: read the log from
  // the disk and find them. So that is left to a connection that cannot even roll back.
  if (connection_ && connection_->in_transaction()) (void)connection_->control(Control::rollback);
  if (connection_ && connection_->in_transaction()) connection_.reset();
  for (Job* job : group) job->answer = std::unexpected(to_error(failure));
  tell(group);
}

void Writer::tell(const Group& group) {
  // One message for each loop. After it is posted its jobs are gone.
  std::vector<std::pair<base::Loop*, std::vector<std::coroutine_handle<>>>> loops;
  for (Job* job : group) {
    if (!job->loop) {
      auto told = std::move(job->told);
      told();
      continue;
    }
    auto found = std::ranges::find(loops, job->loop, &decltype(loops)::value_type::first);
    if (found == loops.end()) found = loops.insert(found, {job->loop, {}});
    found->second.push_back(job->waiting);
  }
  for (auto& [loop, waiting] : loops)
    loop->post([handles = std::move(waiting)] {
      for (const auto& handle : handles) handle.resume();
    });
}

void Writer::checkpoint() {
  // Copying the log back takes another fsync: nobody waits for it here.
  constexpr int pages_between = 1'000;
  constexpr int many_pages = 16'384;
  const int pages = connection_->log_pages();
  if (pages < checkpointed_pages_) checkpointed_pages_ = 0;
  if (pages - checkpointed_pages_ < pages_between) return;
  checkpointed_pages_ = pages;
  // With readers always about, the log would never begin anew: once in a while wait for a gap between them.
  const auto mode = pages >= many_pages ? Checkpoint::restart : Checkpoint::passive;
  auto done = connection_->checkpoint(mode);
  if (!done && done.error().kind != FailureKind::busy)
    base::log(base::LogLevel::warning, "db", "the log could not be copied back",
              {{"cause", std::string_view(done.error().message)}});
}

}  // namespace tenon::db::sqlite
