#include "query/compile_read.hpp"

#include "query/testing/test_small_blog.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

struct CompileReadTest : ::testing::Test {
  testing::Parts blog;
  access::CallerClass anonymous{};
  access::CallerClass user{.roles = blog.role("user"), .anonymous = false};
  access::CallerClass admin{.roles = blog.role("admin"), .anonymous = false};

  Selection select(const char* type, const std::vector<const char*>& fields) {
    Selection selection;
    selection.resource = &blog.type(type);
    for (const char* field : fields) selection.fields.push_back(&blog.field(field));
    return selection;
  }
  Get get(Selection selection) {
    Get get;
    get.selection = std::move(selection);
    get.id = get.add(std::string("x"));
    return get;
  }
  List list(Selection selection) {
    List list;
    list.selection = std::move(selection);
    list.limit = list.add(std::int64_t{20});
    return list;
  }
  Ground ground(access::CallerClass caller) {
    return {.model = *blog.model, .dialect = sql::Dialect::sqlite, .caller = caller};
  }
  std::string get_sql(const Get& operation, access::CallerClass caller) {
    return compile(operation, ground(caller)).rows.statement.text;
  }
  std::string list_sql(const List& operation, access::CallerClass caller) {
    return compile(operation, ground(caller)).rows.statement.text;
  }
};

TEST_F(CompileReadTest, GetIsOneRowUnderItsRule) {
  const auto operation = get(select("Post", {"Post.id", "Post.title"}));
  EXPECT_EQ(get_sql(operation, admin),
            R"(SELECT "t0"."id", "t0"."title", "t0"."updated_at" FROM "posts" AS "t0" WHERE "t0"."id" = ?1)");
  EXPECT_EQ(
      get_sql(operation, user),
      R"(SELECT "t0"."id", "t0"."title", "t0"."updated_at" FROM "posts" AS "t0" WHERE "t0"."id" = ?1 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2))");
}

TEST_F(CompileReadTest, ARowOfAnyTypeIsAskedOfEachUnderItsOwnRule) {
  GetAny any;
  any.id = any.add(std::string("x"));
  const auto add = [&](const char* type, const char* field) {
    auto& candidate = any.candidates.emplace_back();
    candidate.resource = &blog.type(type);
    auto& member = candidate.members.emplace_back();
    member.kind = Member::Kind::field;
    member.name = "it";
    member.field = &blog.field(field);
  };
  add("Post", "Post.title");
  add("User", "User.name");
  EXPECT_EQ(compile(any, ground(user)).rows.statement.text,
            R"(SELECT 0, tenon_object("t0"."title", '0-0,5:"it":') FROM "posts" AS "t0" )"
            R"(WHERE "t0"."id" = ?1 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2) UNION ALL )"
            R"(SELECT 1, tenon_object("t1"."name", '0-0,5:"it":') FROM "users" AS "t1" )"
            R"(WHERE "t1"."id" = ?1 AND ("t1"."hidden" = 0 OR "t1"."id" = ?2))");
  EXPECT_EQ(compile(any, ground(anonymous)).rows.statement.text.find("posts"), std::string::npos);
  any.candidates.pop_back();
  EXPECT_TRUE(compile(any, ground(anonymous)).nothing);
}

TEST_F(CompileReadTest, WhoeverMayReadNothingCausesNoSql) {
  EXPECT_TRUE(compile(get(select("Post", {"Post.id"})), ground(anonymous)).nothing);
  EXPECT_TRUE(compile(list(select("Post", {"Post.id"})), ground(anonymous)).nothing);
  EXPECT_FALSE(compile(list(select("Tag", {"Tag.id"})), ground(anonymous)).nothing);
}

