#include "base/task_blocking.hpp"
#include "db/sqlite/testing/test_database.hpp"

#include <semaphore>

namespace tenon::db::sqlite {
namespace {

using testing::script;
using testing::statement;
using testing::temporary;
using testing::value;
using testing::write;
using testing::write_all;

class WriterTest : public ::testing::Test {
 protected:
  void SetUp() override { testing::define(*database_, {"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"}); }
  std::int64_t count() { return std::get<std::int64_t>(value(*database_, "SELECT count(*) FROM t")); }

  std::unique_ptr<SqliteDatabase> database_ = temporary();
};

Script insert(std::int64_t id) {
  return script("INSERT INTO t (id) VALUES (?1)", {id});
}

TEST_F(WriterTest, AWriteIsThereWhenItsWaiterGoesOn) {
  ASSERT_TRUE(write(*database_, insert(1)));
  EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, ManyWaitersShareACommit) {
  Options options;
  options.writer.max_group_time = std::chrono::minutes(1);
  const auto database = temporary(std::move(options));
  testing::define(*database, {"CREATE TABLE t (id INTEGER PRIMARY KEY)"});
  // The writer is busy while all of them arrive.
  std::binary_semaphore begun(0);
  std::binary_semaphore go_on(0);
  std::thread blocker([&] {
    Script slow = [&](Transaction&) -> base::Task<base::Result<void>> {
      begun.release();
      go_on.acquire();
      co_return base::Result<void>{};
    };
    EXPECT_TRUE(write(*database, std::move(slow)));
  });
  begun.acquire();
  const auto before = database->commits();
  std::vector<Script> scripts;
  for (int i = 0; i < 200; ++i) scripts.push_back(insert(i));
  for (const auto& answer : write_all(*database, std::move(scripts), [&] { go_on.release(); })) EXPECT_TRUE(answer);
  blocker.join();
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), base::Value(std::int64_t{200}));
  EXPECT_LE(database->commits() - before, 2);
}

TEST_F(WriterTest, AFailingScriptHurtsNobodyAtAnyPlace) {
  constexpr int size = 7;
  for (int failing = 0; failing < size; ++failing) {
    std::vector<Script> scripts;
    for (int i = 0; i < size; ++i) {
      const std::int64_t id = failing * 100 + i;
      if (i != failing) {
        scripts.push_back(insert(id));
        continue;
      }
      scripts.push_back([first = statement("INSERT INTO t (id) VALUES (?1)", 1),
                         second = statement("INSERT INTO t (id) VALUES (?1)", 1),
                         id](Transaction& transaction) -> base::Task<base::Result<void>> {
        const std::vector<base::Value> values{id};
        auto good = co_await transaction.run(first, values, {});
        EXPECT_TRUE(good);
        auto bad = co_await transaction.run(second, values, {});
        EXPECT_EQ(bad.error().kind, FailureKind::unique);
        co_return std::unexpected(base::Error(base::ErrorCode::conflict, "taken"));
      });
    }
    const auto answers = write_all(*database_, std::move(scripts));
    for (int i = 0; i < size; ++i) {
      EXPECT_EQ(answers[i].has_value(), i != failing) << "at " << i;
      if (!answers[i]) {
        EXPECT_EQ(answers[i].error().code, base::ErrorCode::conflict);
      }
    }
    EXPECT_EQ(value(*database_, "SELECT count(*) FROM t WHERE id / 100 = " + std::to_string(failing)),
              base::Value(std::int64_t{size - 1}));
  }
}

TEST_F(WriterTest, AScriptThatThrowsIsUndoneAndAnsweredAsOurFault) {
  std::vector<Script> scripts;
  scripts.push_back(insert(1));
  scripts.push_back([wanted = statement("INSERT INTO t (id) VALUES (2)")](
                        Transaction& transaction) -> base::Task<base::Result<void>> {
    auto done = co_await transaction.run(wanted, {}, {});
    EXPECT_TRUE(done);
    throw std::runtime_error("a fault of ours");
  });
  scripts.push_back(insert(3));
  const auto answers = write_all(*database_, std::move(scripts));
  EXPECT_TRUE(answers[0]);
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().code, base::ErrorCode::internal);
  EXPECT_NE(answers[1].error().cause.find("a fault of ours"), std::string::npos);
  EXPECT_TRUE(answers[2]);
  EXPECT_EQ(count(), 2);
}

