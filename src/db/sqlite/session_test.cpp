#include "db/session.hpp"

#include "db/sqlite/testing/test_database.hpp"

#include <gmock/gmock.h>

namespace tenon::db::sqlite {
namespace {

using testing::statement;
using testing::value;

TEST(SessionTest, WhatItCommitsEverybodySees) {
  const auto database = testing::temporary();
  auto session = database->session();
  ASSERT_TRUE(session) << session.error().message;
  ASSERT_TRUE((*session)->execute("CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1), (2)"));
  const std::vector<base::Value> three{std::int64_t{3}};
  const auto inserted = (*session)->run(statement("INSERT INTO a VALUES (?1)", 1), three, {});
  ASSERT_TRUE(inserted);
  EXPECT_EQ(*inserted, 1);
  EXPECT_EQ(value(*database, "SELECT sum(x) FROM a"), base::Value(std::int64_t{6}));
}

TEST(SessionTest, AnOpenTransactionIsUndoneWithItsSession) {
  const auto database = testing::temporary();
  testing::define(*database, {"CREATE TABLE a (x INTEGER) STRICT"});
  {
    auto session = database->session();
    ASSERT_TRUE((*session)->execute("BEGIN IMMEDIATE; INSERT INTO a VALUES (1)"));
    EXPECT_EQ(value(*database, "SELECT count(*) FROM a"), base::Value(std::int64_t{0}));
  }
  EXPECT_EQ(value(*database, "SELECT count(*) FROM a"), base::Value(std::int64_t{0}));
  EXPECT_TRUE(testing::write(*database, testing::script("INSERT INTO a VALUES (2)")));
}

TEST(SessionTest, SettingsAreItsOwn) {
  const auto database = testing::temporary();
  testing::define(*database, {"CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT",
                              "CREATE TABLE b (a_id INTEGER NOT NULL REFERENCES a (id)) STRICT"});
  auto session = database->session();
  ASSERT_TRUE((*session)->execute("PRAGMA foreign_keys=OFF; INSERT INTO b VALUES (7)"));
  EXPECT_FALSE(testing::write(*database, testing::script("INSERT INTO b VALUES (8)")));
}

TEST(SessionTest, AFaultyTextSaysWhatIsWrong) {
  const auto database = testing::temporary();
  auto session = database->session();
  const auto done = (*session)->execute("CREATE TABLE nonsense (");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, FailureKind::other);
  EXPECT_THAT(done.error().message, ::testing::HasSubstr("incomplete input"));
}

}  // namespace
}  // namespace tenon::db::sqlite
