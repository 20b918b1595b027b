#include "db/postgres/testing/test_database.hpp"

namespace tenon::db::postgres {
namespace {

using base::Value;
using testing::define;
using testing::OpenDatabase;
using testing::run_all;
using testing::statement;
using testing::value;

using Answers = std::vector<Outcome<std::int64_t>>;

base::Task<Outcome<std::int64_t>> write_one(Database& database, const sql::Statement& one, std::int64_t number,
                                            const Value* key = nullptr, std::vector<std::int64_t>* returned = nullptr) {
  const std::vector<Value> values{number};
  const OnRow on_row = [&](const RowView& row) {
    if (returned) returned->push_back(row.integer(0));
    return true;
  };
  const std::function<void()> restart = [] {};
  auto outcome =
      co_await database.write_one(one, values, key, on_row, restart, base::Deadline::after(std::chrono::seconds(20)));
  co_return outcome;
}

sql::Statement insert() {
  return statement("INSERT INTO t (a) VALUES ($1) RETURNING a", {sql::Type::int64}, "t");
}

TEST(PostgresGroups, ShareTheirCommits) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  const auto one = insert();
  std::vector<std::int64_t> returned;
  base::BlockingLoop loop;
  std::vector<base::Task<Outcome<std::int64_t>>> tasks;
  for (std::int64_t i = 0; i < 100; ++i) tasks.push_back(write_one(*database, one, i, nullptr, &returned));
  for (auto& task : tasks) task.start();
  for (auto& task : tasks) {
    while (!task.done()) loop.run_one();
    const auto outcome = task.take();
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(*outcome, 1);
  }
  const auto [groups, statements] = database->grouped_writes();
  EXPECT_EQ(statements, 100U);
  EXPECT_LE(groups, 3U);
  EXPECT_EQ(returned.size(), 100U);
  EXPECT_EQ(database.psql("SELECT count(*) FROM t"), "100");
}

TEST(PostgresGroups, OneThatFailsInAnyPlaceFailsAlone) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint CONSTRAINT taken PRIMARY KEY)", "INSERT INTO t VALUES (-1)"});
  const auto one = insert();
  constexpr std::int64_t size = 6;
  for (std::int64_t failing = 0; failing < size; ++failing) {
    std::vector<std::int64_t> returned;
    std::vector<base::Task<Outcome<std::int64_t>>> tasks;
    for (std::int64_t i = 0; i < size; ++i)
      tasks.push_back(write_one(*database, one, i == failing ? -1 : failing * 10 + i, nullptr, &returned));
    const auto answers = run_all(std::move(tasks));
    for (std::int64_t i = 0; i < size; ++i) {
      ASSERT_EQ(answers[i].has_value(), i != failing) << i << " with " << failing;
      if (i != failing) continue;
      EXPECT_EQ(answers[i].error().kind, FailureKind::unique);
      EXPECT_EQ(answers[i].error().constraint, "taken");
    }
    EXPECT_EQ(returned.size(), size - 1U) << "rows of what was undone were given, or none of what was done";
  }
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), Value(size * (size - 1) + 1));
}

TEST(PostgresGroups, AreNotToldThatTheyAreDoneWhenTheCommitFails) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint CONSTRAINT late UNIQUE DEFERRABLE INITIALLY DEFERRED)",
                     "INSERT INTO t VALUES (7)"});
  const auto one = insert();
  std::vector<base::Task<Outcome<std::int64_t>>> tasks;
  for (std::int64_t i = 5; i < 10; ++i) tasks.push_back(write_one(*database, one, i));
  const auto answers = run_all(std::move(tasks));
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].has_value(), i != 2) << i;
  EXPECT_EQ(database.psql("SELECT count(*) FROM t"), "5");
}

