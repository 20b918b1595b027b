#include "db/sqlite/testing/test_database.hpp"

#include <sqlite3.h>

#include <random>

namespace tenon::db::sqlite {
namespace {

using sql::Type;
using testing::script;
using testing::statement;
using testing::write;

class FullTextTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sql::CreateTable table;
    table.table = "posts";
    table.full_text = true;
    table.columns.resize(4);
    table.columns[0].name = "id";
    table.columns[0].type = Type::uuid;
    table.columns[0].primary_key = true;
    table.columns[1].name = "title";
    table.columns[2].name = "body";
    table.columns[3].name = "views";
    table.columns[3].type = Type::int64;
    sql::CreateFullText full_text{"posts", "id", {"title", "body"}};
    testing::define(*database_, sql::render(table, sql::Dialect::sqlite));
    testing::define(*database_, sql::render(full_text, sql::Dialect::sqlite));
    add("a", "Hello world", "A first post");
    add("b", "It's C++", "hello again");
    add("c", "Größe", base::Null{});
  }

  void add(std::string id, base::Value title, base::Value body) {
    ASSERT_TRUE(write(*database_, script("INSERT INTO posts (id, title, body) VALUES (?1, ?2, ?3)",
                                         {std::move(id), std::move(title), std::move(body)})));
  }

  /// Ids of what is found, in order.
  std::string search(const std::string& words) {
    sql::Expr match;
    match.kind = sql::ExprKind::full_text_match;
    match.type = Type::boolean;
    match.table = "p";
    match.name = "posts";
    match.children = {sql::parameter(0, Type::text)};
    sql::Select select;
    select.table = "posts";
    select.alias = "p";
    select.outputs = {{sql::column("p", "id"), {}}};
    select.where = std::make_shared<const sql::Expr>(match);
    select.order_by = {{sql::column("p", "id"), sql::Direction::ascending, false}};
    const auto found = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1, {words});
    if (!found) return found.error().message;
    std::string ids;
    for (const auto& row : *found) ids += std::get<std::string>(row[0]);
    return ids;
  }

  std::unique_ptr<SqliteDatabase> database_ = testing::temporary();
};

TEST_F(FullTextTest, AllWordsMustOccurWhereverAndInWhateverCase) {
  EXPECT_EQ(search("hello"), "ab");
  EXPECT_EQ(search("HELLO first"), "a");
  EXPECT_EQ(search("hello größe"), "");
  EXPECT_EQ(search("grosse"), "");
  EXPECT_EQ(search("hell"), "") << "no prefixes";
  EXPECT_EQ(search("it's"), "b");
}

TEST_F(FullTextTest, NothingIsAnOperator) {
  for (const auto* words : {"hello AND world", "hello OR größe", "hello NOT again", "hel*", "title:hello", "\"hello",
                            "^hello", "(hello", "NEAR(hello world)", "{title}: hello", "-hello +world", "hello\"world"})
    EXPECT_EQ(search(words).find("fts5"), std::string::npos) << words;
  EXPECT_EQ(search("hello OR world"), "") << "no row has the word or";
}

TEST_F(FullTextTest, NoWordsFindNothing) {
  EXPECT_EQ(search(""), "");
  EXPECT_EQ(search(" \t\n"), "");
  EXPECT_EQ(search("!!! ???"), "");
  EXPECT_EQ(search("hello !!!"), "ab");
  EXPECT_EQ(search(std::string("hello\0world", 11)), "a");
}

TEST_F(FullTextTest, AnyBytesAreNoSyntaxError) {
  std::mt19937 random(11);
  for (int i = 0; i < 500; ++i) {
    std::string words;
    for (auto left = random() % 40; left > 0; --left) words += static_cast<char>(random() % 256);
    EXPECT_LE(search(words).size(), 3U) << i;
  }
  std::string many;
  for (int i = 0; i < 3'000; ++i) many += "hello ";
  EXPECT_EQ(search(many), "ab");
}

TEST_F(FullTextTest, TheIndexFollowsUpdatesAndDeletes) {
  ASSERT_TRUE(write(*database_, script("UPDATE posts SET title = 'Goodbye' WHERE id = 'a'")));
  EXPECT_EQ(search("hello"), "b");
  EXPECT_EQ(search("goodbye"), "a");
  ASSERT_TRUE(write(*database_, script("UPDATE posts SET views = 5")));
  ASSERT_TRUE(write(*database_, script("DELETE FROM posts WHERE id = 'b'")));
  EXPECT_EQ(search("hello"), "");
  EXPECT_TRUE(write(*database_, script("INSERT INTO posts_search (posts_search) VALUES ('integrity-check')")));
}

TEST_F(FullTextTest, TheIndexSurvivesVacuum) {
  for (int i = 0; i < 50; ++i) add("x" + std::to_string(i), "filler", "text");
  ASSERT_TRUE(write(*database_, script("DELETE FROM posts WHERE id LIKE 'x%' OR id = 'a'")));
  // As an operator would, with SQLite's own tool.
  const auto file = testing::value(*database_, "SELECT file FROM pragma_database_list");
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(std::get<std::string>(file).c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, "VACUUM", nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
  EXPECT_EQ(search("hello"), "b");
  EXPECT_EQ(search("größe"), "c");
}

TEST_F(FullTextTest, RowsChangedAreThoseOfTheTable) {
  std::int64_t changed = 0;
  Script work = [&, wanted = statement("UPDATE posts SET title = 'new'")](
                    Transaction& transaction) -> base::Task<base::Result<void>> {
    auto outcome = co_await transaction.run(wanted, {}, {});
    changed = *outcome;
    co_return base::Result<void>{};
  };
  ASSERT_TRUE(write(*database_, std::move(work)));
  EXPECT_EQ(changed, 3);
}

TEST_F(FullTextTest, TheTablesBehindTheIndexAreNotListed) {
  EXPECT_EQ(*database_->tables(), (std::vector<std::string>{"posts", "posts_search"}));
}

}  // namespace
}  // namespace tenon::db::sqlite
