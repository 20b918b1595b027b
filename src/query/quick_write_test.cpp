#include "query/quick_write.hpp"

#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using testing::number;
using testing::text;

constexpr std::string_view drop_box = R"graphql(
enum Role @roles { user reader @inherits(role: user) }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ], when: "!hidden || id == auth.id") {
  email: Email! @unique
  hidden: Boolean! @default(value: false)
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('reader')")
}

type Letter @resource
  @allow(ops: [READ], when: "open && auth.is('user') || auth.is('reader')")
  @allow(ops: [CREATE], when: "sender == auth.id")
  @allow(ops: [DELETE], when: "sender == auth.id && !replies.exists(r, r.sender != null)") {
  number: Int! @unique
  sender: User! @owner
  recipient: User
  open: Boolean! @default(value: false)
  seal: String @allow(ops: [READ], when: "auth.is('reader')")
  replies: [Reply!]!
  stamp: String @allow(ops: [CREATE], when: "auth.is('reader')") @allow(ops: [READ], when: "true")
}

type Reply @resource
  @allow(ops: [READ], when: "can(READ, letter)")
  @allow(ops: [CREATE], when: "sender == auth.id") {
  letter: Letter! @relation(onDelete: CASCADE)
  sender: User! @owner
}
)graphql";

/// SQLite has no need of it, but says the same: each write is tried in one statement, "script" where it cannot be.
struct QuickWriteTest : ::testing::Test {
  testing::EngineHouse house{drop_box};
  access::Principal ann = house.as("ann");
  access::Principal reader = house.as("rex", "reader");

  QuickWriteTest() {
    for (const std::string id : {"ann", "rex", "hal"})
      house.put("User", {{"id", text(id)}, {"email", text(id + "@x.org")}, {"hidden", id == "hal"}});
  }

  Ground ground(const access::Principal& who) const {
    return {.model = *house.model, .dialect = house.database->dialect(), .caller = class_of(who)};
  }
  std::string quickly(Create create, const access::Principal& who) {
    const auto operation = house.known(std::move(create));
    const auto rules = compile_create(*operation.resource, ground(who));
    const auto quick = compile_quick_create(rules, operation.selection, ground(who));
    if (!quick.possible) return "impossible";
    std::string out = "before ";
    auto done = base::run_blocking(create_quickly(*house.database, quick, rules, operation, who, out));
    if (!done) return out == "before " ? "script" : "output left behind: " + out;
    if (!*done) return "failed: " + done->error().cause;
    answer = **done;
    return house.told(out.substr(7));
  }
  std::string letter(const testing::Values& values, const access::Principal& who,
                     const std::vector<std::string_view>& fields = {"number", "sender", "recipient", "open", "seal"}) {
    return quickly(house.create_of("Letter", values, fields), who);
  }
  /// The newest letter.
  std::string remove(const access::Principal& who) {
    Remove operation = house.remove_of("Letter", {});
    operation.id = answer.ids.at(0);
    const auto rules = compile_remove(*operation.resource, ground(who));
    auto done = base::run_blocking(remove_quickly(*house.database, rules, operation, who));
    if (!done) return "script";
    return *done ? "removed" : "failed: " + done->error().cause;
  }
  std::size_t letters() { return house.stored("Letter.id").size(); }

  WriteAnswer answer;
};

TEST_F(QuickWriteTest, ARowComesBackFromTheStatementThatStoredIt) {
  EXPECT_EQ(letter({{"number", number(1)}, {"open", true}, {"seal", text("x")}, {"recipient", text("rex")}}, reader),
            R"({"number":1,"sender":"rex","recipient":"rex","open":true,"seal":"x"})");
  EXPECT_TRUE(answer.created);
  ASSERT_EQ(answer.ids.size(), 1U);
  EXPECT_FALSE(answer.etag.empty());
  EXPECT_EQ(letters(), 1U);
}

TEST_F(QuickWriteTest, TheScriptAnswersAlike) {
  const testing::Values values{{"number", number(1)}, {"open", true}, {"seal", text("x")}};
  const std::vector<std::string_view> fields{"number", "sender", "recipient", "open", "seal", "createdAt"};
  const auto one = letter(values, ann, fields);
  house.take("Letter", answer.ids.at(0));
  EXPECT_EQ(house.create(house.create_of("Letter", values, fields), ann), one);
  EXPECT_EQ(house.written.etag, answer.etag);
  EXPECT_EQ(house.written.masked, answer.masked);
}

