#include "query/lower_rule.hpp"

#include "access/access.hpp"
#include "access/testing/blog_model.hpp"
#include "access/testing/make_rule.hpp"
#include "sql/render.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using namespace access::testing;

struct LowerRuleTest : ::testing::Test {
  BlogModel blog;
  LowerContext context;

  LowerRuleTest() { context.aliases[schema::variable::row] = "p"; }
  schema::Field& post(const std::string& name) { return BlogModel::field(blog.post, name); }
  ExpressionPtr of(const std::string& name) { return column(post(name)); }
  std::string holds(const ExpressionPtr& rule) { return to_text(lower_holds(*rule, context), sql::Dialect::sqlite); }
  std::string fails(const ExpressionPtr& rule) { return to_text(lower_fails(*rule, context), sql::Dialect::sqlite); }
};

TEST_F(LowerRuleTest, BooleanColumnsAreComparedSoThatAnIndexHelps) {
  EXPECT_EQ(holds(of("published")), R"(("p"."published" = 1))");
  EXPECT_EQ(fails(of("published")), R"(("p"."published" = 0))");
  EXPECT_EQ(holds(equal(of("published"), flag(false))), R"(("p"."published" = 0))");
  EXPECT_EQ(fails(equal(of("published"), flag(false))), R"(("p"."published" = 1))");
  EXPECT_EQ(holds(equal(of("published"), null())), "0");
  EXPECT_EQ(holds(equal(of("published"), of("locked"))), R"(("p"."published" = "p"."locked"))");
  EXPECT_EQ(
      holds(equal(of("published"), both({of("locked"), of("published")}))),
      R"(("p"."published" = CASE WHEN (("p"."locked" = 1) AND ("p"."published" = 1)) THEN 1 WHEN (("p"."locked" = 0) OR ("p"."published" = 0)) THEN 0 ELSE NULL END))");
}

TEST_F(LowerRuleTest, LiteralsAreConstantsAndUnknownIsNeither) {
  EXPECT_EQ(holds(flag(true)), "1");
  EXPECT_EQ(fails(flag(true)), "0");
  EXPECT_EQ(holds(null()), "0");
  EXPECT_EQ(fails(null()), "0");
}

TEST_F(LowerRuleTest, NotAsksTheOppositeQuestion) {
  EXPECT_EQ(holds(no(both({of("published"), of("locked")}))), R"((("p"."published" = 0) OR ("p"."locked" = 0)))");
  EXPECT_EQ(fails(no(either({of("published"), of("locked")}))), R"((("p"."published" = 1) OR ("p"."locked" = 1)))");
  EXPECT_EQ(holds(no(node(ExpressionKind::less, {of("score"), number(3)}))), R"(("p"."score" >= 3))");
}

TEST_F(LowerRuleTest, WhatReadsNoRowIsOneParameterHoweverOftenItStands) {
  const auto mine = equal(of("author"), auth_id());
  EXPECT_EQ(holds(either({mine, both({of("published"), mine})})),
            R"((("p"."author_id" = ?1) OR (("p"."published" = 1) AND ("p"."author_id" = ?1))))");
  ASSERT_EQ(context.parameters.size(), 1U);
  EXPECT_EQ(context.parameters[0].kind, ParameterSource::Kind::context);
  EXPECT_EQ(context.parameters[0].type, sql::Type::uuid);
  const auto calculated = node(ExpressionKind::add, {now(), claim("grace", Type::duration)}, Type::timestamp);
  EXPECT_EQ(holds(node(ExpressionKind::less, {of("due"), calculated})), R"(("p"."due" < ?2))");
  EXPECT_EQ(holds(both({of("published"), node(ExpressionKind::in_list, {text("w"), scopes()})})),
            R"((("p"."published" = 1) AND ?3))");
  EXPECT_EQ(fails(both({of("published"), node(ExpressionKind::in_list, {text("w"), scopes()})})),
            R"((("p"."published" = 0) OR (NOT ?3)))");
}

