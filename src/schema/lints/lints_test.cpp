#include "schema/lints/list.hpp"
#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tenon::schema {
namespace {

/// "8 open-write": line and name of what the lints say, below the account type that all these schemas share.
std::vector<std::string> lint(std::string_view text) {
  LoadResult result = load_text(std::string(users) + std::string(text));
  std::vector<std::string> found;
  for (const lang::Diagnostic& each : result.diagnostics) {
    std::string severity = each.severity == lang::Severity::error     ? ""
                           : each.severity == lang::Severity::warning ? "warning "
                                                                      : "note ";
    found.push_back(severity + each.code + ": " + each.message);
  }
  return found;
}

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(LintTest, FindsNothingInTheAccountTypeThatTheseTestsShare) {
  EXPECT_THAT(lint(""), IsEmpty());
}

TEST(LintTest, NoRuleFindsResourcesNobodyMayUse) {
  EXPECT_THAT(lint("type A @resource { x: Int }"), ElementsAre(R"(no-rule: nobody may do anything with "A")"));
  EXPECT_THAT(lint("type A @resource @deny(ops: [READ], when: \"x > 1\") { x: Int }"),
              ElementsAre(StartsWith("no-rule")));
  EXPECT_THAT(lint("type A @resource { u: User! @owner }"), IsEmpty());
  EXPECT_THAT(lint("type A @resource @public { x: Int }"), IsEmpty());
}

TEST(LintTest, NoRuleFindsOperationsWithoutARule) {
  EXPECT_THAT(lint("extend type Query { a: Int @native b: Int @native @public }"),
              ElementsAre(R"(no-rule: nobody may call "Query.a")", HasSubstr("@native"), HasSubstr("@native")));
}

TEST(LintTest, OpenWriteFindsWritesThatStrangersMayDo) {
  EXPECT_THAT(lint("type A @resource @public(ops: [CREATE, READ]) { x: Int }"),
              ElementsAre(R"(open-write: anybody, signed in or not, may CREATE any "A")"));
  EXPECT_THAT(lint("type A @resource @public @allow(ops: [UPDATE], when: \"auth.id == null || x > 1\") { x: Int }"),
              ElementsAre(StartsWith("open-write")));
  EXPECT_THAT(lint("type A @resource @public @allow(ops: [DELETE], when: \"!auth.is('admin')\") { x: Int }"),
              ElementsAre(StartsWith("open-write")));
  EXPECT_THAT(lint("type A @resource @public @allow(ops: [CREATE], when: \"auth.id != null\") { x: Int }"), IsEmpty());
  EXPECT_THAT(lint("type A @resource @public(ops: [READ, CREATE]) @deny(ops: [CREATE]) { x: Int }"), IsEmpty());
}

TEST(LintTest, BlindWriteFindsWritesOfRowsThatCannotBeRead) {
  auto rules = [](std::string_view read, std::string_view write) {
    return lint("type A @resource @allow(ops: [READ], when: \"" + std::string(read) +
                "\") @allow(ops: [UPDATE], when: \"" + std::string(write) +
                "\") { u: User! @owner open: Boolean! state: State! other: User }\nenum State { a b c }");
  };
  EXPECT_THAT(rules("open", "u == auth.id"), ElementsAre(StartsWith("blind-write")));
  EXPECT_THAT(rules("auth.is('admin')", "auth.is('user')"), ElementsAre(StartsWith("blind-write")));
  EXPECT_THAT(rules("open && u == auth.id", "u == auth.id"), ElementsAre(StartsWith("blind-write")));
  EXPECT_THAT(rules("open || u == auth.id", "u == auth.id"), IsEmpty());
  EXPECT_THAT(rules("u == auth.id || open", "open || auth.id == u"), IsEmpty());
  EXPECT_THAT(rules("open", "u == auth.id && open"), IsEmpty());
  EXPECT_THAT(rules("auth.is('user')", "auth.is('admin')"), IsEmpty());
  EXPECT_THAT(rules("auth.id != null", "u == auth.id"), IsEmpty());
  EXPECT_THAT(rules("state != 'b'", "state == 'a'"), IsEmpty());
  EXPECT_THAT(rules("state in ['a', 'b']", "state == 'a' && u == auth.id"), IsEmpty());
  EXPECT_THAT(rules("state != 'a'", "state == 'a'"), ElementsAre(StartsWith("blind-write")));
  EXPECT_THAT(rules("other != null", "other == auth.id"), IsEmpty());
  EXPECT_THAT(rules("true", "u == auth.id"), IsEmpty());
}

TEST(LintTest, BlindWriteFindsWritesWhereNobodyReads) {
  EXPECT_THAT(lint("type A @resource @allow(ops: [DELETE], when: \"auth.is('admin')\") { x: Int }"),
              ElementsAre(HasSubstr("nobody may READ")));
}

TEST(LintTest, OwnerInputFindsWhoeverMayBePutIn) {
  EXPECT_THAT(lint("type A @resource @allow(when: \"auth.id != null\") { author: User! }"),
              ElementsAre(R"(owner-input: whoever may create a "A" may put somebody else into "author")"));
  EXPECT_THAT(lint("type A @resource @allow(ops: [CREATE], when: \"auth.id != null\") @allow(when: \"who == auth.id\") "
                   "{ who: User! }"),
              testing::Contains(StartsWith("owner-input")));
  EXPECT_THAT(lint("type A @resource @allow(when: \"who == auth.id\") { who: User! }"), IsEmpty());
  EXPECT_THAT(lint("type A @resource @allow(when: \"auth.is('admin')\") { author: User! }"), IsEmpty());
  EXPECT_THAT(lint("type A @resource @allow(when: \"auth.id != null\") { author: User! @owner }"), IsEmpty());
  EXPECT_THAT(lint("type A @resource @allow(when: \"auth.id != null\") { reviewer: User }"), IsEmpty());
}

TEST(LintTest, RoleInputFindsCallersWhoCanPromoteThemselves) {
  auto account = [](std::string_view registration, std::string_view rules) {
    std::string text = "enum R @roles { user admin }\ntype U @resource @account(login: \"e\", role: \"r\"" +
                       std::string(registration) + ") @allow(ops: [READ, UPDATE], when: \"id == auth.id\") " +
                       "{ e: Email! @unique r: R! @default(value: user) " + std::string(rules) + " }";
    return describe(load_text(text).diagnostics);
  };
  EXPECT_THAT(account(", registration: OPEN", ""), ElementsAre(HasSubstr("any role when they sign up")));
  EXPECT_THAT(account("", ""), ElementsAre(HasSubstr("any role when they UPDATE")));
  EXPECT_THAT(account(", registration: OPEN", "@allow(ops: [UPDATE], when: \"auth.is('admin')\")"),
              ElementsAre(HasSubstr("sign up")));
  EXPECT_THAT(account(", registration: OPEN", "@allow(ops: [CREATE, UPDATE], when: \"true\")"),
              ElementsAre(HasSubstr("sign up")));
  EXPECT_THAT(account(", registration: OPEN", "@allow(ops: [CREATE, UPDATE], when: \"auth.is('admin')\")"), IsEmpty());
  EXPECT_THAT(account(", registration: OPEN", "@readOnly"), IsEmpty());
}

TEST(LintTest, UnindexedRuleFindsColumnsThatListsLookFor) {
  EXPECT_THAT(lint("type A @resource @allow(ops: [READ], when: \"mail == auth.claims.email\") { mail: Email! }"),
              ElementsAre(R"(unindexed-rule: every list of "A" looks for "mail", which has no index)"));
  EXPECT_THAT(lint("type A @resource @tenant(field: \"org\", equals: \"auth.claims.org\") @allow(when: \"auth.id != "
                   "null\") { org: String! }"),
              ElementsAre(HasSubstr("looks for its tenant")));
  EXPECT_THAT(lint("type A @resource @allow(ops: [READ], when: \"mail == auth.claims.email\") { mail: Email! @index }"),
              IsEmpty());
  EXPECT_THAT(lint("type A @resource @index(fields: [\"mail\", \"x\"]) @allow(ops: [READ], when: \"mail == "
                   "auth.claims.email\") { mail: Email! x: Int }"),
              IsEmpty());
  EXPECT_THAT(
      lint("type A @resource @allow(ops: [READ], when: \"open && u == auth.id\") { open: Boolean! u: User! @owner }"),
      IsEmpty());
}

TEST(LintTest, UnreadableTargetFindsKeysThatWritersCannotKnow) {
  EXPECT_THAT(
      lint("type A @resource @public @allow(ops: [CREATE], when: \"auth.id != null\") { b: B! }\n"
           "type B @resource @allow(when: \"auth.is('admin')\") { x: Int }"),
      ElementsAre(
          R"(unreadable-target: a caller with the role user may create a "A", but can read no "B" to put into "b")"));
  EXPECT_THAT(lint("type A @resource @public @allow(ops: [CREATE], when: \"auth.is('admin')\") { b: B! }\n"
                   "type B @resource @allow(when: \"auth.is('admin')\") { x: Int }"),
              IsEmpty());
}

TEST(LintTest, UnreadableTargetKnowsThatStrangersSignUp) {
  auto signs_up = [](std::string_view read) {
    return describe(
        load_text(
            "type U @resource @account(login: \"e\", registration: OPEN) @allow(ops: [READ], when: \"id == auth.id\") "
            "{ e: Email! @unique team: Team! }\ntype Team @resource @allow(ops: [READ], when: \"" +
            std::string(read) + "\") { us: [U!]! }")
            .diagnostics);
  };
  EXPECT_THAT(signs_up("auth.id != null"), ElementsAre(HasSubstr("somebody not signed in may create a \"U\"")));
  EXPECT_THAT(signs_up("true"), IsEmpty());
}

TEST(LintTest, MaskedUniqueFindsExistenceOracles) {
  EXPECT_THAT(lint("type A @resource @public { x: String @unique @allow(ops: [READ], when: \"auth.is('admin')\") }"),
              ElementsAre(StartsWith("masked-unique")));
  EXPECT_THAT(
      lint("type A @resource @public @index(fields: [\"x\", \"y\"], unique: true) { y: Int x: String @writeOnly }"),
      ElementsAre(StartsWith("masked-unique")));
  EXPECT_THAT(lint("type A @resource @public @index(fields: [\"x\"]) { x: String @allow(ops: [READ], when: "
                   "\"auth.is('admin')\") }"),
              IsEmpty());
}

TEST(LintTest, RuleCycleIsNeverWaivedOrSkipped) {
  std::string_view cycle = "type A @resource @allow(ops: [READ], when: \"can(READ, parent)\") { parent: A }";
  EXPECT_THAT(lint(cycle), ElementsAre("rule-cycle: can() goes in circles: READ A -> READ A"));
  EXPECT_FALSE(load_text(cycle, Lints::skip).model);
}

TEST(LintTest, RuleCycleFollowsDefines) {
  EXPECT_THAT(
      lint("type A @resource @define(name: \"d\", as: \"can(READ, b)\") @allow(ops: [READ], when: \"d\") { b: B }\n"
           "type B @resource @allow(ops: [READ], when: \"can(READ, a)\") { a: A }"),
      ElementsAre(StartsWith("rule-cycle")));
}

TEST(LintTest, RedundantAllowWarns) {
  EXPECT_THAT(lint("type A @resource @public @allow(ops: [READ], when: \"x > 1\") { x: Int }"),
              ElementsAre("warning redundant-allow: other rules allow all of this already"));
  EXPECT_THAT(
      lint("type A @resource @allow(ops: [READ], when: \"x > 1\") @allow(ops: [READ], when: \"x > 1\") { x: Int }"),
      ElementsAre(StartsWith("warning redundant-allow")));
  EXPECT_THAT(lint("type A @resource @allow(ops: [READ], when: \"x > 1\") @allow(ops: [READ, CREATE], when: \"x > 1 && "
                   "auth.id != null\") { x: Int }"),
              IsEmpty());
}

TEST(LintTest, TenantGapFindsRowsOfATenantThatOthersSee) {
  std::string tenant =
      "type P @resource @tenant(field: \"org\", equals: \"auth.claims.org\") @allow(when: \"auth.id != null\") { org: "
      "String! @index cs: [C!]! }\n";
  EXPECT_THAT(lint(tenant + "type C @resource @allow(when: \"auth.id != null\") { p: P! }"),
              ElementsAre(StartsWith("tenant-gap")));
  EXPECT_THAT(lint(tenant + "type C @resource @allow(when: \"can(READ, p)\") { p: P! }"), IsEmpty());
  EXPECT_THAT(lint(tenant + "type C @resource @allow(ops: [READ], when: \"can(READ, p)\") @allow(ops: [UPDATE], when: "
                            "\"p.org == 'x'\") { p: P! }"),
              IsEmpty());
  EXPECT_THAT(lint(tenant + "type C @resource @allow(ops: [READ], when: \"can(READ, p) || x > 1\") { p: P! x: Int }"),
              ElementsAre(StartsWith("tenant-gap")));
  EXPECT_THAT(lint(tenant + "type C @resource @tenant(field: \"org\", equals: \"auth.claims.org\") @allow(when: "
                            "\"auth.id != null\") { p: P! org: String! @index }"),
              IsEmpty());
}

TEST(LintTest, WaiversTurnFindingsIntoNotesWithTheReason) {
  LoadResult result = load_text(
      "type A @resource @public(ops: [READ, CREATE]) @waive(lint: \"open-write\", reason: \"a guest book\") { x: Int "
      "}");
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].severity, lang::Severity::note);
  EXPECT_EQ(result.diagnostics[0].hint, "a guest book");
  EXPECT_TRUE(result.model);
}

