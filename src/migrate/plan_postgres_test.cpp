#include "migrate/testing/two_schemas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::post;
using testing::text_of;
using testing::TwoSchemas;

std::string up(std::string_view before, std::string_view after) {
  return text_of(TwoSchemas(before, after).up(sql::Dialect::postgres));
}

TEST(PlanPostgresTest, AnOptionalColumnTouchesNoRow) {
  EXPECT_EQ(up(post("title: String!"), post("title: String! summary: String")),
            "ALTER TABLE \"posts\" ADD COLUMN \"summary\" text COLLATE \"C\";\n");
}

TEST(PlanPostgresTest, ARequiredColumnTouchesNoRowEither) {
  EXPECT_EQ(up(post("title: String!"), post("title: String! views: Int! @default(value: 3)")),
            "ALTER TABLE \"posts\" ADD COLUMN \"views\" integer DEFAULT 3 NOT NULL;\n");
}

TEST(PlanPostgresTest, AColumnBecomesRequiredThroughAValidatedCheck) {
  const auto script = TwoSchemas(post("a: Int"), post("a: Int! @default(value: 3)")).up(sql::Dialect::postgres);
  EXPECT_EQ(text_of(script), R"(ALTER TABLE "posts" ALTER COLUMN "a" SET DEFAULT 3;
CREATE OR REPLACE FUNCTION "tenon_fill_posts.a"() RETURNS trigger LANGUAGE plpgsql AS $tenon$BEGIN NEW."a" := 3; RETURN NEW; END$tenon$;
CREATE OR REPLACE TRIGGER "tenon_fill_posts.a" BEFORE INSERT OR UPDATE ON "posts" FOR EACH ROW WHEN (NEW."a" IS NULL) EXECUTE FUNCTION "tenon_fill_posts.a"();
ALTER TABLE "posts" ADD CONSTRAINT "tenon_required_posts_a" CHECK ("a" IS NOT NULL) NOT VALID;
outside: CREATE INDEX CONCURRENTLY "tenon_fill_posts.a" ON "posts" ("id") WHERE "a" IS NULL;
outside: UPDATE "posts" SET "a" = 3
  WHERE "id" IN (SELECT "id" FROM "posts" WHERE "a" IS NULL AND 3 IS NOT NULL ORDER BY "id" LIMIT 1000 FOR NO KEY UPDATE);
outside: DROP INDEX CONCURRENTLY IF EXISTS "tenon_fill_posts.a";
outside: ALTER TABLE "posts" VALIDATE CONSTRAINT "tenon_required_posts_a";
ALTER TABLE "posts" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "posts" DROP CONSTRAINT "tenon_required_posts_a";
DROP TRIGGER "tenon_fill_posts.a" ON "posts";
DROP FUNCTION "tenon_fill_posts.a"();
)");
  EXPECT_EQ(script.steps[4].batch, backfill_rows);
  EXPECT_EQ(script.steps[3].index, "tenon_fill_posts.a");
}

TEST(PlanPostgresTest, IndexesAreMadeConcurrently) {
  EXPECT_EQ(up(post("a: Int"), post("a: Int @index")),
            "outside: CREATE INDEX CONCURRENTLY \"posts_a_index\" ON \"posts\" (\"a\", \"id\");\n");
  EXPECT_EQ(up(post("a: Int"), post("a: Int @unique")),
            "outside: CREATE UNIQUE INDEX CONCURRENTLY \"posts_a_key\" ON \"posts\" (\"a\");\n");
  EXPECT_THAT(up(post("a: String"), post("a: String", " @search(fields: [\"a\"])")),
              HasSubstr("outside: CREATE INDEX CONCURRENTLY \"posts_search\" ON \"posts\" USING gin ("));
}

TEST(PlanPostgresTest, ConstraintsAreAddedFirstAndValidatedLater) {
  const std::string user = "type User @resource @public { name: String }\n";
  const auto text =
      up(user + post("a: Int"), user + post("a: Int @range(min: 1) author: User @relation(onDelete: CASCADE)"));
  EXPECT_THAT(text, AllOf(HasSubstr("ADD CONSTRAINT \"posts_a_range\" CHECK (\"a\" >= 1) NOT VALID;"),
                          HasSubstr("outside: ALTER TABLE \"posts\" VALIDATE CONSTRAINT \"posts_a_range\";"),
                          HasSubstr("ADD CONSTRAINT \"posts_author_id_fkey\" FOREIGN KEY (\"author_id\") REFERENCES "
                                    "\"users\" (\"id\") ON DELETE CASCADE NOT VALID;"),
                          HasSubstr("outside: ALTER TABLE \"posts\" VALIDATE CONSTRAINT \"posts_author_id_fkey\";")));
}

