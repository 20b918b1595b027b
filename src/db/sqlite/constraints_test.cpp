#include "db/sqlite/failure.hpp"
#include "db/sqlite/testing/test_database.hpp"

#include <sqlite3.h>

namespace tenon::db::sqlite {
namespace {

using testing::statement;

class ConstraintsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::define(*database_, {"CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, email TEXT UNIQUE,"
                                 " age INTEGER CONSTRAINT grown_up CHECK (age >= 18)) STRICT",
                                 "CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,"
                                 " author TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT) STRICT",
                                 "CREATE TABLE tags (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID",
                                 "INSERT INTO users (id, email) VALUES ('u', 'u@example.org')",
                                 "INSERT INTO posts (author) VALUES ('u')", "INSERT INTO tags VALUES (1, 1)"});
  }

  std::optional<FailureKind> kind(std::string text, std::vector<base::Value> values = {}) {
    std::optional<FailureKind> found;
    Script work = [&, wanted = statement(std::move(text)),
                   values = std::move(values)](Transaction& transaction) -> base::Task<base::Result<void>> {
      auto outcome = co_await transaction.run(wanted, values, {});
      if (!outcome) {
        found = outcome.error().kind;
        message_ = outcome.error().message;
      }
      co_return base::Result<void>{};
    };
    EXPECT_TRUE(testing::write(*database_, std::move(work)));
    return found;
  }

  std::string message_;
  std::unique_ptr<SqliteDatabase> database_ = testing::temporary();
};

TEST_F(ConstraintsTest, KindsAreToldApart) {
  EXPECT_EQ(kind("INSERT INTO users (id, email) VALUES ('v', 'u@example.org')"), FailureKind::unique);
  EXPECT_EQ(kind("INSERT INTO users (id) VALUES ('u')"), FailureKind::unique);
  EXPECT_EQ(kind("INSERT INTO posts (id, author) VALUES (1, 'u')"), FailureKind::unique);
  EXPECT_EQ(kind("INSERT INTO tags VALUES (1, 1)"), FailureKind::unique);
  EXPECT_EQ(kind("INSERT INTO posts (author) VALUES ('nobody')"), FailureKind::foreign_key);
  EXPECT_EQ(kind("UPDATE posts SET author = 'nobody'"), FailureKind::foreign_key);
  EXPECT_EQ(kind("DELETE FROM users"), FailureKind::foreign_key);
  EXPECT_EQ(kind("INSERT INTO posts (author) VALUES (NULL)"), FailureKind::not_null);
  EXPECT_EQ(kind("INSERT INTO users (id, age) VALUES ('w', 3)"), FailureKind::check);
  EXPECT_NE(message_.find("grown_up"), std::string::npos);
  EXPECT_EQ(kind("INSERT INTO users (id, age) VALUES ('w', 'old')"), FailureKind::check);
  EXPECT_EQ(kind("INSERT INTO posts (id, author) VALUES ('one', 'u')"), FailureKind::check);
  EXPECT_EQ(kind("INSERT INTO nowhere VALUES (1)"), FailureKind::other);
  EXPECT_EQ(kind("INSERT INTO users (id, age) VALUES ('w', 18)"), std::nullopt);
}

TEST_F(ConstraintsTest, ConflictsOfKeysAloneAreIgnored) {
  EXPECT_EQ(kind("INSERT INTO tags VALUES (1, 1) ON CONFLICT DO NOTHING"), std::nullopt);
  EXPECT_EQ(kind("INSERT INTO posts (author) VALUES (NULL) ON CONFLICT DO NOTHING"), FailureKind::not_null);
}

TEST_F(ConstraintsTest, IdsAreNeverUsedAgain) {
  EXPECT_EQ(kind("DELETE FROM posts"), std::nullopt);
  EXPECT_EQ(kind("INSERT INTO posts (author) VALUES ('u')"), std::nullopt);
  EXPECT_EQ(testing::value(*database_, "SELECT id FROM posts"), base::Value(std::int64_t{2}));
}

TEST(FailureKindTest, CodesOfTheDiskAndTheProcess) {
  EXPECT_EQ(failure_kind(SQLITE_FULL), FailureKind::full);
  EXPECT_EQ(failure_kind(SQLITE_IOERR_FSYNC), FailureKind::full);
  EXPECT_EQ(failure_kind(SQLITE_IOERR_SHORT_READ), FailureKind::full);
  EXPECT_EQ(failure_kind(SQLITE_BUSY_SNAPSHOT), FailureKind::busy);
  EXPECT_EQ(failure_kind(SQLITE_CANTOPEN), FailureKind::unavailable);
  EXPECT_EQ(failure_kind(SQLITE_READONLY_DBMOVED), FailureKind::unavailable);
  EXPECT_EQ(failure_kind(SQLITE_INTERRUPT), FailureKind::deadline);
  EXPECT_EQ(failure_kind(SQLITE_CORRUPT), FailureKind::other);
  EXPECT_EQ(failure_kind(SQLITE_ERROR), FailureKind::other);
}

TEST(ToErrorTest, WhatMayPassIsAskedForAgainAndTheRestIsOurFault) {
  for (const auto kind : {FailureKind::busy, FailureKind::deadline, FailureKind::full, FailureKind::unavailable}) {
    const auto error = to_error(failure(kind, "words"));
    EXPECT_EQ(error.code, base::ErrorCode::unavailable);
    EXPECT_GT(error.retry_after_seconds, 0);
    EXPECT_EQ(error.message.find("words"), std::string::npos);
  }
  for (const auto kind : {FailureKind::other, FailureKind::unique, FailureKind::check})
    EXPECT_EQ(to_error(failure(kind, "words")).code, base::ErrorCode::internal);
}

}  // namespace
}  // namespace tenon::db::sqlite
