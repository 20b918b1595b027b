#include "access/access.hpp"
#include "access/evaluate.hpp"
#include "access/simplify.hpp"
#include "access/testing/blog_model.hpp"
#include "access/testing/make_rule.hpp"
#include "access/testing/memory_rows.hpp"

#include <gtest/gtest.h>

namespace tenon::access {
namespace {

using namespace testing;
using enum schema::Operation;

constexpr CallerClass guest{.roles = 0, .anonymous = true};
constexpr CallerClass user{.roles = 1, .anonymous = false};
constexpr CallerClass moderator{.roles = 3, .anonymous = false};
constexpr int moderator_role = 1;

struct RulesTest : ::testing::Test {
  BlogModel blog;
  schema::Field& post(const std::string& name) { return BlogModel::field(blog.post, name); }
  ExpressionPtr of(const std::string& name) { return column(post(name)); }
  ExpressionPtr specialised(const ExpressionPtr& rule, CallerClass caller = guest) {
    return specialise(rule, blog.model, caller);
  }
};

TEST_F(RulesTest, RolesAndAnonymityFoldAway) {
  EXPECT_TRUE(is_literal_true(*specialised(auth_is(moderator_role), moderator)));
  EXPECT_TRUE(is_literal_false(*specialised(auth_is(moderator_role), user)));
  EXPECT_TRUE(is_literal_true(*specialised(auth_anonymous())));
  EXPECT_TRUE(is_literal_true(*specialised(is_null(auth_id()))));
  EXPECT_TRUE(is_literal_false(*specialised(auth_anonymous(), user)));
  EXPECT_TRUE(is_literal_true(*specialised(either({of("published"), auth_is(moderator_role)}), moderator)));
  EXPECT_EQ(specialised(either({of("published"), auth_is(moderator_role)}), user)->kind, ExpressionKind::column);
}

TEST_F(RulesTest, UnknownIsKeptApartFromFalseUnderNot) {
  const auto mine = equal(column(post("author")), auth_id());
  EXPECT_TRUE(is_literal_unknown(*specialised(mine)));
  EXPECT_TRUE(is_literal_unknown(*specialised(no(mine))));
  EXPECT_TRUE(is_literal_false(*specialised(both({mine, flag(false)}))));
  EXPECT_EQ(specialised(both({mine, of("published")}))->kind, ExpressionKind::logical_and);
  blog.post.rules = {allow({read}, no(mine))};
  EXPECT_TRUE(is_literal_false(*row_rule(blog.post, read, blog.model, guest)));
}

TEST_F(RulesTest, StrangersComeInOnlyByAnAllowThatIsLiterallyTrue) {
  blog.post.rules = {allow({read, update}, of("published"))};
  EXPECT_TRUE(is_literal_false(*row_rule(blog.post, read, blog.model, guest)));
  EXPECT_TRUE(update_allows(blog.post, blog.model, guest).empty());
  EXPECT_EQ(row_rule(blog.post, read, blog.model, user)->kind, ExpressionKind::column);
  blog.post.rules.push_back(allow({read}, auth_anonymous()));
  EXPECT_TRUE(is_literal_true(*row_rule(blog.post, read, blog.model, guest)));
  blog.post.rules.push_back(deny({read}, of("locked")));
  EXPECT_EQ(row_rule(blog.post, read, blog.model, guest)->kind, ExpressionKind::logical_not);
}

TEST_F(RulesTest, WhatStrangersMayNotReadCannotBeDelegatedToThem) {
  blog.post.rules = {allow({read}, of("published"))};
  blog.comment.rules = {allow({read}, flag(true)), deny({read}, no(can(read, BlogModel::field(blog.comment, "post"))))};
  MemoryRows rows;
  auto& parent = rows.add(blog.post, std::string("p"));
  parent.values[&post("published")] = true;
  auto& row = rows.add(blog.comment, std::string("c"));
  row.values[&BlogModel::field(blog.comment, "post")] = std::string("p");
  EXPECT_EQ(evaluate(*row_rule(blog.comment, read, blog.model, guest), {}, rows, &row), Truth::no);
  EXPECT_EQ(evaluate(*row_rule(blog.comment, read, blog.model, user), {}, rows, &row), Truth::yes);
}

TEST_F(RulesTest, ConstantsFold) {
  const auto sum = node(ExpressionKind::add, {number(1), number(2)}, Type::integer);
  EXPECT_TRUE(is_literal_true(*specialised(equal(sum, number(3)))));
  EXPECT_TRUE(is_literal_true(
      *specialised(node(ExpressionKind::in_list, {number(3), list_of(Type::integer, {number(1), sum})}))));
  EXPECT_TRUE(is_literal_unknown(
      *specialised(equal(node(ExpressionKind::divide, {number(1), number(0)}, Type::integer), of("score")))));
  EXPECT_EQ(specialised(node(ExpressionKind::conditional, {auth_anonymous(), of("published"), of("locked")}))->field,
            &post("published"));
  EXPECT_TRUE(is_literal_unknown(*specialised(node(ExpressionKind::conditional, {null(), flag(true), flag(true)}))));
}

TEST_F(RulesTest, WithoutAnAllowAnOperationDoesNotExist) {
  blog.post.rules = {allow({read}, flag(true)), deny({remove}, flag(true))};
  EXPECT_TRUE(operation_exists(blog.post, read));
  EXPECT_FALSE(operation_exists(blog.post, remove));
  EXPECT_TRUE(is_literal_true(*row_rule(blog.post, read, blog.model, guest)));
  EXPECT_TRUE(is_literal_false(*row_rule(blog.post, remove, blog.model, guest)));
}

TEST_F(RulesTest, ADenyCountsOnlyWhereItDefinitelyHolds) {
  blog.post.rules = {allow({remove}, of("published")),
                     deny({remove}, both({of("locked"), no(auth_is(moderator_role))}))};
  const auto rule = row_rule(blog.post, remove, blog.model, user);
  MemoryRows rows;
  auto& row = rows.add(blog.post, std::string("p"));
  row.values[&post("published")] = true;
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::yes);
  row.values[&post("locked")] = true;
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::no);
  EXPECT_EQ(row_rule(blog.post, remove, blog.model, moderator)->kind, ExpressionKind::column);
}