TEST_F(LowerRuleTest, TheStoredRowOfAnUpdateIsReadByParameters) {
  EXPECT_EQ(holds(equal(of("score"), column(post("score"), schema::variable::old))), R"(("p"."score" = ?1))");
  EXPECT_EQ(context.parameters[0].kind, ParameterSource::Kind::old_column);
  EXPECT_EQ(context.parameters[0].field, &post("score"));
  context.aliases[schema::variable::old] = "before";
  EXPECT_EQ(holds(equal(of("score"), column(post("score"), schema::variable::old))),
            R"(("p"."score" = "before"."score"))");
}

TEST_F(LowerRuleTest, NullTestsAndHoldsAreTwoValued) {
  EXPECT_EQ(holds(is_null(of("score"))), R"(("p"."score" IS NULL))");
  EXPECT_EQ(fails(is_null(of("score"))), R"(("p"."score" IS NOT NULL))");
  const auto denied = node(ExpressionKind::holds, {both({of("locked"), of("published")})});
  EXPECT_EQ(holds(denied), R"((("p"."locked" = 1) AND ("p"."published" = 1)))");
  EXPECT_EQ(fails(denied), R"(((("p"."locked" = 1) AND ("p"."published" = 1)) IS NOT TRUE))");
  EXPECT_EQ(
      holds(is_null(both({of("locked"), of("published")}))),
      R"((CASE WHEN (("p"."locked" = 1) AND ("p"."published" = 1)) THEN 1 WHEN (("p"."locked" = 0) OR ("p"."published" = 0)) THEN 0 ELSE NULL END IS NULL))");
}

TEST_F(LowerRuleTest, ConditionalsAskTheConditionBothWays) {
  EXPECT_EQ(holds(node(ExpressionKind::conditional, {of("locked"), of("published"), flag(true)})),
            R"(((("p"."locked" = 1) AND ("p"."published" = 1)) OR ("p"."locked" = 0)))");
  EXPECT_EQ(fails(node(ExpressionKind::conditional, {of("locked"), of("published"), flag(true)})),
            R"((("p"."locked" = 1) AND ("p"."published" = 0)))");
  const auto value = node(ExpressionKind::conditional, {of("locked"), of("score"), number(0)}, Type::integer);
  EXPECT_EQ(holds(equal(value, number(1))),
            R"((CASE WHEN ("p"."locked" = 1) THEN "p"."score" WHEN ("p"."locked" = 0) THEN 0 ELSE NULL END = 1))");
}

TEST_F(LowerRuleTest, ListsSpelledOutAndListsStored) {
  const auto some = list_of(Type::integer, {number(1), of("views"), claim("n", Type::integer)});
  EXPECT_EQ(holds(node(ExpressionKind::in_list, {of("score"), some})), R"(("p"."score" IN (1, "p"."views", ?1)))");
  EXPECT_EQ(fails(node(ExpressionKind::in_list, {of("score"), some})),
            R"((NOT ("p"."score" IN (1, "p"."views", ?1))))");
  EXPECT_EQ(holds(node(ExpressionKind::in_list, {of("score"), list_of(Type::integer, {})})), "0");
  EXPECT_EQ(fails(node(ExpressionKind::in_list, {of("score"), list_of(Type::integer, {})})),
            R"(("p"."score" IS NOT NULL))");
  EXPECT_EQ(holds(node(ExpressionKind::in_list, {text("a"), of("words")})),
            R"(('a' IN (SELECT value FROM json_each("p"."words"))))");
  EXPECT_EQ(fails(node(ExpressionKind::in_list, {text("a"), of("words")})),
            R"((("p"."words" IS NOT NULL) AND (NOT ('a' IN (SELECT value FROM json_each("p"."words"))))))");
  EXPECT_EQ(holds(node(ExpressionKind::in_list, {of("views"), of("numbers")})),
            R"((("p"."views" || '') IN (SELECT value FROM json_each("p"."numbers"))))");
  EXPECT_EQ(holds(node(ExpressionKind::in_list, {of("due"), of("times")})), "0");
}

