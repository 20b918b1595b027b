#include "migrate/expansion.hpp"
#include "migrate/testing/two_schemas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::post;
using testing::text_of;
using testing::TwoSchemas;

struct Phases {
  Phases(std::string_view before, std::string_view after)
      : both(before, after),
        changes(compare(both.from_structure, both.to_structure, both.names.up)),
        back(compare(both.to_structure, both.from_structure, both.names.down)) {}

  PhaseScripts on(sql::Dialect dialect) const { return plan_phases(changes, back, dialect); }

  TwoSchemas both;
  Changes changes;
  Changes back;
};

TEST(PlanPhasesTest, ARenamedFieldHasBothNamesBetween) {
  const auto scripts =
      Phases(post("title: String!"), post("headline: String! @was(name: \"title\")")).on(sql::Dialect::postgres);
  const auto expand = text_of(scripts.expand_up);
  EXPECT_THAT(expand, AllOf(HasSubstr("ALTER COLUMN \"title\" DROP NOT NULL;"),
                            HasSubstr("ADD COLUMN \"headline\" text COLLATE \"C\";"),
                            HasSubstr("CREATE OR REPLACE TRIGGER \"tenon_alike_posts.headline\""),
                            HasSubstr("outside: UPDATE \"posts\" SET \"headline\" = \"title\""),
                            Not(HasSubstr("DROP COLUMN"))));
  EXPECT_THAT(text_of(scripts.contract_up),
              AllOf(HasSubstr("DROP TRIGGER \"tenon_alike_posts.headline\""), HasSubstr("\"headline\" SET NOT NULL;"),
                    HasSubstr("DROP COLUMN \"title\";")));
  for (const auto* script : {&scripts.expand_up, &scripts.expand_down, &scripts.contract_up, &scripts.contract_down})
    for (const auto& step : script->steps) EXPECT_THAT(step.loses, IsEmpty()) << step.title;
}

TEST(PlanPhasesTest, WhatOneSchemaAloneAsksForWaits) {
  const auto scripts = Phases("enum Kind { a b } " + post("kind: Kind name: String"),
                              "enum Kind { a } " + post("kind: Kind name: String @unique @length(max: 9)"))
                           .on(sql::Dialect::postgres);
  EXPECT_EQ(text_of(scripts.expand_up), "ALTER TABLE \"posts\" DROP CONSTRAINT \"posts_kind_values\";\n");
  EXPECT_THAT(text_of(scripts.contract_up),
              AllOf(HasSubstr("\"posts_kind_values\" CHECK (\"kind\" IN ('a'::text))"),
                    HasSubstr("CREATE UNIQUE INDEX CONCURRENTLY \"posts_name_key\""), HasSubstr("posts_name_length")));
}

TEST(PlanPhasesTest, ARenamedFieldThatIsOtherwiseChangedHasNeitherConstraint) {
  const auto scripts = Phases(post("title: String! @length(max: 200)"),
                              post("headline: String! @was(name: \"title\") @length(max: 100) @unique"))
                           .on(sql::Dialect::postgres);
  const auto expand = text_of(scripts.expand_up);
  EXPECT_THAT(expand, AllOf(HasSubstr("DROP CONSTRAINT \"posts_title_length\""), Not(HasSubstr("headline_length")),
                            Not(HasSubstr("UNIQUE INDEX"))));
  EXPECT_THAT(text_of(scripts.contract_up), AllOf(HasSubstr("headline_length"), HasSubstr("UNIQUE INDEX")));
}

TEST(PlanPhasesTest, ARenamedFieldThatBecomesRequiredIsSuppliedToo) {
  const auto scripts =
      Phases(post("a: Int"), post("b: Int! @was(name: \"a\") @default(value: 3)")).on(sql::Dialect::postgres);
  EXPECT_THAT(text_of(scripts.expand_up),
              AllOf(HasSubstr("\"tenon_alike_posts.b\""), HasSubstr("\"tenon_fill_posts.b\"")));
}