TEST_F(RulesTest, TheTenantJoinsEveryOperation) {
  blog.post.tenant = schema::Tenant{.field = &post("title"), .rule = equal(of("title"), claim("org", Type::string))};
  blog.post.rules = {allow({create, read, update, remove}, flag(true))};
  for (auto operation : {create, read, update, remove})
    EXPECT_EQ(row_rule(blog.post, operation, blog.model, moderator)->kind, ExpressionKind::equal);
  const auto allows = update_allows(blog.post, blog.model, user);
  ASSERT_EQ(allows.size(), 1U);
  EXPECT_TRUE(is_literal_true(*allows[0].when));
  EXPECT_EQ(allows[0].check->kind, ExpressionKind::equal);
}

TEST_F(RulesTest, CanBecomesTheTargetsRuleWithVariablesOfItsOwn) {
  auto& commented = BlogModel::field(blog.comment, "post");
  auto& topics = post("topics");
  const auto some_topic =
      relation(ExpressionKind::exists, topics, 2, equal(column(BlogModel::field(blog.topic, "name"), 2), text("news")));
  blog.post.rules = {allow({read}, of("published")), allow({read}, some_topic)};
  blog.comment.rules = {allow({read}, both({can(read, commented), can(read, commented)}))};
  const auto rule = row_rule(blog.comment, read, blog.model, user);
  ASSERT_EQ(rule->kind, ExpressionKind::logical_and);
  const auto& first = *rule->children[0];
  const auto& second = *rule->children[1];
  ASSERT_EQ(first.kind, ExpressionKind::related);
  EXPECT_EQ(first.variable, schema::variable::row);
  const auto& either_way = *first.children[0];
  ASSERT_EQ(either_way.kind, ExpressionKind::logical_or);
  EXPECT_EQ(either_way.children[0]->variable, first.bound);
  EXPECT_EQ(either_way.children[1]->variable, first.bound);
  EXPECT_EQ(either_way.children[1]->children[0]->children[0]->variable, either_way.children[1]->bound);
  EXPECT_NE(first.bound, second.bound);
  EXPECT_NE(either_way.children[1]->bound, second.children[0]->children[1]->bound);
}

TEST_F(RulesTest, CanIsUnknownNotFalseWhereTheRowIsGone) {
  auto& commented = BlogModel::field(blog.comment, "post");
  blog.post.rules = {allow({read}, auth_is(moderator_role))};
  blog.comment.rules = {allow({read}, no(can(read, commented)))};
  const auto rule = row_rule(blog.comment, read, blog.model, user);
  MemoryRows rows;
  auto& row = rows.add(blog.comment, std::string("c"));
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::unknown);
  rows.add(blog.post, std::string("p"));
  row.values[&commented] = std::string("p");
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::yes);
  blog.comment.rules = {allow({read}, can(read, commented))};
  EXPECT_TRUE(is_literal_false(*row_rule(blog.comment, read, blog.model, user)));
}

