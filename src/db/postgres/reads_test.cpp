#include "db/postgres/testing/test_database.hpp"

namespace tenon::db::postgres {
namespace {

using base::Value;
using testing::OpenDatabase;
using testing::read_rows;
using testing::run_all;
using testing::statement;
using testing::value;

constexpr auto patience = std::chrono::seconds(20);

TEST(PostgresReads, ShareASyncAndFailAlone) {
  OpenDatabase database([](Options& options) { options.readers_per_loop = 1; });
  const auto good = statement("SELECT $1 + 0", {sql::Type::int64});
  const auto bad = statement("SELECT 1 / ($1 - $1)", {sql::Type::int64});
  for (std::size_t failing = 0; failing < 6; ++failing) {
    std::vector<base::Task<Outcome<std::vector<testing::Row>>>> tasks;
    for (std::size_t i = 0; i < 6; ++i)
      tasks.push_back(read_rows(*database, i == failing ? bad : good, {static_cast<std::int64_t>(i)},
                                base::Deadline::after(patience)));
    auto results = run_all(std::move(tasks));
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (i == failing) {
        ASSERT_FALSE(results[i]) << i;
        EXPECT_EQ(results[i].error().kind, FailureKind::other);
        continue;
      }
      ASSERT_TRUE(results[i]) << results[i].error().message << " at " << i << " with " << failing;
      EXPECT_EQ(results[i]->front().front(), Value(static_cast<std::int64_t>(i)));
    }
  }
}

TEST(PostgresReads, ThatCannotBePreparedFailAlone) {
  OpenDatabase database([](Options& options) { options.readers_per_loop = 1; });
  for (std::size_t failing = 0; failing < 4; ++failing) {
    std::vector<base::Task<Outcome<std::vector<testing::Row>>>> tasks;
    std::vector<sql::Statement> statements;
    for (std::size_t i = 0; i < 4; ++i)
      statements.push_back(statement(i == failing ? "SELECT nothing" : "SELECT " + std::to_string(i)));
    for (const auto& each : statements)
      tasks.push_back(read_rows(*database, each, {}, base::Deadline::after(patience)));
    auto results = run_all(std::move(tasks));
    for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].has_value(), i != failing) << i;
  }
}

TEST(PostgresReads, ManyAtOnceKeepTheirAnswersApart) {
  OpenDatabase database;
  const auto good = statement("SELECT $1 + 0", {sql::Type::int64});
  std::vector<base::Task<Outcome<std::vector<testing::Row>>>> tasks;
  for (std::int64_t i = 0; i < 2000; ++i)
    tasks.push_back(read_rows(*database, good, {i}, base::Deadline::after(patience)));
  auto results = run_all(std::move(tasks));
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i]) << results[i].error().message;
    EXPECT_EQ(results[i]->front().front(), Value(static_cast<std::int64_t>(i)));
  }
}

TEST(PostgresReads, ThatTakeTooLongEndWithoutHarmToThoseBehind) {
  OpenDatabase database([](Options& options) { options.readers_per_loop = 1; });
  const auto slow = statement("SELECT pg_sleep(10)::text");
  const auto quick = statement("SELECT 7");
  std::vector<base::Task<Outcome<std::vector<testing::Row>>>> tasks;
  tasks.push_back(read_rows(*database, slow, {}, base::Deadline::after(std::chrono::milliseconds(150))));
  for (int i = 0; i < 5; ++i) tasks.push_back(read_rows(*database, quick, {}, base::Deadline::after(patience)));
  auto results = run_all(std::move(tasks));
  ASSERT_FALSE(results[0]);
  EXPECT_EQ(results[0].error().kind, FailureKind::deadline);
  for (std::size_t i = 1; i < results.size(); ++i) ASSERT_TRUE(results[i]) << results[i].error().message;
}

TEST(PostgresReads, RunAgainWhenTheConnectionBreaks) {
  OpenDatabase database;
  EXPECT_EQ(value(*database, "SELECT 1"), Value(std::int64_t{1}));
  database.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
      "pg_backend_pid()");
  EXPECT_EQ(value(*database, "SELECT 1"), Value(std::int64_t{1}));
}

TEST(PostgresReads, PrepareAnewWhatTheServerForgotOrCannotUse) {
  OpenDatabase database([](Options& options) { options.readers_per_loop = 1; });
  testing::define(*database, {"CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)"});
  const auto all = statement("SELECT * FROM t");
  ASSERT_TRUE(testing::rows(*database, all));
  testing::define(*database, {"ALTER TABLE t ALTER COLUMN a TYPE text"});
  auto changed = testing::rows(*database, all);
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->front().front(), Value(std::string("1")));
  ASSERT_TRUE(testing::rows(*database, statement("DEALLOCATE ALL")));
  ASSERT_TRUE(testing::rows(*database, all));
}

TEST(PostgresReads, KeepOnlySoManyStatementsPrepared) {
  OpenDatabase database([](Options& options) {
    options.readers_per_loop = 1;
    options.connection.max_prepared = 10;
  });
  for (int i = 0; i < 50; ++i) EXPECT_EQ(value(*database, "SELECT " + std::to_string(i)), Value(std::int64_t{i}));
  EXPECT_LE(std::get<std::int64_t>(value(*database, "SELECT count(*) FROM pg_prepared_statements")), 12);
}

TEST(PostgresReads, RefuseResultsThatAreTooLarge) {
  OpenDatabase database([](Options& options) {
    options.readers_per_loop = 1;
    options.connection.max_result_bytes = 1U << 20U;
  });
  auto large = testing::rows(*database, statement("SELECT repeat('x', 1000) FROM generate_series(1, 100000)"));
  ASSERT_FALSE(large);
  EXPECT_NE(large.error().message.find("larger than"), std::string::npos) << large.error().message;
  EXPECT_EQ(value(*database, "SELECT 1"), Value(std::int64_t{1}));
}

}  // namespace
}  // namespace tenon::db::postgres