TEST(LintTest, FindingsNameTheWaiver) {
  LoadResult result = load_text("type A @resource @public(ops: [READ, CREATE]) { x: Int }");
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_THAT(result.diagnostics[0].hint, HasSubstr("@waive(lint: \"open-write\", reason: \"…\")"));
}

TEST(LintTest, WaiversOfNothingAreWarnings) {
  LoadResult result = load_text("type A @resource @public @waive(lint: \"open-write\", reason: \"once\") { x: Int }");
  EXPECT_THAT(describe(result.diagnostics),
              ElementsAre(R"(1:26 warning needless-waiver: there is no "open-write" here to waive = remove it)"));
  EXPECT_TRUE(result.model);
}

TEST(LintTest, AWaiverOnAFieldCoversOnlyThatField) {
  std::string fields =
      " { x: String @unique @writeOnly @waive(lint: \"masked-unique\", reason: \"r\") y: String @unique @writeOnly }";
  EXPECT_THAT(lint("type A @resource @public" + fields),
              ElementsAre(StartsWith("note masked-unique"), StartsWith("masked-unique")));
}

TEST(LintTest, EveryLintIsListedOnce) {
  std::vector<std::string_view> names;
  for (const LintInfo& each : lint_table()) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("no-rule", "open-write", "blind-write", "owner-input", "role-input", "unindexed-rule",
                                 "unreadable-target", "masked-unique", "rule-cycle", "redundant-allow", "tenant-gap"));
}

}  // namespace
}  // namespace tenon::schema
