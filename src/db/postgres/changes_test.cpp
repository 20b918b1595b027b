#include "db/postgres/testing/test_database.hpp"

namespace tenon::db::postgres {
namespace {

using testing::define;
using testing::OpenDatabase;
using testing::script;
using testing::write;

const std::vector<std::string> watched{"people", "sessions"};

/// Whether the condition comes true within a minute.
bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

void make_tables(Database& database) {
  std::vector<std::string> statements{"CREATE TABLE people (a int)", "CREATE TABLE sessions (a int)",
                                      "CREATE TABLE posts (a int)"};
  const auto triggers = watch_statements(watched);
  statements.insert(statements.end(), triggers.begin(), triggers.end());
  define(database, statements);
}

TEST(PostgresChanges, OfWatchedTablesByAnybodyAreCounted) {
  OpenDatabase first([](Options& options) { options.watched_tables = watched; });
  make_tables(*first);
  auto options = options_of(first.url(), {});
  options.watched_tables = watched;
  PostgresDatabase second(std::move(options));
  ASSERT_TRUE(eventually([&] { return first->hears_changes() && second.hears_changes(); }));

  auto counter = second.change_counter();
  EXPECT_EQ(second.change_counter(), counter);
  first.psql("INSERT INTO people VALUES (1)");
  EXPECT_TRUE(eventually([&] { return second.change_counter() != counter; })) << "a change by psql";
  counter = second.change_counter();
  first.psql("TRUNCATE sessions");
  EXPECT_TRUE(eventually([&] { return second.change_counter() != counter; })) << "a change of all rows";

  counter = second.change_counter();
  const sql::Statement insert = testing::statement("INSERT INTO people VALUES (2)", {}, "people");
  auto answer = write(*first, [&](Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row;
    auto done = co_await transaction.run(insert, {}, on_row);
    EXPECT_TRUE(done);
    co_return base::Result<void>{};
  });
  ASSERT_TRUE(answer);
  EXPECT_TRUE(eventually([&] { return second.change_counter() != counter; })) << "a change by another server";

  counter = second.change_counter();
  first.psql("INSERT INTO posts VALUES (1)");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(second.change_counter(), counter) << "nobody watches posts";
}

TEST(PostgresChanges, OfOurOwnCountBeforeTheyAreAnswered) {
  OpenDatabase database([](Options& options) { options.watched_tables = watched; });
  make_tables(*database);
  ASSERT_TRUE(eventually([&] { return database->hears_changes(); }));
  const auto insert = testing::statement("INSERT INTO people VALUES (2)", {}, "people");
  for (int i = 0; i < 20; ++i) {
    const auto before = database->change_counter();
    const OnRow on_row;
    const std::function<void()> restart = [] {};
    ASSERT_TRUE(base::run_blocking(database->write_one(insert, {}, nullptr, on_row, restart, base::Deadline::never())));
    EXPECT_NE(database->change_counter(), before);
  }
}

TEST(PostgresChanges, OfTablesThatComeLaterAreHeardToo) {
  OpenDatabase database([](Options& options) { options.watched_tables = watched; });
  EXPECT_NE(database->change_counter(), database->change_counter());
  define(*database, {"CREATE TABLE people (a int)", "CREATE TABLE sessions (a int)"});
  ASSERT_TRUE(eventually([&] { return database->hears_changes(); }));
  const auto counter = database->change_counter();
  database.psql("INSERT INTO sessions VALUES (1)");
  EXPECT_TRUE(eventually([&] { return database->change_counter() != counter; }));
}

TEST(PostgresChanges, ThatCannotBeHeardMakeEveryNumberNew) {
  OpenDatabase without_triggers([](Options& options) { options.watched_tables = watched; });
  define(*without_triggers, {"CREATE TABLE people (a int)"});
  OpenDatabase without_tables;
  OpenDatabase behind_a_pooler([](Options& options) {
    options.watched_tables = watched;
    options.connection.prepared = false;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  for (auto* database : {&without_triggers, &without_tables, &behind_a_pooler}) {
    EXPECT_FALSE((*database)->hears_changes());
    EXPECT_NE((*database)->change_counter(), (*database)->change_counter());
  }
}

TEST(PostgresChanges, WhileNobodyListensMakeEveryNumberNew) {
  OpenDatabase database([](Options& options) { options.watched_tables = watched; });
  make_tables(*database);
  ASSERT_TRUE(eventually([&] { return database->hears_changes(); }));
  const auto counter = database->change_counter();
  database.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN tenon_changes' OR query = 'SELECT "
      "1'"
      " OR query LIKE '%tgname%' AND pid <> pg_backend_pid()");
  EXPECT_TRUE(eventually([&] { return database->change_counter() != counter; }));
  EXPECT_TRUE(eventually([&] { return database->hears_changes(); })) << "it listens again";
}

}  // namespace
}  // namespace tenon::db::postgres
