#include "db/postgres/database.hpp"

#include "base/task_blocking.hpp"

#include <cassert>
#include <map>

namespace tenon::db::postgres {
namespace {

std::atomic<std::uint64_t> next_number{1};

/// The lane that this thread used last.
struct Recent {
  std::uint64_t database = 0;
  base::Loop* loop = nullptr;
  Lane* lane = nullptr;
};
thread_local Recent recent;

}  // namespace

/// Shared with the last jobs of loops, which may come after the database's end.
struct PostgresDatabase::Lanes {
  std::mutex mutex;
  std::map<base::Loop*, std::shared_ptr<Lane>> by_loop;
};

PostgresDatabase::PostgresDatabase(Options options)
    : shared_(std::make_shared<Shared>(std::move(options))),
      lanes_(std::make_shared<Lanes>()),
      number_(next_number.fetch_add(1)) {}

PostgresDatabase::~PostgresDatabase() {
  close();
}

Lane& PostgresDatabase::lane() {
  auto* loop = base::Loop::current();
  assert(loop);
  if (recent.database == number_ && recent.loop == loop) return *recent.lane;
  const std::lock_guard lock(lanes_->mutex);
  auto& lane = lanes_->by_loop[loop];
  if (!lane) {
    lane = std::make_shared<Lane>(*loop, shared_);
    loop->at_end([lane = lane, lanes = lanes_, loop] {
      recent = {};
      lane->leave();
      const std::lock_guard held(lanes->mutex);
      lanes->by_loop.erase(loop);
    });
  }
  recent = {number_, loop, lane.get()};
  return *lane;
}

base::Task<Outcome<void>> PostgresDatabase::read(const sql::Statement& statement,
                                                 std::span<const base::Value> parameters, const OnRow& on_row,
                                                 const std::function<void()>& restart, base::Deadline deadline) {
  if (!base::Loop::current()) co_return base::run_blocking(read(statement, parameters, on_row, restart, deadline));
  if (const auto longest = base::Deadline::after(shared_->options.max_time); longest.at() < deadline.at())
    deadline = longest;
  auto outcome = co_await lane().reads().run(statement, parameters, on_row, deadline);
  co_return outcome;
}

base::Task<base::Result<void>> PostgresDatabase::write(Script script) {
  if (!base::Loop::current()) co_return base::run_blocking(write(std::move(script)));
  auto answer = co_await lane().write(std::move(script));
  co_return answer;
}

base::Task<Outcome<std::int64_t>> PostgresDatabase::write_one(const sql::Statement& statement,
                                                              std::span<const base::Value> parameters,
                                                              const base::Value* key, const OnRow& on_row,
                                                              const std::function<void()>& restart,
                                                              base::Deadline deadline) {
  if (!base::Loop::current())
    co_return base::run_blocking(write_one(statement, parameters, key, on_row, restart, deadline));
  // Rows are given after the commit, once.
  auto outcome = co_await lane().groups().run(statement, parameters, key, on_row, deadline);
  co_return outcome;
}

base::Task<Outcome<void>> PostgresDatabase::ping() {
  static const sql::Statement nothing = [] {
    sql::Statement statement;
    statement.id = ~std::uint64_t{0};
    statement.text = "SELECT 1";
    return statement;
  }();
  const OnRow on_row;
  const std::function<void()> restart;
  auto task = read(nothing, {}, on_row, restart, base::Deadline::after(std::chrono::seconds(2)));
  auto outcome = co_await std::move(task);
  co_return outcome;
}

std::uint64_t PostgresDatabase::change_counter() {
  return shared_->changes.counter();
}

void PostgresDatabase::close() {
  if (closed_) return;
  closed_ = true;
  shared_->close_spares();
  const std::lock_guard lock(lanes_->mutex);
  const auto mine = lanes_->by_loop.find(base::Loop::current());
  if (mine != lanes_->by_loop.end()) mine->second->leave();
  lanes_->by_loop.clear();
}

}  // namespace tenon::db::postgres
