#include "db/postgres/testing/test_database.hpp"

namespace tenon::db::postgres {
namespace {

using base::Value;
using testing::define;
using testing::OpenDatabase;
using testing::run_all;
using testing::script;
using testing::statement;
using testing::value;
using testing::write;

TEST(PostgresWrites, AreThereWhenTheyAreAnswered) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  ASSERT_TRUE(write(*database, script("INSERT INTO t VALUES ($1)", {sql::Type::int64}, {std::int64_t{5}})));
  EXPECT_EQ(database.psql("SELECT a FROM t"), "5");
}

TEST(PostgresWrites, OfAFailedScriptAreUndone) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  const auto insert = statement("INSERT INTO t VALUES (1)", {}, "t");
  auto answer = write(*database, [&](Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row;
    auto done = co_await transaction.run(insert, {}, on_row);
    EXPECT_TRUE(done);
    co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::forbidden);
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), Value(std::int64_t{0}));
}

TEST(PostgresWrites, MayGoOnAfterAFailedStatement) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint CONSTRAINT taken PRIMARY KEY)", "INSERT INTO t VALUES (1)"});
  const auto insert = statement("INSERT INTO t VALUES ($1)", {sql::Type::int64}, "t");
  const auto count = statement("SELECT count(*) FROM t");
  auto answer = write(*database, [&](Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row;
    for (std::int64_t i = 0; i < 4; ++i) {
      const std::vector<Value> values{i};
      auto done = co_await transaction.run(insert, values, on_row);
      EXPECT_EQ(done.has_value(), i != 1);
      if (done) {
        EXPECT_EQ(*done, 1);
        continue;
      }
      EXPECT_EQ(done.error().kind, FailureKind::unique);
      EXPECT_EQ(done.error().constraint, "taken");
    }
    std::int64_t counted = 0;
    const OnRow on_count = [&](const RowView& row) {
      counted = row.integer(0);
      return true;
    };
    auto read = co_await transaction.run(count, {}, on_count);
    EXPECT_TRUE(read);
    EXPECT_EQ(counted, 4);
    co_return base::Result<void>{};
  });
  EXPECT_TRUE(answer);
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), Value(std::int64_t{4}));
}

TEST(PostgresWrites, RunAgainWhenTheyDeadlock) {
  OpenDatabase database;
  define(*database,
         {"CREATE TABLE t (a bigint PRIMARY KEY, n bigint NOT NULL)", "INSERT INTO t VALUES (1, 0), (2, 0)"});
  const auto update = statement("UPDATE t SET n = n + 1 WHERE a = $1", {sql::Type::int64}, "t");
  const auto in_order = [&](std::int64_t first, std::int64_t second) -> Script {
    return [&, first, second](Transaction& transaction) -> base::Task<base::Result<void>> {
      const OnRow on_row;
      for (const auto key : {first, second}) {
        const std::vector<Value> values{key};
        auto done = co_await transaction.run(update, values, on_row);
        if (!done) co_return std::unexpected(to_error(done.error()));
      }
      co_return base::Result<void>{};
    };
  };
  std::vector<base::Task<base::Result<void>>> tasks;
  for (int i = 0; i < 3; ++i) {
    tasks.push_back(database->write(in_order(1, 2)));
    tasks.push_back(database->write(in_order(2, 1)));
  }
  for (const auto& answer : run_all(std::move(tasks))) EXPECT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(value(*database, "SELECT sum(n)::bigint FROM t"), Value(std::int64_t{12}));
}

TEST(PostgresWrites, MoreThanThereAreConnectionsTakeTurns) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  std::vector<base::Task<base::Result<void>>> tasks;
  for (std::int64_t i = 0; i < 100; ++i)
    tasks.push_back(database->write(script("INSERT INTO t VALUES ($1)", {sql::Type::int64}, {i})));
  for (const auto& answer : run_all(std::move(tasks))) EXPECT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), Value(std::int64_t{100}));
}

}  // namespace
}  // namespace tenon::db::postgres