TEST_F(CompileReadTest, AMaskedFieldComesWithItsGuardAndAnOmittedOneToo) {
  const auto operation = get(select("User", {"User.id", "User.email", "User.salary"}));
  const auto compiled = compile(operation, ground(user));
  EXPECT_EQ(
      compiled.rows.statement.text,
      R"(SELECT "t0"."id", "t0"."email", ("t0"."id" = ?2) IS TRUE, "t0"."salary", ("t0"."id" = ?2) IS TRUE, "t0"."updated_at" FROM "users" AS "t0" WHERE "t0"."id" = ?1 AND ("t0"."hidden" = 0 OR "t0"."id" = ?2))");
  ASSERT_EQ(compiled.members.size(), 3U);
  EXPECT_EQ(compiled.members[0].guard, -1);
  EXPECT_EQ(compiled.members[1].hidden, sql::WhenHidden::omit);
  EXPECT_EQ(compiled.members[1].guard, 2);
  EXPECT_EQ(compiled.members[2].hidden, sql::WhenHidden::mask);
  EXPECT_EQ(compiled.members[2].guard, 4);
  EXPECT_EQ(compiled.version_column, 5);
}

TEST_F(CompileReadTest, ListsAreOrderedWithTheIdLastAndLimited) {
  auto operation = list(select("Tag", {"Tag.name"}));
  EXPECT_EQ(list_sql(operation, admin),
            R"(SELECT "t0"."name", "t0"."id" FROM "tags" AS "t0" WHERE 1 ORDER BY "t0"."id" LIMIT ?1)");
  operation.sort = {{&blog.field("Tag.name"), true}};
  EXPECT_EQ(
      list_sql(operation, user),
      R"(SELECT "t0"."name", "t0"."name", "t0"."id" FROM "tags" AS "t0" WHERE ("t0"."staff" = 1) IS NOT TRUE ORDER BY "t0"."name" DESC, "t0"."id" DESC LIMIT ?1)");
  const auto compiled = compile(operation, ground(user));
  EXPECT_EQ(compiled.key_columns, (std::vector<int>{1, 2}));
  EXPECT_EQ(compiled.probe_operand, operation.limit);
}

TEST_F(CompileReadTest, SortingByAMaskedFieldSortsByWhatIsSeen) {
  auto operation = list(select("Post", {"Post.id"}));
  operation.sort = {{&blog.field("Post.secret"), false}};
  EXPECT_EQ(
      list_sql(operation, user),
      R"(SELECT "t0"."id", CASE WHEN "t0"."author_id" = ?1 THEN "t0"."secret" ELSE NULL END, "t0"."id" FROM "posts" AS "t0" WHERE "t0"."published" = 1 OR "t0"."author_id" = ?1 ORDER BY CASE WHEN "t0"."author_id" = ?1 THEN "t0"."secret" ELSE NULL END NULLS LAST, "t0"."id" LIMIT ?2)");
}

TEST_F(CompileReadTest, ACursorContinuesAfterItsRow) {
  auto operation = list(select("Tag", {"Tag.id"}));
  operation.cursor.after = {operation.add(std::int64_t{7})};
  EXPECT_EQ(list_sql(operation, admin),
            R"(SELECT "t0"."id", "t0"."id" FROM "tags" AS "t0" WHERE "t0"."id" > ?1 ORDER BY "t0"."id" LIMIT ?2)");
}

TEST_F(CompileReadTest, ANumberedPageCountsUnderTheSameConditions) {
  auto operation = list(select("Post", {"Post.id"}));
  Filter filter;
  filter.kind = Filter::Kind::compare;
  filter.path.field = &blog.field("Post.views");
  filter.comparison = Comparison::greater;
  filter.operands = {operation.add(std::int64_t{3})};
  operation.filter.children = {filter};
  operation.offset = OffsetPage{operation.add(std::int64_t{40})};
  const auto compiled = compile(operation, ground(user));
  const std::string rows =
      R"(FROM "posts" AS "t0" WHERE "t0"."views" > ?1 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2))";
  ASSERT_TRUE(compiled.total);
  EXPECT_EQ(compiled.total->statement.text, "SELECT count(*) " + rows);
  EXPECT_EQ(compiled.rows.statement.text,
            R"(SELECT "t0"."id", "t0"."id" )" + rows + R"( ORDER BY "t0"."id" LIMIT ?3 OFFSET ?4)");
  EXPECT_EQ(compiled.probe_operand, -1);
}

