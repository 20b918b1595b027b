#include "db/postgres/lane.hpp"

#include "db/postgres/transaction.hpp"

#include <random>

namespace tenon::db::postgres {
namespace {

/// Behind the deadline no further statement is begun.
class TimedTransaction final : public Transaction {
 public:
  TimedTransaction(Transaction& inner, base::Deadline deadline) : inner_(inner), deadline_(deadline) {}

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                        const OnRow& on_row) override {
    if (deadline_.passed()) co_return std::unexpected(failure(FailureKind::deadline, "the write took too long"));
    auto task = inner_.run(statement, parameters, on_row);
    auto outcome = co_await std::move(task);
    co_return outcome;
  }

 private:
  Transaction& inner_;
  const base::Deadline deadline_;
};

}  // namespace

Lane::Lane(base::Loop& loop, std::shared_ptr<Shared> shared)
    : loop_(loop),
      shared_(std::move(shared)),
      connector_(*shared_),
      reads_(loop, *shared_, connector_),
      groups_(loop, *shared_, connector_),
      transactions_(loop, *shared_, connector_) {}

void Lane::leave() {
  reads_.leave();
  groups_.leave();
  transactions_.leave();
}

base::Task<base::Result<void>> Lane::write(Script script) {
  thread_local std::minstd_rand random(std::random_device{}());
  Run run;
  for (int i = 0; i < shared_->options.script_runs; ++i) {
    if (i > 0) {
      // Who lost against somebody does not meet the same one again.
      const std::chrono::milliseconds rest(std::uniform_int_distribution<int>(0, 1 << std::min(2 * i, 6))(random));
      co_await pause(rest);
    }
    run = co_await run_once(script);
    if (!run.again) break;
  }
  co_return std::move(run.answer);
}

base::Task<Lane::Run> Lane::run_once(Script& script) {
  Run run;
  auto connection = co_await transactions_.acquire();
  if (!connection) {
    run.answer = std::unexpected(to_error(connection.error()));
    co_return run;
  }
  ConnectionTransaction transaction(**connection, shared_->changes);
  TimedTransaction timed(transaction, base::Deadline::after(shared_->options.max_time));
  try {
    run.answer = co_await script(timed);
  } catch (const std::exception& fault) {
    run.answer = std::unexpected(base::internal_error(std::string("a write script threw: ") + fault.what()));
  } catch (...) {
    run.answer = std::unexpected(base::internal_error("a write script threw"));
  }
  if (run.answer) {
    auto committed = co_await transaction.commit();
    if (!committed) run.answer = std::unexpected(to_error(committed.error()));
  } else {
    co_await transaction.roll_back();
  }
  run.again = !run.answer && transaction.may_run_again();
  transactions_.release(std::move(*connection));
  co_return run;
}

base::Task<void> Lane::pause(std::chrono::milliseconds duration) {
  Answer<bool> over;
  const auto timer = loop_.run_after(duration, [&over] { over.give(true); });
  co_await over;
}

}  // namespace tenon::db::postgres
