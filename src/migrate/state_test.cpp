#include "migrate/state.hpp"

#include "access/testing/make_rule.hpp"
#include "access/testing/model_maker.hpp"
#include "migrate/differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

using access::testing::add_resource;
using access::testing::add_scalar;
using schema::Scalar;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class StateTest : public ::testing::Test {
 protected:
  StateTest() { add_scalar(post_, "title", Scalar::string).required = true; }

  schema::Model model_;
  schema::Resource& post_ = add_resource(model_, "Post", "posts");
  std::vector<std::string> extra_{"CREATE TABLE \"tenon_audit\" (\n  \"id\" INTEGER\n) STRICT"};
  std::unique_ptr<db::Database> database_ = db::open("sqlite::memory:", {});
};

TEST_F(StateTest, AnEmptyDatabaseBecomesCurrentByCreate) {
  EXPECT_EQ(status(*database_, model_, extra_).state, State::empty);
  create(*database_, model_, extra_, "0.1.0");
  const auto after = status(*database_, model_, extra_);
  EXPECT_EQ(after.state, State::current);
  EXPECT_THAT(after.differences, IsEmpty());
  EXPECT_THAT(*database_->tables(), ElementsAre("posts", "tenon_audit", "tenon_schema"));
}

TEST_F(StateTest, RulesLeaveNoTrace) {
  create(*database_, model_, extra_);
  const auto before = fingerprint(model_, extra_, sql::Dialect::sqlite);
  schema::Rule rule;
  rule.operations.add(schema::Operation::read);
  rule.when = access::testing::flag(true);
  post_.rules.push_back(rule);
  post_.fields.back()->rules.push_back(rule);
  post_.max_page_size = 7;
  post_.description = "other words";
  EXPECT_EQ(fingerprint(model_, extra_, sql::Dialect::sqlite), before);
  EXPECT_EQ(status(*database_, model_, extra_).state, State::current);
}

TEST_F(StateTest, WhatDiffersIsToldByTableAndColumn) {
  auto& views = add_scalar(post_, "views", Scalar::int32);
  auto& note = add_resource(model_, "Note", "notes");
  (void)note;
  create(*database_, model_, extra_);

  post_.fields.pop_back();
  (void)views;
  add_scalar(post_, "summary", Scalar::string);
  auto& title = *post_.fields[1];
  title.required = false;
  title.max_length = 5;
  model_.resources.pop_back();
  add_resource(model_, "Tag", "tags");
  const auto different = status(*database_, model_, extra_);
  EXPECT_EQ(different.state, State::different);
  EXPECT_THAT(different.differences,
              ::testing::UnorderedElementsAre(
                  "table posts: column summary is missing", "table posts: constraint posts_title_length is missing",
                  "table posts: column title is `\"title\" TEXT NOT NULL`, the schema wants `\"title\" TEXT`",
                  "table posts: column views is no longer in the schema", "table tags is missing",
                  "table notes is no longer in the schema"));
}

TEST_F(StateTest, OtherModulesTablesCount) {
  create(*database_, model_, extra_);
  EXPECT_THAT(status(*database_, model_, {}).differences, ElementsAre("table tenon_audit is no longer in the schema"));
}

TEST_F(StateTest, TablesOfOthersAreLeftAlone) {
  const std::vector<std::string> foreign{"CREATE TABLE diary (entry TEXT)"};
  ASSERT_TRUE(database_->define(foreign));
  const auto found = status(*database_, model_, extra_);
  EXPECT_EQ(found.state, State::different);
  EXPECT_THAT(found.differences, ElementsAre("table diary was not made by Tenon"));
}

TEST_F(StateTest, CreatingIsAllOrNothing) {
  extra_.push_back("CREATE TABLE nonsense (");
  EXPECT_THROW(create(*database_, model_, extra_), std::runtime_error);
  EXPECT_THAT(*database_->tables(), IsEmpty());
}

TEST(DifferencesTest, StatementsSurviveBeingOneText) {
  const std::vector<std::string> all{"CREATE TABLE \"a\" (\n  \"x\" TEXT\n) STRICT",
                                     "CREATE INDEX \"i\" ON \"a\" (\"x\")"};
  EXPECT_EQ(split_statements(join_statements(all)), all);
  EXPECT_THAT(split_statements(""), IsEmpty());
}

TEST(DifferencesTest, AnIndexOverOtherColumnsIsDifferent) {
  const std::vector<std::string> had{"CREATE INDEX \"i\" ON \"a\" (\"x\")"};
  const std::vector<std::string> want{"CREATE INDEX \"i\" ON \"a\" (\"y\")"};
  EXPECT_THAT(describe_differences(had, want), ElementsAre("index i is defined differently"));
  EXPECT_THAT(describe_differences(had, had), IsEmpty());
}

}  // namespace
}  // namespace tenon::migrate
