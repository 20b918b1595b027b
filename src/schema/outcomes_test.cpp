#include "schema/outcomes.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tenon::schema {
namespace {

ExpressionPtr make(ExpressionKind kind, std::vector<ExpressionPtr> children = {}) {
  auto made = std::make_shared<Expression>();
  made->kind = kind;
  made->children = std::move(children);
  return made;
}

ExpressionPtr literal(base::Value value) {
  auto made = std::make_shared<Expression>();
  made->kind = ExpressionKind::literal;
  made->value = std::move(value);
  return made;
}

ExpressionPtr is_role(int role) {
  auto made = std::make_shared<Expression>();
  made->kind = ExpressionKind::auth_is;
  made->role = role;
  return made;
}

/// y, n and u: which of yes, no and unknown can be.
std::string outcomes_for(const ExpressionPtr& rule, CallerKind caller = {}) {
  Outcomes outcomes = possible_outcomes(*rule, caller);
  return std::string(outcomes.yes ? "y" : "") + (outcomes.no ? "n" : "") + (outcomes.unknown ? "u" : "");
}

const ExpressionPtr column = make(ExpressionKind::column);
const ExpressionPtr mine = make(ExpressionKind::equal, {column, make(ExpressionKind::auth_id)});

TEST(OutcomesTest, StrangersAreUnknownToEveryComparisonWithTheCaller) {
  EXPECT_EQ(outcomes_for(mine), "u");
  EXPECT_EQ(outcomes_for(mine, {false, 0}), "ynu");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_not, {mine})), "u");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::is_null, {make(ExpressionKind::auth_id)})), "y");
}

TEST(OutcomesTest, WhatHoldsIsTwoValued) {
  ExpressionPtr holds = make(ExpressionKind::holds, {mine});
  EXPECT_EQ(outcomes_for(holds), "n");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_not, {holds})), "y");
}

TEST(OutcomesTest, AndAndOrAreKleenes) {
  ExpressionPtr yes = literal(true);
  ExpressionPtr no = literal(false);
  ExpressionPtr unknown = literal(base::Null{});
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_or, {yes, column})), "y");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_and, {no, column})), "n");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_or, {no, unknown})), "u");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_and, {yes, unknown})), "u");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_or, {unknown, column})), "yu");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::logical_and, {unknown, column})), "nu");
}

TEST(OutcomesTest, RolesAreKnown) {
  EXPECT_EQ(outcomes_for(is_role(1)), "n");
  EXPECT_EQ(outcomes_for(is_role(1), {false, 0b10}), "y");
  EXPECT_EQ(outcomes_for(is_role(0), {false, 0b10}), "n");
}

TEST(OutcomesTest, OtherRowsMayBeMissing) {
  EXPECT_EQ(outcomes_for(make(ExpressionKind::related, {literal(true)})), "yu");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::exists, {literal(true)})), "yn");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::exists, {literal(false)})), "n");
  EXPECT_EQ(outcomes_for(make(ExpressionKind::all, {literal(false)})), "yn");
}

TEST(OutcomesTest, AConditionalIsOneOfItsBranches) {
  auto choose = [](ExpressionPtr condition) {
    return outcomes_for(make(ExpressionKind::conditional, {std::move(condition), literal(true), literal(false)}));
  };
  EXPECT_EQ(choose(literal(true)), "y");
  EXPECT_EQ(choose(literal(base::Null{})), "u");
  EXPECT_EQ(choose(column), "ynu");
}

}  // namespace
}  // namespace tenon::schema
