#include "migrate/testing/two_schemas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TwoSchemas;

std::string post(std::string_view fields, std::string_view more = "") {
  return "type Post @resource @public(ops: [READ])" + std::string(more) + " { " + std::string(fields) + " }\n";
}

/// The SQL of all steps, without their hints.
std::string sql_of(const Script& script) {
  std::string text;
  for (const auto& step : script.steps) text += step.sql + "\n";
  return text;
}

std::string up(std::string_view before, std::string_view after) {
  return sql_of(TwoSchemas(before, after).up(sql::Dialect::sqlite));
}

TEST(PlanSqliteTest, NothingChangedIsNothingToDo) {
  EXPECT_EQ(up(post("title: String!"), post("title: String! # words\n")), "");
}

TEST(PlanSqliteTest, AnOptionalColumnIsAdded) {
  const TwoSchemas both(post("title: String!"), post("title: String! summary: String"));
  EXPECT_EQ(sql_of(both.up(sql::Dialect::sqlite)), "ALTER TABLE \"posts\" ADD COLUMN \"summary\" TEXT;\n");
  EXPECT_EQ(sql_of(both.down(sql::Dialect::sqlite)), "ALTER TABLE \"posts\" DROP COLUMN \"summary\";\n");
  EXPECT_THAT(both.up(sql::Dialect::sqlite).steps.front().loses, IsEmpty());
  EXPECT_THAT(both.down(sql::Dialect::sqlite).steps.front().loses, ElementsAre("posts.summary"));
  EXPECT_FALSE(both.up(sql::Dialect::sqlite).foreign_keys_off);
}

TEST(PlanSqliteTest, ARequiredColumnIsAddedWithItsDefault) {
  EXPECT_EQ(up(post("title: String!"), post("title: String! live: Boolean! @default(value: true)")),
            "ALTER TABLE \"posts\" ADD COLUMN \"live\" INTEGER NOT NULL DEFAULT 1 CHECK (\"live\" IN (0, 1));\n");
}

TEST(PlanSqliteTest, AColumnIsRenamedInPlace) {
  EXPECT_EQ(up(post("title: String! @index"), post("headline: String! @index @was(name: \"title\")")),
            "DROP INDEX \"posts_title_index\";\n"
            "ALTER TABLE \"posts\" RENAME COLUMN \"title\" TO \"headline\";\n"
            "CREATE INDEX \"posts_headline_index\" ON \"posts\" (\"headline\", \"id\");\n");
}

TEST(PlanSqliteTest, ColumnsMaySwapTheirNames) {
  EXPECT_THAT(
      up(post("a: String b: String"), post("c: String @was(name: \"a\") a: String @was(name: \"x\") b: String")),
      HasSubstr("RENAME COLUMN \"a\" TO \"c\""));
}

TEST(PlanSqliteTest, WhatAlterTableCannotDoRebuildsTheTable) {
  const TwoSchemas both(post("title: String! views: Int"), post("title: String! views: BigInt! @default(value: 7)"));
  const auto script = both.up(sql::Dialect::sqlite);
  EXPECT_TRUE(script.foreign_keys_off);
  EXPECT_EQ(sql_of(script), R"(CREATE TABLE "tenon_new_posts" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "title" TEXT NOT NULL,
  "views" INTEGER NOT NULL DEFAULT 7,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
INSERT INTO "tenon_new_posts" ("id", "title", "views", "created_at", "updated_at")
  SELECT "id", "title", coalesce("views", 7), "created_at", "updated_at" FROM "posts";
DROP TABLE "posts";
ALTER TABLE "tenon_new_posts" RENAME TO "posts";
)");
}

TEST(PlanSqliteTest, TheWayBackMakesValuesFitAndSaysSo) {
  const TwoSchemas both("enum Kind { a b } " + post("kind: Kind! title: String!"),
                        "enum Kind { a b c } " + post("kind: Kind! title: String"));
  const auto down = both.down(sql::Dialect::sqlite);
  ASSERT_EQ(down.steps.size(), 1U);
  EXPECT_THAT(down.steps.front().loses, ElementsAre("posts.kind"));
  EXPECT_THAT(down.steps.front().sql,
              HasSubstr("CASE WHEN (\"kind\" IN ('a', 'b')) IS NOT FALSE THEN \"kind\" ELSE 'a' END"));
  EXPECT_THAT(down.steps.front().sql, HasSubstr("coalesce(\"title\", '') AS \"title\""));
  EXPECT_THAT(both.up(sql::Dialect::sqlite).steps.front().loses, IsEmpty());
}