TEST(PostgresGroups, ALockedRowHoldsUpNobodyElse) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)", "INSERT INTO t VALUES (1)"});
  auto other = database->session();
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->execute("BEGIN"));
  ASSERT_TRUE((*other)->execute("SELECT a FROM t WHERE a = 1 FOR UPDATE"));
  const auto put = insert();
  const auto take = statement("DELETE FROM t WHERE a = $1", {sql::Type::int64}, "t");
  const Value key = std::int64_t{1};
  std::vector<base::Task<Outcome<std::int64_t>>> tasks;
  tasks.push_back(write_one(*database, take, 1, &key));
  for (std::int64_t i = 2; i < 6; ++i) tasks.push_back(write_one(*database, put, i));
  const auto answers = run_all(std::move(tasks));
  ASSERT_FALSE(answers[0]) << "the other one still holds the row";
  EXPECT_EQ(answers[0].error().kind, FailureKind::busy);
  for (std::size_t i = 1; i < answers.size(); ++i) EXPECT_TRUE(answers[i]) << i;
  ASSERT_TRUE((*other)->execute("ROLLBACK"));
  EXPECT_EQ(database.psql("SELECT count(*) FROM t"), "5");
}

TEST(PostgresGroups, OfTwoLoopsThatWantTheSameKeysBothEnd) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  const auto one = insert();
  std::atomic<int> stored{0};
  std::atomic<int> taken{0};
  std::atomic<int> other{0};
  const auto work = [&](bool forward) {
    for (int round = 0; round < 10; ++round) {
      std::vector<base::Task<Outcome<std::int64_t>>> tasks;
      for (std::int64_t i = 0; i < 20; ++i)
        tasks.push_back(write_one(*database, one, round * 20 + (forward ? i : 19 - i)));
      for (const auto& answer : run_all(std::move(tasks))) {
        if (answer)
          ++stored;
        else if (answer.error().kind == FailureKind::unique)
          ++taken;
        else
          ++other;
      }
    }
  };
  std::thread second([&] { work(false); });
  work(true);
  second.join();
  EXPECT_EQ(stored, 200);
  EXPECT_EQ(taken, 200);
  EXPECT_EQ(other, 0);
}

TEST(PostgresGroups, OfUpdatesInOppositeOrdersDoNotLockEachOtherOut) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY, n bigint NOT NULL DEFAULT 0)",
                     "INSERT INTO t (a) SELECT generate_series(0, 19)"});
  const auto one = statement("UPDATE t SET n = n + 1 WHERE a = $1 RETURNING n", {sql::Type::int64}, "t");
  const auto work = [&](bool forward) {
    for (int round = 0; round < 10; ++round) {
      std::vector<Value> keys;
      for (std::int64_t i = 0; i < 20; ++i) keys.emplace_back(forward ? i : 19 - i);
      std::vector<base::Task<Outcome<std::int64_t>>> tasks;
      for (const auto& key : keys) tasks.push_back(write_one(*database, one, std::get<std::int64_t>(key), &key));
      for (const auto& answer : run_all(std::move(tasks))) EXPECT_TRUE(answer) << answer.error().message;
    }
  };
  std::thread second([&] { work(false); });
  work(true);
  second.join();
  EXPECT_EQ(value(*database, "SELECT sum(n)::bigint FROM t"), Value(std::int64_t{400}));
  EXPECT_EQ(database.psql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"), "0");
}

TEST(PostgresGroups, ThatWereSentWhenTheConnectionBrokeAreNotRunAgain) {
  OpenDatabase database;
  define(*database, {"CREATE TABLE t (a bigint)"});
  const auto slow = statement("INSERT INTO t SELECT $1 FROM pg_sleep(30)", {sql::Type::int64}, "t");
  std::thread breaker([&] {
    while (database
               .psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'INSERT%' AND state = "
                     "'active' AND datname = current_database()")
               .empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  std::vector<base::Task<Outcome<std::int64_t>>> tasks;
  tasks.push_back(write_one(*database, slow, 1));
  tasks.push_back(write_one(*database, slow, 2));
  const auto answers = run_all(std::move(tasks));
  breaker.join();
  for (const auto& answer : answers) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, FailureKind::unavailable);
  }
  EXPECT_EQ(database.psql("SELECT count(*) FROM t"), "0");
}

}  // namespace
}  // namespace tenon::db::postgres
