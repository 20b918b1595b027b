#include "migrate/present_structure.hpp"

#include "migrate/define.hpp"
#include "migrate/testing/test_project.hpp"

#include <gmock/gmock.h>

namespace tenon::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<PresentPart> structure_after(const std::vector<std::string>& statements) {
  const auto database = testing::temporary();
  const auto done = database->define(statements);
  EXPECT_TRUE(done) << done.error().message;
  return read_structure(*open_session(*database), sql::Dialect::sqlite);
}

TEST(PresentStructureTest, WordsAndSpacesMakeNoDifference) {
  const auto one = structure_after(
      {"CREATE TABLE \"a\" (\n  \"x\" TEXT NOT NULL,\n  CONSTRAINT \"c\" CHECK (\"x\" IN ('a, b', 'c'))\n) STRICT"});
  const auto other = structure_after(
      {"CREATE  TABLE a( \"x\"   TEXT NOT NULL, -- why\n CONSTRAINT \"c\" CHECK(\"x\" IN ('a, b','c'))) STRICT"});
  EXPECT_EQ(structure_fingerprint(one), structure_fingerprint(other));
  EXPECT_THAT(structure_differences(one, other, ColumnOrder::counts), IsEmpty());
}

TEST(PresentStructureTest, AColumnAddedIsAColumnDefined) {
  const auto defined = structure_after({"CREATE TABLE \"a\" (\"x\" TEXT, \"y\" INTEGER, CHECK (\"x\" <> '')) STRICT"});
  const auto added = structure_after(
      {"CREATE TABLE \"a\" (\"x\" TEXT, CHECK (\"x\" <> '')) STRICT", "ALTER TABLE \"a\" ADD COLUMN \"y\" INTEGER"});
  EXPECT_EQ(structure_fingerprint(defined), structure_fingerprint(added));
}

TEST(PresentStructureTest, EveryDifferenceIsTold) {
  const auto before = structure_after({"CREATE TABLE \"a\" (\"x\" TEXT, \"y\" INTEGER, \"z\" BLOB) STRICT",
                                       "CREATE INDEX \"i\" ON \"a\" (\"x\")", "CREATE TABLE \"gone\" (\"x\" TEXT)"});
  const auto after = structure_after({"CREATE TABLE \"a\" (\"y\" INTEGER, \"x\" TEXT NOT NULL, \"w\" TEXT) STRICT",
                                      "CREATE INDEX \"i\" ON \"a\" (\"y\")"});
  EXPECT_THAT(
      structure_differences(before, after, ColumnOrder::counts),
      ElementsAre("column a.w is new", "column a.x is `TEXT NOT NULL`, was `TEXT`",
                  "column a.y is at place 1, was at 2",
                  "index i of a is `CREATE INDEX \"i\" ON \"a\"(\"y\")`, was `CREATE INDEX \"i\" ON \"a\"(\"x\")`",
                  "column a.z is gone", "column gone.x is gone", "table gone is gone"));
  EXPECT_NE(structure_fingerprint(before), structure_fingerprint(after));
}

TEST(PresentStructureTest, FullTextIndexesAndTriggersCount) {
  const auto with =
      testing::model_of("type Post @resource @search(fields: [\"title\"]) @public(ops: [READ]) { title: String! }");
  const auto without = testing::model_of("type Post @resource @public(ops: [READ]) { title: String! }");
  const auto before = structure_after(create_statements(*without, sql::Dialect::sqlite));
  const auto after = structure_after(create_statements(*with, sql::Dialect::sqlite));
  EXPECT_THAT(structure_differences(before, after, ColumnOrder::ignored),
              ::testing::IsSupersetOf({"table posts_search is new", "trigger posts_search_insert of posts is new"}));
}

}  // namespace
}  // namespace tenon::migrate
