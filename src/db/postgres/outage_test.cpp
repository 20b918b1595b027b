#include "db/postgres/testing/test_database.hpp"

#include <thread>

namespace tenon::db::postgres {
namespace {

using base::Value;
using testing::NewDatabase;
using testing::script;
using testing::statement;

/// A server of its own, since these tests end it.
class PostgresOutage : public ::testing::Test {
 protected:
  PostgresOutage() : place_(server_.url("postgres")), database_(options_of(place_.url(), {})) {
    testing::define(database_, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  }
  bool reads() { return testing::rows(database_, statement("SELECT 1")).has_value(); }
  bool recovers() {
    for (int i = 0; i < 1200; ++i) {
      if (reads()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }

  testing::Server server_;
  NewDatabase place_;
  PostgresDatabase database_;
};

TEST_F(PostgresOutage, IsToldAtOnceAndEndsByItself) {
  ASSERT_TRUE(reads());
  server_.stop(SIGKILL);
  for (int i = 0; i < 5; ++i) {
    const auto refused = testing::rows(database_, statement("SELECT 1"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, FailureKind::unavailable) << refused.error().message;
    const auto answer = testing::write(database_, script("INSERT INTO t VALUES (1)"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::ErrorCode::unavailable);
  }
  EXPECT_FALSE(base::run_blocking(database_.ping()));
  server_.start();
  EXPECT_TRUE(recovers());
  EXPECT_TRUE(base::run_blocking(database_.ping()));
  EXPECT_TRUE(testing::write(database_, script("INSERT INTO t VALUES (1)")));
}

TEST_F(PostgresOutage, LosesNothingThatWasAnswered) {
  std::atomic<bool> ending{false};
  std::vector<std::int64_t> stored;
  std::atomic<int> answered{0};
  const auto writes_go_on = [&] {
    const int before = answered;
    for (int i = 0; i < 6000 && answered < before + 20; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return answered >= before + 20;
  };
  std::thread writer([&] {
    base::BlockingLoop loop;
    const auto insert = statement("INSERT INTO t VALUES ($1)", {sql::Type::int64}, "t");
    const OnRow on_row;
    const std::function<void()> restart = [] {};
    for (std::int64_t i = 0; !ending; ++i) {
      const std::vector<Value> values{i};
      auto task =
          database_.write_one(insert, values, nullptr, on_row, restart, base::Deadline::after(std::chrono::seconds(5)));
      task.start();
      while (!task.done()) loop.run_one();
      if (!task.take()) continue;
      stored.push_back(i);
      ++answered;
    }
  });
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(writes_go_on());
    server_.stop(SIGKILL);
    server_.start();
    EXPECT_TRUE(recovers());
  }
  EXPECT_TRUE(writes_go_on());
  ending = true;
  writer.join();
  std::string missing;
  const auto found = testing::rows(database_, statement("SELECT a FROM t ORDER BY a"));
  ASSERT_TRUE(found);
  std::vector<std::int64_t> rows;
  for (const auto& row : *found) rows.push_back(std::get<std::int64_t>(row[0]));
  EXPECT_TRUE(std::ranges::includes(rows, stored)) << stored.size() << " answered, " << rows.size() << " there";
}

TEST_F(PostgresOutage, OfATransactionBeforeItsCommitRunsTheScriptAgain) {
  const auto insert = statement("INSERT INTO t VALUES (1)", {}, "t");
  const auto nothing = statement("SELECT 1");
  int runs = 0;
  auto answer = testing::write(database_, [&](Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row;
    auto done = co_await transaction.run(insert, {}, on_row);
    if (!done) co_return std::unexpected(to_error(done.error()));
    if (++runs == 1)
      testing::psql(place_.url(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'");
    auto again = co_await transaction.run(nothing, {}, on_row);
    if (!again) co_return std::unexpected(to_error(again.error()));
    co_return base::Result<void>{};
  });
  EXPECT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(testing::psql(place_.url(), "SELECT count(*) FROM t"), "1");
}

}  // namespace
}  // namespace tenon::db::postgres