TEST_F(LowerRuleTest, TextAndArithmetic) {
  EXPECT_EQ(holds(node(ExpressionKind::starts_with, {of("title"), text("Go")})),
            R"(("p"."title" >= 'Go' AND "p"."title" < tenon_after_prefix('Go')))");
  EXPECT_EQ(fails(node(ExpressionKind::matches, {of("title"), text("^G")})),
            R"((NOT tenon_matches("p"."title", '^G')))");
  const auto sum = node(ExpressionKind::add, {of("score"), of("views")}, Type::integer);
  EXPECT_EQ(holds(node(ExpressionKind::greater, {sum, number(1)})), R"((tenon_add("p"."score", "p"."views") > 1))");
  const auto joined = node(ExpressionKind::add, {of("title"), text("!")}, Type::string);
  EXPECT_EQ(holds(equal(joined, text("Go!"))), R"((("p"."title" || '!') = 'Go!'))");
  const auto size = [&](const char* name) { return node(ExpressionKind::size, {of(name)}, Type::integer); };
  EXPECT_EQ(holds(equal(size("title"), number(1))), R"((tenon_length("p"."title") = 1))");
  EXPECT_EQ(holds(equal(size("data"), number(1))), R"((length("p"."data") = 1))");
  EXPECT_EQ(holds(equal(size("words"), number(1))), R"((json_array_length("p"."words") = 1))");
}

TEST_F(LowerRuleTest, RelationsAreSemiJoins) {
  const auto name_is = [&](int variable) {
    return equal(column(BlogModel::field(blog.user, "name"), variable), text("Ada"));
  };
  const auto by_ada = relation(ExpressionKind::related, post("author"), 2, name_is(2));
  EXPECT_EQ(
      holds(by_ada),
      R"(EXISTS (SELECT 1 FROM "users" AS "t0" WHERE (("t0"."id" = "p"."author_id") AND ("t0"."name" = 'Ada'))))");
  EXPECT_EQ(
      fails(by_ada),
      R"(EXISTS (SELECT 1 FROM "users" AS "t1" WHERE (("t1"."id" = "p"."author_id") AND ("t1"."name" <> 'Ada'))))");
  const auto old_author = relation(ExpressionKind::related, post("author"), 2, name_is(2), schema::variable::old);
  EXPECT_EQ(holds(old_author),
            R"(EXISTS (SELECT 1 FROM "users" AS "t2" WHERE (("t2"."id" = ?1) AND ("t2"."name" = 'Ada'))))");
}

TEST_F(LowerRuleTest, ExistsAndAllAreEachOthersDual) {
  const auto body = equal(column(BlogModel::field(blog.comment, "body"), 2), text("ok"));
  const auto some = relation(ExpressionKind::exists, post("comments"), 2, body);
  const auto every = relation(ExpressionKind::all, post("comments"), 2, body);
  EXPECT_EQ(
      holds(some),
      R"(EXISTS (SELECT 1 FROM "comments" AS "t0" WHERE (("t0"."post_id" = "p"."id") AND ("t0"."body" = 'ok'))))");
  EXPECT_EQ(
      fails(some),
      R"((NOT EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE (("t1"."post_id" = "p"."id") AND (("t1"."body" <> 'ok') IS NOT TRUE)))))");
  EXPECT_EQ(
      holds(every),
      R"((NOT EXISTS (SELECT 1 FROM "comments" AS "t2" WHERE (("t2"."post_id" = "p"."id") AND (("t2"."body" = 'ok') IS NOT TRUE)))))");
  EXPECT_EQ(
      fails(every),
      R"(EXISTS (SELECT 1 FROM "comments" AS "t3" WHERE (("t3"."post_id" = "p"."id") AND ("t3"."body" <> 'ok'))))");
  const auto any = relation(ExpressionKind::exists, post("comments"), 2, flag(true));
  EXPECT_EQ(holds(any), R"(EXISTS (SELECT 1 FROM "comments" AS "t4" WHERE ("t4"."post_id" = "p"."id")))");
  EXPECT_EQ(fails(any), R"((NOT EXISTS (SELECT 1 FROM "comments" AS "t5" WHERE ("t5"."post_id" = "p"."id"))))");
}