TEST(PlanPhasesTest, ADroppedFieldKeepsTheValueThatTheDatabaseHasForIt) {
  const auto scripts =
      Phases(post("a: Boolean! @default(value: true) b: Int"), post("b: Int")).on(sql::Dialect::postgres);
  EXPECT_EQ(text_of(scripts.expand_up), "");
}

TEST(PlanPhasesTest, ACheckOfSeveralNewFieldsWaits) {
  const auto scripts = Phases(post("a: Int"), post("a: Int b: Int c: Int", " @check(rule: \"b != null || c != null\")"))
                           .on(sql::Dialect::postgres);
  EXPECT_THAT(text_of(scripts.expand_up), Not(HasSubstr("CHECK")));
  EXPECT_THAT(text_of(scripts.contract_up), HasSubstr("posts_check_1"));
}

TEST(PlanPhasesTest, WhatBecomesRequiredIsSuppliedUntilTheEnd) {
  const auto scripts = Phases(post("views: Int"), post("views: Int! @default(value: 3)")).on(sql::Dialect::postgres);
  EXPECT_THAT(text_of(scripts.expand_up), AllOf(HasSubstr("NEW.\"views\" := 3;"), Not(HasSubstr("NOT NULL;"))));
  EXPECT_THAT(text_of(scripts.contract_up),
              AllOf(HasSubstr("\"views\" SET NOT NULL;"), HasSubstr("DROP TRIGGER \"tenon_fill_posts.views\"")));
}

TEST(PlanPhasesTest, WhatIsDroppedIsLostAtTheEndOnly) {
  const auto scripts = Phases(post("a: Int! b: Int"), post("b: Int")).on(sql::Dialect::postgres);
  EXPECT_EQ(text_of(scripts.expand_up), "ALTER TABLE \"posts\" ALTER COLUMN \"a\" DROP NOT NULL;\n");
  ASSERT_EQ(scripts.contract_up.steps.size(), 1U);
  EXPECT_THAT(scripts.contract_up.steps.front().loses, ElementsAre("posts.a"));
}

TEST(PlanPhasesTest, OnSqliteTheFirstPartIsAllOfIt) {
  const Phases phases(post("title: String!"), post("headline: String! @was(name: \"title\")"));
  const auto scripts = phases.on(sql::Dialect::sqlite);
  EXPECT_EQ(scripts.expand_up, phases.both.up(sql::Dialect::sqlite));
  EXPECT_EQ(scripts.expand_down, phases.both.down(sql::Dialect::sqlite));
  EXPECT_THAT(scripts.contract_up.steps, IsEmpty());
  EXPECT_THAT(scripts.contract_down.steps, IsEmpty());
}

TEST(PlanPhasesTest, WhatNoStructureServesBothForIsRefused) {
  const auto refused = [](std::string_view before, std::string_view after) {
    return expansion_refusals(Phases(before, after).changes);
  };
  EXPECT_THAT(refused(post("a: Int"), post("a: BigInt")), ElementsAre(HasSubstr("Post.a is stored as another type")));
  EXPECT_THAT(refused(post("a: Int"), "type Article @resource @public(ops: [READ]) @was(name: \"Post\") { a: Int }"),
              Contains(HasSubstr("table posts is called articles")));
  const std::string two =
      "type U @resource @public(ops: [READ]) { n: Int } type V @resource @public(ops: [READ]) { n: Int } ";
  EXPECT_THAT(refused(two + post("by: U"), two + post("by: V")), ElementsAre(HasSubstr("Post.by goes, and another")));
  EXPECT_THAT(refused("type HTTPLog @resource @public(ops: [READ]) { n: Int }",
                      "type HttpLog @resource @public(ops: [READ]) { n: Int }"),
              ElementsAre(HasSubstr("takes its name")));
  EXPECT_THAT(refused(post("a: Int b: Int"), post("b: Int c: Int")), IsEmpty());
}

}  // namespace
}  // namespace tenon::migrate
