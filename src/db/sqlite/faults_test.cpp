#include "db/sqlite/testing/faulty_file_system.hpp"
#include "db/sqlite/testing/test_database.hpp"

#include <random>
#include <set>

namespace tenon::db::sqlite {
namespace {

using testing::script;
using testing::statement;
using testing::value;
using testing::write;
using testing::write_all;

/// A disk that fails on demand, and the database on it.
class FaultsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    open();
    testing::define(*database_, {"CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)"});
  }

  void open() {
    Options options;
    options.connection.file_system = files_.name();
    database_ = open_file(folder_ / "data.db", std::move(options));
  }
  static Script insert(std::int64_t id) { return script("INSERT INTO t (id) VALUES (?1)", {id}); }
  std::int64_t count() { return std::get<std::int64_t>(value(*database_, "SELECT count(*) FROM t")); }

  testing::Folder folder_;
  testing::FaultyFileSystem files_;
  std::unique_ptr<SqliteDatabase> database_;
};

TEST_F(FaultsTest, AWaiterIsToldOnlyAfterTheSync) {
  files_.faults().sync_delay_ms = 200;
  const int before = files_.faults().log_syncs;
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(write(*database_, insert(1)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(200));
  EXPECT_GT(files_.faults().log_syncs, before);
}

TEST_F(FaultsTest, OneSyncServesAGroup) {
  ASSERT_TRUE(write(*database_, insert(1'000)));
  files_.faults().sync_delay_ms = 50;
  const int before = files_.faults().log_syncs;
  std::vector<Script> scripts;
  for (int i = 0; i < 100; ++i) scripts.push_back(insert(i));
  for (const auto& answer : write_all(*database_, std::move(scripts))) EXPECT_TRUE(answer);
  EXPECT_LT(files_.faults().log_syncs - before, 40);
  EXPECT_EQ(count(), 101);
}

TEST_F(FaultsTest, AFailedSyncIsNeverAcknowledgedAndWritingResumes) {
  ASSERT_TRUE(write(*database_, insert(1)));
  files_.faults().sync_fails = true;
  for (int i = 2; i < 5; ++i) {
    const auto answer = write(*database_, insert(i));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::ErrorCode::unavailable);
    EXPECT_EQ(count(), 1) << "reads go on, and do not see it";
  }
  files_.faults().sync_fails = false;
  ASSERT_TRUE(write(*database_, insert(5)));
  EXPECT_EQ(count(), 2);
  database_.reset();
  open();
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(value(*database_, "SELECT group_concat(id) FROM t"), base::Value(std::string("1,5")));
}

TEST_F(FaultsTest, AFullDiskFailsTheGroupAndNothingOfItIsStored) {
  files_.faults().disk_full = true;
  std::vector<Script> scripts;
  for (int i = 0; i < 10; ++i) scripts.push_back(insert(i));
  for (const auto& answer : write_all(*database_, std::move(scripts))) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::ErrorCode::unavailable);
  }
  EXPECT_EQ(count(), 0);
  files_.faults().disk_full = false;
  ASSERT_TRUE(write(*database_, insert(1)));
  EXPECT_EQ(count(), 1);
}

TEST_F(FaultsTest, AShortWriteIsNeverAcknowledged) {
  ASSERT_TRUE(write(*database_, insert(1)));
  files_.faults().short_write = true;
  EXPECT_FALSE(write(*database_, insert(2)));
  ASSERT_TRUE(write(*database_, insert(3)));
  database_.reset();
  open();
  EXPECT_EQ(value(*database_, "SELECT group_concat(id) FROM t"), base::Value(std::string("1,3")));
}

TEST_F(FaultsTest, ADiskFailureInsideAScriptFailsTheGroupEvenIfTheScriptSaysItIsFine) {
  // More than the page cache holds: SQLite writes to the log before the commit.
  const auto big = statement("INSERT INTO t (data) VALUES (zeroblob(60000000))");
  files_.faults().writes_until_full = 10;
  std::vector<Script> scripts;
  scripts.push_back(insert(1));
  scripts.push_back([&](Transaction& transaction) -> base::Task<base::Result<void>> {
    auto outcome = co_await transaction.run(big, {}, {});
    EXPECT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, FailureKind::full);
    co_return base::Result<void>{};
  });
  const auto answers = write_all(*database_, std::move(scripts));
  EXPECT_FALSE(answers[1]);
  // The first may have had a group, and a commit, of its own.
  EXPECT_EQ(count(), answers[0] ? 1 : 0);
  files_.faults().disk_full = false;
  EXPECT_TRUE(write(*database_, insert(2)));
}

TEST_F(FaultsTest, AFailingCopyBackLosesNothing) {
  files_.faults().log_only = false;
  for (int i = 0; i < 40; ++i) {
    // The log's own writes fail too now and then; what counts is what was acknowledged.
    files_.faults().sync_fails = i % 3 == 1;
    (void)write(*database_, script("INSERT INTO t (data) VALUES (randomblob(500000))"));
  }
  files_.faults().sync_fails = false;
  ASSERT_TRUE(write(*database_, insert(1'000)));
  EXPECT_EQ(value(*database_, "SELECT integrity_check FROM pragma_integrity_check"), base::Value(std::string("ok")));
}

TEST_F(FaultsTest, WhateverFailsWhateverIsAcknowledgedIsThereAndNothingElse) {
  std::mt19937 random(7);
  std::set<std::int64_t> acknowledged;
  std::set<std::int64_t> refused;
  std::int64_t next = 0;
  for (int round = 0; round < 60; ++round) {
    switch (random() % 5) {
      case 0: files_.faults().sync_fails = true; break;
      case 1: files_.faults().disk_full = true; break;
      case 2: files_.faults().short_write = true; break;
      case 3: files_.faults().writes_until_full = static_cast<int>(random() % 8); break;
      default: break;
    }
    std::vector<Script> scripts;
    const auto first = next;
    for (auto left = random() % 8 + 1; left > 0; --left) scripts.push_back(insert(next++));
    const auto answers = write_all(*database_, std::move(scripts));
    for (std::size_t i = 0; i < answers.size(); ++i)
      (answers[i] ? acknowledged : refused).insert(first + static_cast<std::int64_t>(i));
    files_.faults().sync_fails = false;
    files_.faults().disk_full = false;
    files_.faults().short_write = false;
    files_.faults().writes_until_full = -1;
    if (round % 10 == 9) {
      database_.reset();
      open();
    }
  }
  // One more commit, so that no frame of a failed one is the last in the log.
  ASSERT_TRUE(write(*database_, insert(next)));
  acknowledged.insert(next);
  EXPECT_GT(acknowledged.size(), 50U);
  EXPECT_GT(refused.size(), 50U);
  const auto stored = testing::rows(*database_, statement("SELECT id FROM t"), 1);
  ASSERT_TRUE(stored);
  std::set<std::int64_t> ids;
  for (const auto& row : *stored) ids.insert(std::get<std::int64_t>(row[0]));
  for (const auto id : acknowledged) EXPECT_TRUE(ids.contains(id)) << id;
}

}  // namespace
}  // namespace tenon::db::sqlite