TEST_F(WriterTest, AFailedStatementLeavesTheTransactionUsable) {
  Script work = [first = statement("INSERT INTO t (id, name) VALUES (1, 'a')"),
                 second = statement("INSERT INTO t (id, name) VALUES (2, 'a')"),
                 third = statement("INSERT INTO t (id, name) VALUES (2, 'b')")](
                    Transaction& transaction) -> base::Task<base::Result<void>> {
    auto one = co_await transaction.run(first, {}, {});
    EXPECT_EQ(*one, 1);
    auto two = co_await transaction.run(second, {}, {});
    EXPECT_EQ(two.error().kind, FailureKind::unique);
    auto three = co_await transaction.run(third, {}, {});
    EXPECT_TRUE(three);
    co_return base::Result<void>{};
  };
  EXPECT_TRUE(write(*database_, std::move(work)));
  EXPECT_EQ(count(), 2);
}

TEST_F(WriterTest, RowsChangedAreThoseOfTheStatementItself) {
  testing::define(*database_, {"CREATE TABLE child (t INTEGER REFERENCES t (id) ON DELETE CASCADE)",
                               "INSERT INTO t (id) VALUES (1), (2)", "INSERT INTO child (t) VALUES (1), (1), (2)"});
  std::int64_t changed = -1;
  std::int64_t read = -1;
  Script work = [&, remove = statement("DELETE FROM t"),
                 look = statement("SELECT 1")](Transaction& transaction) -> base::Task<base::Result<void>> {
    auto removed = co_await transaction.run(remove, {}, {});
    changed = *removed;
    auto looked = co_await transaction.run(look, {}, {});
    read = *looked;
    co_return base::Result<void>{};
  };
  EXPECT_TRUE(write(*database_, std::move(work)));
  EXPECT_EQ(changed, 2);
  EXPECT_EQ(read, 0);
  EXPECT_EQ(value(*database_, "SELECT count(*) FROM child"), base::Value(std::int64_t{0}));
}

TEST_F(WriterTest, AWritingStatementGoesToItsEndWhateverTheCallbackSays) {
  testing::define(*database_, {"INSERT INTO t (id) VALUES (1), (2), (3)"});
  int seen = 0;
  Script work = [&, update = statement("UPDATE t SET name = 'n' || id RETURNING id")](
                    Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row = [&](const RowView&) {
      ++seen;
      return false;
    };
    auto changed = co_await transaction.run(update, {}, on_row);
    EXPECT_EQ(*changed, 3);
    co_return base::Result<void>{};
  };
  EXPECT_TRUE(write(*database_, std::move(work)));
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(value(*database_, "SELECT count(*) FROM t WHERE name IS NOT NULL"), base::Value(std::int64_t{3}));
}

TEST_F(WriterTest, TooManyWaitingWritesAreRefused) {
  Options options;
  options.writer.max_waiting = 3;
  auto database = temporary(std::move(options));
  testing::define(*database, {"CREATE TABLE t (id INTEGER PRIMARY KEY)"});
  std::binary_semaphore begun(0);
  std::binary_semaphore go_on(0);
  std::thread blocker([&] {
    Script slow = [&](Transaction&) -> base::Task<base::Result<void>> {
      begun.release();
      go_on.acquire();
      co_return base::Result<void>{};
    };
    EXPECT_TRUE(write(*database, std::move(slow)));
  });
  begun.acquire();
  std::vector<Script> scripts;
  for (int i = 0; i < 5; ++i) scripts.push_back(insert(i));
  const auto answers = write_all(*database, std::move(scripts), [&] { go_on.release(); });
  blocker.join();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(answers[i].has_value(), i < 3);
  EXPECT_EQ(answers[4].error().code, base::ErrorCode::unavailable);
  EXPECT_GT(answers[4].error().retry_after_seconds, 0);
}

