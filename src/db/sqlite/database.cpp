#include "db/sqlite/database.hpp"

#include "db/sqlite/failure.hpp"
#include "db/sqlite/session.hpp"

#include <semaphore>

namespace tenon::db::sqlite {
namespace {

/// A statement that was over the budget goes straight to the reader threads this many times.
constexpr int heavy_runs = 15;
constexpr std::size_t max_heavy = 1'000;

ConnectionOptions reading(const Options& all) {
  auto options = all.connection;
  options.access = Access::read_only;
  options.max_value_bytes = all.max_read_value_bytes;
  return options;
}

/// A loop must not wait for a lock: there the reader threads take over.
ConnectionOptions reading_on_loops(const Options& all) {
  auto options = reading(all);
  options.busy_timeout = std::chrono::milliseconds(0);
  return options;
}

/// What came of a read on another thread.
struct LongRead {
  Outcome<void> outcome;
  std::exception_ptr thrown;
};

LongRead run_long(Connection* connection, const sql::Statement& statement, std::span<const base::Value> parameters,
                  const OnRow& on_row, base::Deadline deadline) {
  LongRead read;
  if (!connection) {
    read.outcome = std::unexpected(failure(FailureKind::unavailable, "the database cannot be opened"));
    return read;
  }
  if (deadline.passed()) {
    read.outcome = std::unexpected(failure(FailureKind::deadline, "waited too long for a reader"));
    return read;
  }
  try {
    RunLimits limits;
    limits.deadline = deadline;
    auto outcome = connection->run(statement, parameters, on_row, limits);
    if (!outcome) read.outcome = std::unexpected(std::move(outcome.error()));
  } catch (...) {
    read.thrown = std::current_exception();
  }
  return read;
}

}  // namespace

SqliteDatabase::SqliteDatabase(Options options)
    : options_(std::move(options)),
      writer_(options_.connection, options_.writer),
      readers_(reading_on_loops(options_)),
      long_readers_(reading(options_), options_.reader_threads, options_.max_waiting_reads) {}

SqliteDatabase::~SqliteDatabase() {
  close();
}

void SqliteDatabase::close() {
  if (closed_) return;
  closed_ = true;
  long_readers_.close();
  readers_.close();
  // Last, so that it is the one that copies the log back and removes it.
  writer_.close();
  if (options_.remove_when_closed.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(options_.remove_when_closed, ignored);
}

std::optional<Outcome<void>> SqliteDatabase::read_here(const sql::Statement& statement,
                                                       std::span<const base::Value> parameters, const OnRow& on_row,
                                                       base::Deadline deadline) {
  if (options_.loop_budget == 0 || !base::Loop::current()) return std::nullopt;
  auto& mine = readers_.mine();
  if (!mine.heavy.empty()) {
    const auto heavy = mine.heavy.find(statement.id);
    if (heavy != mine.heavy.end()) {
      if (heavy->second-- > 0) return std::nullopt;
      mine.heavy.erase(heavy);
    }
  }
  RunLimits limits;
  limits.steps = options_.loop_budget;
  limits.deadline = deadline;
  auto outcome = mine.connection.run(statement, parameters, on_row, limits);
  if (outcome) return Outcome<void>{};
  if (mine.connection.over_budget()) {
    if (mine.heavy.size() >= max_heavy) mine.heavy.clear();
    mine.heavy[statement.id] = heavy_runs;
    return std::nullopt;
  }
  if (outcome.error().kind == FailureKind::busy) return std::nullopt;
  return std::unexpected(std::move(outcome.error()));
}

base::Task<Outcome<void>> SqliteDatabase::read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                               const OnRow& on_row, const std::function<void()>& restart,
                                               base::Deadline deadline) {
  if (const auto longest = base::Deadline::after(options_.max_time); longest.at() < deadline.at()) deadline = longest;
  try {
    if (auto outcome = read_here(statement, parameters, on_row, deadline)) co_return std::move(*outcome);
  } catch (const std::runtime_error& fault) {
    co_return std::unexpected(failure(FailureKind::unavailable, fault.what()));
  }
  restart();
  long_reads_.fetch_add(1, std::memory_order_relaxed);
  std::optional<LongRead> result;
  const auto submit = [&](std::move_only_function<void(LongRead)> complete) {
    // Shared, because a refused work is gone while its callback is still needed.
    auto told = std::make_shared<std::move_only_function<void(LongRead)>>(std::move(complete));
    ReaderPool::Work work = [&statement, parameters, &on_row, deadline, told](Connection* connection) {
      (*told)(run_long(connection, statement, parameters, on_row, deadline));
    };
    if (long_readers_.submit(work)) return;
    LongRead refused;
    refused.outcome = std::unexpected(failure(FailureKind::unavailable, "too many long reads wait"));
    (*told)(std::move(refused));
  };
  if (base::Loop::current()) {
    base::Offload<LongRead> wait(submit);
    result = co_await wait;
  } else {
    std::binary_semaphore done(0);
    submit([&](LongRead read) {
      result = std::move(read);
      done.release();
    });
    done.acquire();
  }
  if (result->thrown) std::rethrow_exception(result->thrown);
  co_return std::move(result->outcome);
}

base::Task<base::Result<void>> SqliteDatabase::write(Script script) {
  return writer_.write(std::move(script));
}

// The writer groups whatever waits, and runs nothing twice.
base::Task<Outcome<std::int64_t>> SqliteDatabase::write_one(const sql::Statement& statement,
                                                            std::span<const base::Value> parameters, const base::Value*,
                                                            const OnRow& on_row, const std::function<void()>&,
                                                            base::Deadline) {
  Outcome<std::int64_t> outcome;
  Script script = [&](Transaction& transaction) -> base::Task<base::Result<void>> {
    outcome = co_await transaction.run(statement, parameters, on_row);
    if (!outcome) co_return std::unexpected(to_error(outcome.error()));
    co_return base::Result<void>{};
  };
  auto written = co_await writer_.write(std::move(script));
  // The statement went well and its commit did not.
  if (!written && outcome) co_return std::unexpected(failure(FailureKind::unavailable, written.error().cause));
  co_return outcome;
}

Outcome<void> SqliteDatabase::define(std::span<const std::string> statements) {
  return writer_.exclusively([statements](Connection& connection) -> Outcome<void> {
    if (auto begun = connection.control(Control::begin); !begun) return begun;
    for (const auto& statement : statements) {
      auto done = connection.execute(statement);
      if (done) continue;
      if (connection.in_transaction()) (void)connection.control(Control::rollback);
      done.error().message += " in: " + statement;
      return done;
    }
    auto committed = connection.control(Control::commit);
    if (!committed && connection.in_transaction()) (void)connection.control(Control::rollback);
    return committed;
  });
}

Outcome<std::unique_ptr<Session>> SqliteDatabase::session() {
  try {
    return std::make_unique<SqliteSession>(options_.connection);
  } catch (const std::runtime_error& fault) {
    return std::unexpected(failure(FailureKind::unavailable, fault.what()));
  }
}

Outcome<std::vector<std::string>> SqliteDatabase::tables() {
  Outcome<std::vector<std::string>> names;
  auto done = writer_.exclusively([&](Connection& connection) -> Outcome<void> {
    names = connection.tables();
    return {};
  });
  if (!done) return std::unexpected(std::move(done.error()));
  return names;
}

base::Task<Outcome<void>> SqliteDatabase::ping() {
  static const sql::Statement any_table = [] {
    sql::Select select;
    select.table = "sqlite_schema";
    select.limit = sql::literal(std::int64_t{1}, sql::Type::int64);
    return sql::render(select, sql::Dialect::sqlite);
  }();
  if (!writer_.usable()) co_return std::unexpected(failure(FailureKind::unavailable, "the database cannot be opened"));
  const OnRow on_row = [](const RowView&) { return false; };
  const std::function<void()> restart = [] {};
  auto task = read(any_table, {}, on_row, restart, base::Deadline::after(std::chrono::seconds(1)));
  auto outcome = co_await std::move(task);
  co_return outcome;
}

std::uint64_t SqliteDatabase::change_counter() {
  ThreadReader* mine = nullptr;
  try {
    mine = &readers_.mine();
  } catch (const std::runtime_error&) {
    // Not known: never the same twice.
    return unknown_changes_.fetch_sub(1, std::memory_order_relaxed);
  }
  // Our own commits count at once. data_version sees those of other processes too, but costs a statement; that it sees
  // ours a second time does no harm.
  if (const auto now = std::chrono::steady_clock::now(); now - mine->looked_at >= options_.outside_interval) {
    mine->looked_at = now;
    if (const auto version = mine->connection.data_version(); version != mine->data_version) {
      mine->data_version = version;
      ++mine->outside_changes;
    }
  }
  return writer_.commits() + mine->outside_changes;
}

}  // namespace tenon::db::sqlite
