#include "db/sqlite/testing/test_database.hpp"

#include <future>
#include <semaphore>

namespace tenon::db::sqlite {
namespace {

using testing::script;
using testing::statement;
using testing::temporary;
using testing::value;
using testing::write;

/// Far beyond a millisecond, without a table.
const char* const endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT max(i) FROM n";

TEST(ReadTest, AReadWithinTheBudgetStaysOnItsThread) {
  const auto database = temporary();
  std::thread::id reader;
  const OnRow on_row = [&](const RowView&) {
    reader = std::this_thread::get_id();
    return true;
  };
  bool restarted = false;
  const std::function<void()> restart = [&] { restarted = true; };
  const auto wanted = statement(endless, 1);
  const std::vector<base::Value> values{std::int64_t{100}};
  ASSERT_TRUE(base::run_blocking(database->read(wanted, values, on_row, restart, base::Deadline::never())));
  EXPECT_EQ(reader, std::this_thread::get_id());
  EXPECT_FALSE(restarted);
  EXPECT_EQ(database->long_reads(), 0);
}

TEST(ReadTest, AReadOverTheBudgetIsRunAgainElsewhereAfterARestart) {
  const auto database = temporary();
  // Gives rows before the budget is used up.
  const auto wanted =
      statement("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n");
  std::int64_t rows = 0;
  int restarts = 0;
  std::thread::id reader;
  const OnRow on_row = [&](const RowView& row) {
    EXPECT_EQ(row.integer(0), ++rows);
    reader = std::this_thread::get_id();
    return true;
  };
  const std::function<void()> restart = [&] {
    EXPECT_GT(rows, 0);
    rows = 0;
    ++restarts;
  };
  ASSERT_TRUE(base::run_blocking(database->read(wanted, {}, on_row, restart, base::Deadline::never())));
  EXPECT_EQ(rows, 100'000);
  EXPECT_EQ(restarts, 1);
  EXPECT_NE(reader, std::this_thread::get_id());
  EXPECT_EQ(database->long_reads(), 1);
}

TEST(ReadTest, AStatementKnownToBeLongIsNotTriedOnTheLoop) {
  const auto database = temporary();
  const auto wanted = statement(endless, 1);
  const std::vector<base::Value> values{std::int64_t{100'000}};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(testing::rows(*database, wanted, 1, values));
  EXPECT_EQ(database->long_reads(), 3);
  // And is given another chance later: with other values it may be short.
  const std::vector<base::Value> few{std::int64_t{10}};
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(testing::rows(*database, wanted, 1, few));
  EXPECT_LT(database->long_reads(), 30);
}

TEST(ReadTest, ALongReadDoesNotStallItsLoop) {
  const auto database = temporary();
  testing::define(*database, {"CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)"});
  const auto slow = statement(endless, 1);
  const auto quick = statement("SELECT n FROM t");
  const std::vector<base::Value> values{std::int64_t{3'000'000}};
  const OnRow ignore = [](const RowView&) { return true; };
  const std::function<void()> restart = [] {};
  base::BlockingLoop loop;
  auto waiting = database->read(slow, values, ignore, restart, base::Deadline::never());
  waiting.start();
  ASSERT_FALSE(waiting.done());
  const auto start = std::chrono::steady_clock::now();
  int answered = 0;
  for (int i = 0; i < 20; ++i) {
    auto task = database->read(quick, {}, ignore, restart, base::Deadline::never());
    task.start();
    EXPECT_TRUE(task.done());
    if (task.take()) ++answered;
  }
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(answered, 20);
  EXPECT_FALSE(waiting.done()) << "the long one took " << std::chrono::duration<double>(took).count() << " s or less";
  while (!waiting.done()) loop.run_one();
  EXPECT_TRUE(waiting.take());
}

TEST(ReadTest, TheDeadlineEndsALongRead) {
  const auto database = temporary();
  const auto wanted = statement(endless, 1);
  const std::vector<base::Value> values{std::int64_t{1'000'000'000'000}};
  const OnRow ignore = [](const RowView&) { return true; };
  const std::function<void()> restart = [] {};
  const auto outcome = base::run_blocking(
      database->read(wanted, values, ignore, restart, base::Deadline::after(std::chrono::milliseconds(100))));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::deadline);
  EXPECT_EQ(to_error(outcome.error()).code, base::ErrorCode::unavailable);
}

TEST(ReadTest, WaitingForAReaderCountsTowardsTheDeadline) {
  Options options;
  options.reader_threads = 1;
  const auto database = temporary(std::move(options));
  const auto wanted = statement(endless, 1);
  const std::vector<base::Value> values{std::int64_t{1'000'000'000'000}};
  const OnRow ignore = [](const RowView&) { return true; };
  const std::function<void()> restart = [] {};
  base::BlockingLoop loop;
  const auto soon = base::Deadline::after(std::chrono::milliseconds(200));
  auto first = database->read(wanted, values, ignore, restart, soon);
  auto second = database->read(wanted, values, ignore, restart, soon);
  first.start();
  second.start();
  while (!first.done() || !second.done()) loop.run_one();
  EXPECT_EQ(first.take().error().kind, FailureKind::deadline);
  EXPECT_EQ(second.take().error().kind, FailureKind::deadline);
}

TEST(ReadTest, TooManyLongReadsAreRefused) {
  Options options;
  options.reader_threads = 1;
  options.max_waiting_reads = 1;
  const auto database = temporary(std::move(options));
  const auto wanted = statement(endless, 1);
  const std::vector<base::Value> values{std::int64_t{1'000'000'000'000}};
  const OnRow ignore = [](const RowView&) { return true; };
  const std::function<void()> restart = [] {};
  base::BlockingLoop loop;
  std::vector<base::Task<Outcome<void>>> tasks;
  const auto soon = base::Deadline::after(std::chrono::seconds(1));
  for (int i = 0; i < 4; ++i) tasks.push_back(database->read(wanted, values, ignore, restart, soon));
  for (auto& task : tasks) task.start();
  int refused = 0;
  for (auto& task : tasks) {
    while (!task.done()) loop.run_one();
    if (task.take().error().kind == FailureKind::unavailable) ++refused;
  }
  EXPECT_GE(refused, 2);
}

TEST(ReadTest, WhatTheCallbackThrowsReachesTheWaiter) {
  const auto database = temporary();
  const OnRow on_row = [](const RowView&) -> bool { throw std::logic_error("a fault of the callback"); };
  const std::function<void()> restart = [] {};
  for (const std::int64_t size : {10, 1'000'000}) {
    const auto wanted = statement(endless, 1);
    const std::vector<base::Value> values{size};
    EXPECT_THROW((void)base::run_blocking(database->read(wanted, values, on_row, restart, base::Deadline::never())),
                 std::logic_error);
  }
  EXPECT_EQ(value(*database, "SELECT 1"), base::Value(std::int64_t{1}));
}

TEST(ReadTest, ReadsCannotWrite) {
  const auto database = temporary();
  testing::define(*database, {"CREATE TABLE t (n INTEGER)"});
  EXPECT_FALSE(testing::rows(*database, statement("INSERT INTO t VALUES (1)"), 1));
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), base::Value(std::int64_t{0}));
}

TEST(ReadTest, ReadsWithoutALoopBlock) {
  const auto database = temporary();
  const auto wanted = statement("SELECT 42");
  std::int64_t found = 0;
  const OnRow on_row = [&](const RowView& row) {
    found = row.integer(0);
    return true;
  };
  const std::function<void()> restart = [] {};
  auto task = database->read(wanted, {}, on_row, restart, base::Deadline::never());
  task.start();
  ASSERT_TRUE(task.done());
  EXPECT_TRUE(task.take());
  EXPECT_EQ(found, 42);
}

TEST(ReadTest, AReaderSeesOneSnapshotWhileOthersWrite) {
  const auto database = temporary();
  testing::define(*database, {"CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (0)"});
  std::atomic<bool> ended{false};
  std::thread writer([&] {
    // Always an even number in two rows.
    for (int i = 0; i < 200; ++i) EXPECT_TRUE(write(*database, script("INSERT INTO t VALUES (1), (1)")));
    ended = true;
  });
  while (!ended) {
    const auto count = value(*database, "SELECT sum(n) FROM t");
    EXPECT_EQ(std::get<std::int64_t>(count) % 2, 0);
  }
  writer.join();
}

TEST(ReadTest, EveryKindOfValueComesBackAsItWent) {
  const auto database = temporary();
  const std::vector<base::Value> values{base::Null{},  std::int64_t{-1},
                                        0.5,           std::string("zero \0 byte", 11),
                                        std::string(), base::Bytes{std::string("\0\1", 2)},
                                        base::Bytes{}, std::string(100'000, 'x')};
  const auto found = testing::rows(*database, statement("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8", 8), 8, values);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->front(), values);
}

TEST(ReadTest, ThousandsOfStatementsDoNotPileUp) {
  const auto database = temporary();
  for (int i = 0; i < 2'000; ++i)
    EXPECT_EQ(value(*database, "SELECT " + std::to_string(i)), base::Value(std::int64_t{i}));
}

TEST(ReadTest, MalformedStatementsAreOurFaultAndNameThemselves) {
  const auto database = temporary();
  const auto found = testing::rows(*database, statement("SELECT nothing FROM nowhere"), 1);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, FailureKind::other);
  EXPECT_NE(found.error().message.find("nowhere"), std::string::npos);
  EXPECT_EQ(to_error(found.error()).code, base::ErrorCode::internal);
  EXPECT_FALSE(testing::rows(*database, statement("SELECT \"no_string\""), 1)) << "a quoted name is never a string";
}

TEST(ReadTest, TheChangeCounterMovesWithEveryCommitOfOursAtOnce) {
  const auto database = temporary();
  testing::define(*database, {"CREATE TABLE t (n INTEGER)"});
  // Our own commits are seen a second time by data_version, which is looked at now and then.
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  (void)database->change_counter();
  const auto before = database->change_counter();
  EXPECT_EQ(database->change_counter(), before);
  ASSERT_TRUE(write(*database, script("INSERT INTO t VALUES (1)")));
  EXPECT_NE(database->change_counter(), before);
}

TEST(ReadTest, TheChangeCounterSeesOtherProcesses) {
  const testing::Folder folder;
  auto here = open_file(folder / "data.db", {});
  testing::define(*here, {"CREATE TABLE t (n INTEGER)"});
  auto there = open_file(folder / "data.db", {});
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  const auto before = here->change_counter();
  ASSERT_TRUE(write(*there, script("INSERT INTO t VALUES (1)")));
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  EXPECT_NE(here->change_counter(), before);
}

TEST(ReadTest, PingAnswers) {
  const auto database = temporary();
  EXPECT_TRUE(base::run_blocking(database->ping()));
}

TEST(ReadTest, ThreadsThatComeAndGoShareConnections) {
  const auto database = temporary();
  for (int i = 0; i < 50; ++i)
    std::thread([&] { EXPECT_EQ(value(*database, "SELECT 1"), base::Value(std::int64_t{1})); }).join();
  std::size_t descriptors = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++descriptors;
  EXPECT_LT(descriptors, 60U);
}

}  // namespace
}  // namespace tenon::db::sqlite