TEST(PlanPostgresTest, EnumValuesAreOneConstraint) {
  EXPECT_EQ(up("enum Kind { a b } " + post("kind: Kind"), "enum Kind { a b c } " + post("kind: Kind")),
            "ALTER TABLE \"posts\" DROP CONSTRAINT \"posts_kind_values\";\n"
            "ALTER TABLE \"posts\" ADD CONSTRAINT \"posts_kind_values\" CHECK (\"kind\" IN ('a'::text, 'b'::text, "
            "'c'::text)) NOT VALID;\n"
            "outside: ALTER TABLE \"posts\" VALIDATE CONSTRAINT \"posts_kind_values\";\n");
}

TEST(PlanPostgresTest, AnotherStoredTypeSaysThatItRewrites) {
  const auto script = TwoSchemas(post("a: Int"), post("a: String")).up(sql::Dialect::postgres);
  ASSERT_EQ(script.steps.size(), 1U);
  EXPECT_EQ(script.steps.front().sql,
            "ALTER TABLE \"posts\" ALTER COLUMN \"a\" TYPE text COLLATE \"C\" USING (\"a\")::text;");
  EXPECT_THAT(script.steps.front().rewrites, ElementsAre("posts"));
  EXPECT_EQ(script.steps.front().lock, Lock::access_exclusive);
  const auto down = TwoSchemas(post("a: Int"), post("a: String")).down(sql::Dialect::postgres);
  EXPECT_THAT(down.steps.front().loses, ElementsAre("posts.a"));
}

TEST(PlanPostgresTest, ARenameTakesEveryNameAlong) {
  const auto text = up("type Post @resource @public { id: BigInt! title: String @length(max: 9) @index }",
                       "type Article @resource @public @was(name: \"Post\") { id: BigInt! head: String @was(name: "
                       "\"title\") @length(max: 9) @index }");
  EXPECT_EQ(text, R"(ALTER TABLE "posts" RENAME TO "articles";
ALTER INDEX "posts_pkey" RENAME TO "articles_pkey";
ALTER INDEX "posts_title_index" RENAME TO "articles_head_index";
ALTER SEQUENCE "posts_id_seq" RENAME TO "articles_id_seq";
ALTER TABLE "articles" RENAME COLUMN "title" TO "head";
ALTER TABLE "articles" RENAME CONSTRAINT "posts_title_length" TO "articles_head_length";
)");
}

TEST(PlanPostgresTest, WhatIsDroppedGoesLast) {
  const auto script = TwoSchemas(post("a: Int @index b: Int"), post("b: Int @index")).up(sql::Dialect::postgres);
  EXPECT_EQ(text_of(script),
            "outside: CREATE INDEX CONCURRENTLY \"posts_b_index\" ON \"posts\" (\"b\", \"id\");\n"
            "DROP INDEX \"posts_a_index\";\nALTER TABLE \"posts\" DROP COLUMN \"a\";\n");
  EXPECT_THAT(script.steps.back().loses, ElementsAre("posts.a"));
}

TEST(PlanPostgresTest, TablesThatPointInACircleCanBeMadeAndDropped) {
  const TwoSchemas both("", "type A @resource @public { b: B }\ntype B @resource @public { a: A }\n");
  EXPECT_THAT(text_of(both.up(sql::Dialect::postgres)), Not(HasSubstr("outside")));
  const auto down = text_of(both.down(sql::Dialect::postgres));
  EXPECT_LT(down.find("DROP CONSTRAINT"), down.find("DROP TABLE"));
}

TEST(PlanPostgresTest, LongNamesAreCutAlikeEverywhere) {
  const std::string name(50, 'a');
  const std::string type(40, 'B');
  const TwoSchemas both("", "type " + type + " @resource @public { " + name + ": String @index }");
  const auto postgres = text_of(both.up(sql::Dialect::postgres));
  const auto& index = both.to_structure.tables.front().indexes.front();
  EXPECT_EQ(index.name.size(), 63U);
  EXPECT_THAT(postgres, HasSubstr('"' + index.name + '"'));
  EXPECT_THAT(text_of(both.up(sql::Dialect::sqlite)), HasSubstr('"' + index.name + '"'));
}

}  // namespace
}  // namespace tenon::migrate