TEST_F(CompileReadTest, AParentIsReadUnderItsOwnRule) {
  auto operation = list(select("Post", {"Post.id"}));
  operation.parent = Parent{&blog.field("User.posts"), operation.add(std::string("u"))};
  const auto compiled = compile(operation, ground(user));
  ASSERT_TRUE(compiled.parent);
  EXPECT_EQ(compiled.parent->statement.text,
            R"(SELECT 1 FROM "users" AS "t0" WHERE "t0"."id" = ?1 AND ("t0"."hidden" = 0 OR "t0"."id" = ?2))");
  EXPECT_EQ(
      compiled.rows.statement.text,
      R"(SELECT "t0"."id", "t0"."id" FROM "posts" AS "t0" WHERE "t0"."author_id" = ?1 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2) ORDER BY "t0"."id" LIMIT ?3)");
  EXPECT_TRUE(compile(operation, ground(anonymous)).parent_hidden);
}

TEST_F(CompileReadTest, AManyToManyParentGoesThroughTheJoinTable) {
  auto operation = list(select("Post", {"Post.id"}));
  operation.parent = Parent{&blog.field("Tag.posts"), operation.add(std::int64_t{1})};
  EXPECT_EQ(
      list_sql(operation, admin),
      R"(SELECT "t0"."id", "t0"."id" FROM "posts" AS "t0" JOIN "post_tags" AS "t1" ON "t1"."post_id" = "t0"."id" WHERE "t1"."tag_id" = ?1 ORDER BY "t0"."id" LIMIT ?2)");
}

TEST_F(CompileReadTest, AParentWhoseRowsHideItGivesOnlyThoseThatDoNot) {
  auto operation = list(select("Post", {"Post.id"}));
  operation.parent = Parent{&blog.field("User.reviews"), operation.add(std::string("u"))};
  EXPECT_EQ(
      list_sql(operation, user),
      R"(SELECT "t0"."id", "t0"."id" FROM "posts" AS "t0" WHERE "t0"."reviewer_id" = ?1 AND "t0"."author_id" = ?2 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2) ORDER BY "t0"."id" LIMIT ?3)");
}

TEST_F(CompileReadTest, SearchLeavesOutRowsWhoseSearchedTextIsHidden) {
  auto operation = list(select("Post", {"Post.id"}));
  operation.search = operation.add(std::string("words"));
  EXPECT_EQ(
      list_sql(operation, user),
      R"(SELECT "t0"."id", "t0"."id" FROM "posts" AS "t0" WHERE "t0".rowid IN (SELECT rowid FROM "posts_search" WHERE "posts_search" MATCH tenon_search_words(?1)) AND "t0"."author_id" = ?2 AND ("t0"."published" = 1 OR "t0"."author_id" = ?2) ORDER BY "t0"."id" LIMIT ?3)");
}

TEST_F(CompileReadTest, IncludesAreSubSelectsOfOneStatement) {
  auto operation = get(select("Post", {"Post.id"}));
  Include author;
  author.relation = &blog.field("Post.author");
  author.selection = select("User", {"User.name"});
  Include tags;
  tags.relation = &blog.field("Post.tags");
  tags.selection = select("Tag", {"Tag.name"});
  tags.sort = {{&blog.field("Tag.name"), true}};
  tags.limit = operation.add(std::int64_t{5});
  operation.selection.includes = {author, tags};
  const auto compiled = compile(operation, ground(admin));
  EXPECT_TRUE(compiled.nested);
  // How an object is spelled is the dialect's business.
  const auto& text = compiled.rows.statement.text;
  for (
      const char* part :
      {R"(SELECT "t0"."id", (SELECT )", R"( FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id"))",
       R"( FROM "tags" AS "t2" JOIN "post_tags" AS "t3" ON "t3"."tag_id" = "t2"."id" WHERE "t3"."post_id" = "t0"."id")",
       R"( ORDER BY "t2"."name" DESC, "t2"."id" DESC LIMIT ?2)", R"( FROM "posts" AS "t0" WHERE "t0"."id" = ?1)"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
}

}  // namespace
}  // namespace tenon::query
