#include "migrate/sample_rows.hpp"

#include "migrate/define.hpp"
#include "migrate/testing/test_project.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace tenon::migrate {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using testing::model_of;
using testing::rows_of;

constexpr std::string_view everything = R"(
enum Colour { red green blue }
type Team @resource @public(ops: [READ]) {
  id: BigInt!
  name: String! @unique @length(min: 2, max: 5)
  lead: Person
  members: [Person!]!
}
type Person @resource @index(fields: ["team", "badge"], unique: true) @search(fields: ["bio"]) @public(ops: [READ])
  @check(rule: "endsAt == null || startsAt == null || endsAt >= startsAt", message: "ends before it starts")
  @check(rule: "level != 3 || colour == 'red'", message: "only red ones reach level 3") {
  team: Team! @relation(field: "members")
  leads: [Team!]! @relation(field: "lead")
  boss: Person @relation(field: "staff")
  staff: [Person!]!
  badge: Int! @range(min: 10, max: 99)
  level: Int! @range(min: 1, max: 5)
  colour: Colour!
  bio: String
  score: Float
  balance: Decimal @range(min: "-5", max: "1000.50")
  active: Boolean!
  startsAt: DateTime
  endsAt: DateTime
  born: Date
  wakes: Time
  site: URL
  mail: Email @unique
  token: UUID
  big: BigInt
  extra: JSON
  photo: Bytes @length(max: 20)
  colours: [Colour!]! @length(min: 1, max: 3)
  notes: [String]
  tags: [Tag!]!
}
type Tag @resource @public(ops: [READ]) { word: String! @unique people: [Person!]! }
)";

class SampleRowsTest : public ::testing::Test {
 protected:
  void fill(const schema::Model& model, const SampleOptions& options = {}) {
    const auto created = database_->define(create_statements(model, sql::Dialect::sqlite));
    ASSERT_TRUE(created) << created.error().message;
    const auto rows = make_sample_rows(model, options);
    EXPECT_THAT(rows.empty, IsEmpty());
    store_sample_rows(*open_session(*database_), sql::Dialect::sqlite, rows);
  }
  std::string one(const std::string& text) {
    const auto rows = rows_of(*database_, text);
    return rows.size() == 1 ? rows.front() : "not one row";
  }

  std::unique_ptr<db::Database> database_ = testing::temporary();
};

TEST_F(SampleRowsTest, TheDatabaseTakesThemAll) {
  const auto model = model_of(everything);
  ASSERT_TRUE(model);
  fill(*model);
  EXPECT_EQ(one("SELECT count(*) > 15 FROM people"), "1");
  EXPECT_EQ(one("SELECT count(*) FROM pragma_foreign_key_check"), "0");
}

TEST_F(SampleRowsTest, TheyAreDiverse) {
  const auto model = model_of(everything);
  ASSERT_TRUE(model);
  fill(*model, {.seed = 3, .rows = 90});
  EXPECT_EQ(one("SELECT count(DISTINCT colour) FROM people"), "3");
  EXPECT_EQ(one("SELECT min(badge) = 10 AND max(badge) = 99 FROM people"), "1");
  EXPECT_EQ(one("SELECT max(big) = 9223372036854775807 FROM people"), "1");
  EXPECT_EQ(one("SELECT min(big) < -9223372036854775807 FROM people"), "1");
  EXPECT_EQ(one("SELECT max(length(bio)) FROM people"), "600");
  EXPECT_EQ(one("SELECT min(length(bio)) FROM people"), "0");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM people WHERE bio IS NULL"), "1");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM people WHERE length(CAST(bio AS BLOB)) > length(bio)"), "1");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM people WHERE boss_id IS NOT NULL"), "1");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM teams WHERE lead_id IS NOT NULL"), "1") << "a circle is closed later";
  EXPECT_EQ(one("SELECT count(*) > 10 FROM person_tags"), "1");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM people WHERE level = 3"), "1");
  EXPECT_EQ(one("SELECT count(*) FROM people WHERE level = 3 AND colour <> 'red'"), "0");
  EXPECT_EQ(one("SELECT count(*) > 3 FROM people WHERE ends_at > starts_at"), "1");
}

TEST_F(SampleRowsTest, TheSameModelGivesTheSameRows) {
  const auto first = make_sample_rows(*model_of(everything), {});
  const auto second = make_sample_rows(*model_of(everything), {});
  ASSERT_EQ(first.tables.size(), second.tables.size());
  for (std::size_t i = 0; i < first.tables.size(); ++i) EXPECT_EQ(first.tables[i].rows, second.tables[i].rows);
  const auto other = make_sample_rows(*model_of(everything), {.seed = 2, .rows = 40});
  EXPECT_NE(first.tables.back().rows, other.tables.back().rows);
}

TEST_F(SampleRowsTest, ARowThatRequiresItsOwnTablePointsToItself) {
  const auto model = model_of(
      "type Node @resource @public(ops: [READ]) { parent: Node! @relation(field: \"children\") "
      "children: [Node!]! }");
  ASSERT_TRUE(model);
  fill(*model);
  EXPECT_EQ(one("SELECT count(*) > 1 FROM nodes"), "1");
}

TEST_F(SampleRowsTest, WhatCannotBeFilledIsNamed) {
  const auto model = model_of(R"(
    type Egg @resource @public(ops: [READ]) { hen: Hen! @relation(field: "eggs") hatches: [Hen!]! @relation(field: "egg") }
    type Hen @resource @public(ops: [READ]) { egg: Egg! @relation(field: "hatches") eggs: [Egg!]! @relation(field: "hen") }
    type Never @resource @public(ops: [READ]) @check(rule: "a < a", message: "never") { a: Int! })");
  ASSERT_TRUE(model);
  const auto rows = make_sample_rows(*model, {});
  EXPECT_EQ(rows.count(), 0U);
  EXPECT_THAT(rows.empty, Contains("nevers: no generated row keeps its @check"));
  EXPECT_EQ(rows.empty.size(), 3U);
}

}  // namespace
}  // namespace tenon::migrate