TEST_F(QuickWriteTest, AnAnswerToldByMembersComesFromTheStatementWhereTheyAreOfTheRow) {
  const testing::Values values{{"number", number(1)}, {"open", true}, {"seal", text("x")}};
  auto create = house.create_of("Letter", values, {});
  const auto& resource = *house.model->find_resource("Letter");
  const auto member = [&](Member::Kind kind, std::string name, std::string_view field = {}, std::string json = {}) {
    Member made;
    made.kind = kind;
    made.name = std::move(name);
    made.field = field.empty() ? nullptr : resource.find_field(field);
    made.text = std::move(json);
    return made;
  };
  auto row = member(Member::Kind::node, "letter");
  row.members = {member(Member::Kind::field, "nr", "number"), member(Member::Kind::field, "wax", "seal")};
  create.selection.members = {member(Member::Kind::constant, "errors", {}, "[]"), row};
  create.answer_operands = {base::Null{}};
  EXPECT_EQ(quickly(create, ann), R"({"errors":[],"letter":{"nr":1,"wax":null}})");
  EXPECT_EQ(answer.masked, std::vector<std::string>{"letter.wax"});
  const auto quick = answer;
  house.take("Letter", answer.ids.at(0));
  EXPECT_EQ(house.create(create, ann), R"({"errors":[],"letter":{"nr":1,"wax":null}})");
  EXPECT_EQ(house.written.masked, quick.masked);
  EXPECT_EQ(house.written.etag, quick.etag);

  auto sender = member(Member::Kind::to_one, "sender", "sender");
  sender.members = {member(Member::Kind::constant, "one", {}, "1")};
  create.selection.members.push_back(sender);
  EXPECT_EQ(quickly(create, ann), "impossible");
}

TEST_F(QuickWriteTest, AValueThatIsWithheldIsMasked) {
  EXPECT_EQ(letter({{"number", number(1)}, {"open", true}, {"seal", text("x")}}, ann),
            R"({"number":1,"sender":"ann","recipient":null,"open":true,"seal":null})");
  EXPECT_EQ(answer.masked, std::vector<std::string>{"seal"});
}

TEST_F(QuickWriteTest, ARowThatItsMakerMayNotReadComesAsItsId) {
  const auto out = letter({{"number", number(1)}}, ann);
  EXPECT_EQ(out, house.told(R"({"id":")" + std::get<std::string>(answer.ids.at(0)) + R"("})"));
  EXPECT_TRUE(answer.etag.empty());
}

TEST_F(QuickWriteTest, AKeyThatTheCallerMayNotReadIsLeftToTheScript) {
  EXPECT_EQ(letter({{"number", number(1)}, {"recipient", text("hal")}}, ann), "script");
  EXPECT_EQ(letter({{"number", number(1)}, {"recipient", text("nobody")}}, ann), "script");
  EXPECT_EQ(letters(), 0U);
}

TEST_F(QuickWriteTest, ATakenKeyIsLeftToTheScript) {
  ASSERT_NE(letter({{"number", number(1)}}, ann), "script");
  EXPECT_EQ(letter({{"number", number(1)}}, ann), "script");
  EXPECT_EQ(letters(), 1U);
}

TEST_F(QuickWriteTest, WhatIsNotAllowedOrNotValidIsLeftToTheScript) {
  EXPECT_EQ(letter({{"number", number(1)}}, house.anonymous()), "script");
  EXPECT_EQ(letter({{"number", number(1)}, {"stamp", text("x")}}, ann), "script");
  EXPECT_EQ(letter({}, ann), "script");
  EXPECT_EQ(letters(), 0U);
}

TEST_F(QuickWriteTest, RulesThatLookAtOtherRowsNeedTheScript) {
  EXPECT_EQ(quickly(house.create_of("Reply", {{"letter", text("l1")}}), ann), "impossible");
}

TEST_F(QuickWriteTest, ARowIsRemovedByWhoMayReadAndRemoveIt) {
  ASSERT_NE(letter({{"number", number(1)}, {"open", true}}, ann), "script");
  EXPECT_EQ(remove(reader), "script") << "it is not theirs";
  EXPECT_EQ(remove(house.anonymous()), "script");
  EXPECT_EQ(letters(), 1U);
  EXPECT_EQ(remove(ann), "removed");
  EXPECT_EQ(letters(), 0U);
  EXPECT_EQ(remove(ann), "script") << "it is gone";
}

TEST_F(QuickWriteTest, WhatTheCallerMayNotReadOrTheRuleKeepsIsLeftToTheScript) {
  ASSERT_NE(letter({{"number", number(1)}}, ann), "script");
  EXPECT_EQ(remove(ann), "script") << "a closed one is out of sight";
  ASSERT_NE(letter({{"number", number(2)}, {"open", true}}, ann), "script");
  house.put("Reply", {{"id", text("r1")}, {"letter", answer.ids.at(0)}, {"sender", text("rex")}});
  EXPECT_EQ(remove(ann), "script") << "the rule asks for one without replies";
  EXPECT_EQ(letters(), 2U);
}

TEST_F(QuickWriteTest, OnlyOneRowByItselfCanBeOneStatement) {
  auto create = house.create_of("Letter", {{"number", number(1)}});
  auto ground = this->ground(ann);
  ground.dialect = sql::Dialect::sqlite;
  EXPECT_FALSE(may_be_quick(create, ground));
  ground.dialect = sql::Dialect::postgres;
  EXPECT_TRUE(may_be_quick(create, ground));
  create.many = true;
  EXPECT_FALSE(may_be_quick(create, ground));
}

}  // namespace
}  // namespace tenon::query