TEST_F(LowerRuleTest, PathsOverSeveralRelationsAreJoinsInOneSubselect) {
  context.aliases[schema::variable::row] = "c";
  const auto by = [&](int bound, const char* field, const char* value) {
    return relation(ExpressionKind::related, post("author"), bound,
                    equal(column(BlogModel::field(blog.user, field), bound), text(value)), 2);
  };
  const auto both_true = both({column(post("published"), 2), by(3, "name", "Ada"), by(4, "city", "Bern")});
  const auto rule = relation(ExpressionKind::related, BlogModel::field(blog.comment, "post"), 2, both_true);
  EXPECT_EQ(
      holds(rule),
      R"(EXISTS (SELECT 1 FROM "posts" AS "t0" JOIN "users" AS "t1" ON ("t1"."id" = "t0"."author_id") WHERE (("t0"."id" = "c"."post_id") AND ("t0"."published" = 1) AND ("t1"."name" = 'Ada') AND ("t1"."city" = 'Bern'))))");
  EXPECT_EQ(
      fails(rule),
      R"(EXISTS (SELECT 1 FROM "posts" AS "t2" WHERE (("t2"."id" = "c"."post_id") AND (("t2"."published" = 0) OR EXISTS (SELECT 1 FROM "users" AS "t3" WHERE (("t3"."id" = "t2"."author_id") AND ("t3"."name" <> 'Ada'))) OR EXISTS (SELECT 1 FROM "users" AS "t4" WHERE (("t4"."id" = "t2"."author_id") AND ("t4"."city" <> 'Bern')))))))");
  const auto hop = relation(ExpressionKind::related, post("author"), 3,
                            no(is_null(column(BlogModel::field(blog.user, "city"), 3))), 2);
  context.aliases[schema::variable::row] = "t";
  EXPECT_EQ(
      holds(relation(ExpressionKind::exists, BlogModel::field(blog.topic, "posts"), 2, hop)),
      R"(EXISTS (SELECT 1 FROM "post_topics" AS "t6" JOIN "posts" AS "t5" ON ("t5"."id" = "t6"."post_id") JOIN "users" AS "t7" ON ("t7"."id" = "t5"."author_id") WHERE (("t6"."topic_id" = "t"."id") AND ("t7"."city" IS NOT NULL))))");
}

TEST_F(LowerRuleTest, ManyToManyGoesThroughTheJoinTable) {
  const auto news = equal(column(BlogModel::field(blog.topic, "name"), 2), text("news"));
  EXPECT_EQ(
      holds(relation(ExpressionKind::exists, post("topics"), 2, news)),
      R"(EXISTS (SELECT 1 FROM "post_topics" AS "t1" JOIN "topics" AS "t0" ON ("t0"."id" = "t1"."topic_id") WHERE (("t1"."post_id" = "p"."id") AND ("t0"."name" = 'news'))))");
}

TEST_F(LowerRuleTest, ADelegatedRuleIsAskedOfTheOtherRow) {
  blog.post.rules = {allow({schema::Operation::read}, either({of("published"), equal(of("author"), auth_id())})),
                     deny({schema::Operation::read}, of("locked"))};
  const auto rule = can(schema::Operation::read, BlogModel::field(blog.comment, "post"));
  context.aliases[schema::variable::row] = "c";
  EXPECT_EQ(
      holds(access::specialise(rule, blog.model, {.roles = 0, .anonymous = false})),
      R"(EXISTS (SELECT 1 FROM "posts" AS "t0" WHERE (("t0"."id" = "c"."post_id") AND (("t0"."published" = 1) OR ("t0"."author_id" = ?1)) AND (("t0"."locked" = 1) IS NOT TRUE))))");
  EXPECT_EQ(holds(access::specialise(rule, blog.model, {.roles = 0, .anonymous = true})), "0");
}

TEST_F(LowerRuleTest, EqualSourcesShareAPlace) {
  ParameterSource operand{.kind = ParameterSource::Kind::operand,
                          .expression = nullptr,
                          .field = nullptr,
                          .operand = 1,
                          .type = sql::Type::text};
  EXPECT_EQ(context.add(operand), 0);
  EXPECT_EQ(context.add(operand), 0);
  operand.operand = 2;
  EXPECT_EQ(context.add(operand), 1);
}

}  // namespace
}  // namespace tenon::query