TEST_F(WriterTest, WritesWithoutALoopBlock) {
  auto task = database_->write(insert(1));
  task.start();
  ASSERT_TRUE(task.done());
  EXPECT_TRUE(task.take());
  EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, ClosingFinishesWhatWasTakenInAndRefusesTheRest) {
  const testing::Folder folder;
  auto database = open_file(folder / "data.db", {});
  testing::define(*database, {"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"});
  {
    base::BlockingLoop loop;
    std::vector<base::Task<base::Result<void>>> tasks;
    for (int i = 0; i < 50; ++i) tasks.push_back(database->write(insert(i)));
    for (auto& task : tasks) task.start();
    database->close();
    for (auto& task : tasks) {
      while (!task.done()) loop.run_one();
      EXPECT_TRUE(task.take());
    }
    auto late = database->write(insert(100));
    late.start();
    while (!late.done()) loop.run_one();
    EXPECT_EQ(late.take().error().code, base::ErrorCode::unavailable);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "data.db-wal")) << "the log is copied back and removed";
  auto again = open_file(folder / "data.db", {});
  EXPECT_EQ(value(*again, "SELECT count(*) FROM t"), base::Value(std::int64_t{50}));
}

TEST_F(WriterTest, TheLogIsCopiedBackAndBeginsAnew) {
  const testing::Folder folder;
  auto database = open_file(folder / "data.db", {});
  testing::define(*database, {"CREATE TABLE big (data BLOB)"});
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(write(*database, script("INSERT INTO big VALUES (randomblob(400000))")));
  // Sixty times a hundred pages; without copying back it would be 24 MB.
  EXPECT_LT(std::filesystem::file_size(folder / "data.db-wal"), 12'000'000);
  EXPECT_GT(std::filesystem::file_size(folder / "data.db"), 15'000'000);
}

TEST_F(WriterTest, DefinitionIsAllOrNothing) {
  const std::vector<std::string> statements{"CREATE TABLE a (x)", "CREATE TABLE a (x)"};
  const auto done = database_->define(statements);
  ASSERT_FALSE(done);
  EXPECT_EQ(*database_->tables(), std::vector<std::string>{"t"});
}

TEST_F(WriterTest, LoopsOnManyThreadsWriteAtOnce) {
  constexpr int threads = 4;
  constexpr int each = 100;
  std::vector<std::thread> running;
  for (int thread = 0; thread < threads; ++thread)
    running.emplace_back([&, thread] {
      for (int i = 0; i < each; i += 10) {
        std::vector<Script> scripts;
        for (int k = 0; k < 10; ++k) scripts.push_back(insert(thread * each + i + k));
        for (const auto& answer : write_all(*database_, std::move(scripts))) EXPECT_TRUE(answer);
        EXPECT_GE(count(), i);
      }
    });
  for (auto& thread : running) thread.join();
  EXPECT_EQ(count(), threads * each);
}

Outcome<std::int64_t> write_one(SqliteDatabase& database, const std::string& text, std::int64_t id,
                                const OnRow& on_row) {
  const auto one = statement(text, 1);
  const std::vector<base::Value> values{id};
  const std::function<void()> restart = [] {};
  return base::run_blocking(database.write_one(one, values, nullptr, on_row, restart, base::Deadline::never()));
}

TEST_F(WriterTest, OneStatementIsATransactionOfItsOwn) {
  std::int64_t returned = 0;
  const OnRow on_row = [&](const RowView& row) {
    returned = row.integer(0);
    return true;
  };
  const auto before = database_->commits();
  const auto inserted = write_one(*database_, "INSERT INTO t (id) VALUES (?1) RETURNING id", 5, on_row);
  ASSERT_TRUE(inserted);
  EXPECT_EQ(*inserted, 1);
  EXPECT_EQ(returned, 5);
  EXPECT_EQ(database_->commits(), before + 1);
  EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, OneStatementThatFailsTellsWhy) {
  ASSERT_TRUE(write_one(*database_, "INSERT INTO t (id) VALUES (?1)", 5, {}));
  const auto again = write_one(*database_, "INSERT INTO t (id) VALUES (?1)", 5, {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, FailureKind::unique);
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace tenon::db::sqlite