TEST(PlanSqliteTest, ARenamedTableTakesItsChecksAndLinksAlong) {
  const TwoSchemas both(
      "type Tag @resource @public { name: String! posts: [Post!]! } " + post("tags: [Tag!]! n: Int @range(min: 0)"),
      "type Label @resource @public @was(name: \"Tag\") { name: String! posts: [Post!]! } " +
          post("labels: [Label!]! @was(name: \"tags\") n: Int @range(min: 0)"));
  const auto text = sql_of(both.up(sql::Dialect::sqlite));
  EXPECT_THAT(text, HasSubstr("ALTER TABLE \"tags\" RENAME TO \"labels\";"));
  EXPECT_THAT(text, HasSubstr("ALTER TABLE \"post_tags\" RENAME TO"));
  EXPECT_THAT(text, Not(HasSubstr("DROP TABLE")));
}

TEST(PlanSqliteTest, ANameThatBecomesFreeMayBeTakenAtOnce) {
  const auto text =
      up(post("title: String @index n: Int @range(min: 0)"),
         "type Article @resource @public @was(name: \"Post\") { title: String @index n: Int @range(min: 0) } " +
             post("title: String @index"));
  EXPECT_LT(text.find("DROP INDEX \"posts_title_index\""), text.find("CREATE INDEX \"posts_title_index\""));
  EXPECT_LT(text.find("RENAME TO \"articles\""), text.find("CREATE TABLE \"posts\""));
}

TEST(PlanSqliteTest, AKeyBecomesLinksAndBack) {
  const std::string key = "type User @resource @public { name: String! posts: [Post!]! } " + post("author: User");
  const std::string list = "type User @resource @public { name: String! posts: [Post!]! } " + post("author: [User!]!");
  EXPECT_THAT(up(key, list),
              HasSubstr("INSERT INTO \"post_author\" (\"post_id\", \"user_id\") SELECT \"id\", \"author_id\" FROM "
                        "\"posts\" WHERE \"author_id\" IS NOT NULL;"));
  EXPECT_THAT(up(list, key), HasSubstr("(SELECT \"user_id\" FROM \"post_author\" WHERE \"post_id\" = \"posts\".\"id\" "
                                       "ORDER BY \"user_id\" LIMIT 1)"));
  const auto steps = TwoSchemas(key, list).up(sql::Dialect::sqlite).steps;
  for (const auto& step : steps) EXPECT_THAT(step.loses, IsEmpty()) << step.title;
}

TEST(PlanSqliteTest, TheFirstMigrationMakesEverything) {
  const TwoSchemas both("", post("title: String! @unique", " @search(fields: [\"title\"])"));
  const auto script = both.up(sql::Dialect::sqlite);
  ASSERT_EQ(script.steps.size(), 1U);
  EXPECT_THAT(script.steps.front().sql, HasSubstr("CREATE VIRTUAL TABLE \"posts_search\""));
  EXPECT_THAT(sql_of(both.down(sql::Dialect::sqlite)), HasSubstr("DROP TABLE \"posts\";"));
}

TEST(RefusalsTest, SayWhatToDo) {
  const auto refused = [](std::string_view before, std::string_view after) {
    return TwoSchemas(before, after).refused();
  };
  EXPECT_THAT(refused(post("a: Int"), post("a: Int b: String!")),
              ElementsAre("Post.b is new and required, and the rows that are there have nothing in it. Give it a "
                          "@default, or make it optional first"));
  EXPECT_THAT(refused(post("a: Int"), post("a: Int b: String! @default(value: \"x\")")), IsEmpty());
  EXPECT_THAT(refused(post("a: Int"), post("a: Int b: String! @default(value: \"x\") @unique")),
              ElementsAre(HasSubstr("is unique, and its @default")));
  EXPECT_THAT(refused(post("a: Int"), post("a: Int!")), ElementsAre(HasSubstr("Post.a becomes required")));
  EXPECT_THAT(TwoSchemas(post("a: Int"), post("a: Int!")).refused(Filled::assumed), IsEmpty());
  EXPECT_THAT(refused(post("a: Int"), post("b: JSON @was(name: \"a\")")),
              ElementsAre(HasSubstr("Post.b (was Post.a): its values cannot be converted")));
  EXPECT_THAT(refused(post("a: Int"), post("id: BigInt! a: Int")),
              ElementsAre(HasSubstr("the type of an id cannot change")));
  EXPECT_THAT(refused(post("a: Int"), post("a: Int author: User!") + "type User @resource @public { posts: [Post!]! }"),
              ElementsAre(HasSubstr("nobody knows what the rows that are there point to")));
}

}  // namespace
}  // namespace tenon::migrate