TEST_F(RulesTest, AnUpdateMayBeLetThroughByOneAllowOnly) {
  blog.post.rules = {allow({update}, equal(of("author"), auth_id())),
                     allow({update}, auth_is(moderator_role), of("published"))};
  EXPECT_TRUE(update_allows(blog.post, blog.model, guest).empty());
  const auto mine = update_allows(blog.post, blog.model, user);
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].check->kind, ExpressionKind::equal);
  const auto all = update_allows(blog.post, blog.model, moderator);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(is_literal_true(*all[1].when));
  EXPECT_EQ(all[1].check->field, &post("published"));
}

TEST_F(RulesTest, CreateAsksWhenAndCheckOfTheNewRow) {
  blog.post.rules = {allow({create}, equal(of("author"), auth_id()), of("published"))};
  EXPECT_EQ(row_rule(blog.post, create, blog.model, user)->kind, ExpressionKind::logical_and);
  EXPECT_TRUE(is_literal_false(*row_rule(blog.post, create, blog.model, guest)));
}

TEST_F(RulesTest, ACheckOfANewRowFindsNothingChanged) {
  const auto score_before = column(post("score"), schema::variable::old);
  const auto grows = node(ExpressionKind::greater_equal, {of("score"), score_before});
  blog.post.rules = {allow({create, update}, flag(true), both({grows, of("published")}))};
  const auto rule = row_rule(blog.post, create, blog.model, user);
  MemoryRows rows;
  auto& row = rows.add(blog.post, std::string("p"));
  row.values = {{blog.post.id, std::string("p")}, {&post("score"), std::int64_t{1}}, {&post("published"), true}};
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::yes);
  row.values[&post("published")] = false;
  EXPECT_EQ(evaluate(*rule, {}, rows, &row), Truth::no);
}

TEST_F(RulesTest, AFieldsCheckBelongsToTheAllowThatHeldOnTheStoredRow) {
  auto& score = post("score");
  EXPECT_TRUE(is_literal_true(*field_update_check(score, blog.model, user)));
  const auto is_small = node(ExpressionKind::less, {of("score"), number(10)});
  score.rules = {allow({update}, of("published"), is_small), allow({update}, auth_is(moderator_role))};
  EXPECT_TRUE(is_literal_true(*field_update_check(score, blog.model, moderator)));
  const auto check = field_update_check(score, blog.model, user);
  MemoryRows rows;
  auto& before = rows.add(blog.post, std::string("p"));
  auto& after = rows.add(blog.post, std::string("q"));
  after.values[&score] = std::int64_t{5};
  after.values[&post("published")] = true;
  EXPECT_EQ(evaluate(*check, {}, rows, &after, &before), Truth::unknown);
  before.values[&post("published")] = true;
  EXPECT_EQ(evaluate(*check, {}, rows, &after, &before), Truth::yes);
  after.values[&score] = std::int64_t{50};
  EXPECT_EQ(evaluate(*check, {}, rows, &after, &before), Truth::no);
}

TEST_F(RulesTest, FieldRulesNarrowOnlyTheirOperations) {
  auto& score = post("score");
  EXPECT_TRUE(is_literal_true(*field_rule(score, read, blog.model, guest)));
  score.rules = {allow({update}, auth_is(moderator_role)), deny({read}, of("locked"))};
  EXPECT_TRUE(is_literal_true(*field_rule(score, create, blog.model, guest)));
  EXPECT_TRUE(is_literal_false(*field_rule(score, update, blog.model, user)));
  EXPECT_TRUE(is_literal_true(*field_rule(score, update, blog.model, moderator)));
  EXPECT_EQ(field_rule(score, read, blog.model, guest)->kind, ExpressionKind::logical_not);
  EXPECT_EQ(field_otherwise(score), schema::Otherwise::mask);
  score.rules[1].otherwise = schema::Otherwise::omit;
  EXPECT_EQ(field_otherwise(score), schema::Otherwise::omit);
}

TEST_F(RulesTest, QuantifiersThatNothingCanDecideFold) {
  EXPECT_TRUE(
      is_literal_false(*specialised(relation(ExpressionKind::exists, post("comments"), 2, auth_is(moderator_role)))));
  EXPECT_TRUE(is_literal_true(*specialised(relation(ExpressionKind::all, post("comments"), 2, auth_anonymous()))));
  EXPECT_EQ(specialised(relation(ExpressionKind::all, post("comments"), 2, flag(false)))->kind, ExpressionKind::all);
  EXPECT_EQ(specialised(relation(ExpressionKind::related, post("author"), 2, flag(false)))->kind,
            ExpressionKind::related);
}

}  // namespace
}  // namespace tenon::access
