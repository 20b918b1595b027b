#include "schema/rules/check_rule.hpp"

#include "schema/expression_text.hpp"
#include "schema/rules/rule_fixture.hpp"

namespace tenon::schema {
namespace {

struct Case {
  std::string rule;
  std::string expected;
};

class CheckRule : public testing::Test {
 protected:
  std::string checked(const std::string& text, RuleUse use = RuleUse::when, const std::string& type = "Task") const {
    auto parsed = RuleFixture::parse(text);
    if (!parsed) return "syntax: " + parsed.error().message;
    std::vector<lang::Diagnostic> faults;
    const ExpressionPtr expression = check_rule(fixture_.scope(use, type), **parsed, faults);
    std::string out = expression ? to_text(*expression) : "nothing";
    for (const lang::Diagnostic& fault : faults) out += "\n" + print(fault, lang::Colour::off);
    return out;
  }
  void expect(const std::vector<Case>& table, RuleUse use = RuleUse::when) const {
    for (const Case& test : table) EXPECT_EQ(checked(test.rule, use), test.expected) << test.rule;
  }

  RuleFixture fixture_;
};

TEST_F(CheckRule, ComparesFieldsWithLiteralsOfTheirType) {
  expect({
      {"title == 'Go'", "(row.title == 'Go')"},
      {"'Go' != title", "('Go' != row.title)"},
      {"done", "row.done"},
      {"!done", "!row.done"},
      {"done == true", "(row.done == true)"},
      {"estimate > 5", "(row.estimate > 5)"},
      {"estimate > 5.5", "(row.estimate > 5.5)"},
      {"score >= 3", "(row.score >= 3)"},
      {"price < 12", "(row.price < '12':decimal)"},
      {"price < 0.10", "(row.price < '0.1':decimal)"},
      {"price == '1e2'", "(row.price == '100':decimal)"},
      {"due > '2026-01-15'", "(row.due > '2026-01-15':date)"},
      {"at <= '10:30:00'", "(row.at <= '10:30:00.000000':time)"},
      {"createdAt < '1970-01-01T00:00:01Z'", "(row.createdAt < 1000000:timestamp)"},
      {"createdAt < timestamp('1970-01-01T01:00:01+01:00')", "(row.createdAt < 1000000:timestamp)"},
      {"id == '0190A5E4-7C1B-7DEF-8000-0123456789AB'", "(row.id == '0190a5e4-7c1b-7def-8000-0123456789ab':id)"},
      {"token == '0190a5e4-7c1b-7def-8000-0123456789ab'", "(row.token == '0190a5e4-7c1b-7def-8000-0123456789ab':id)"},
      {"topic == 5", "(row.topic == 5)"},
      {"topic == '5'", "(row.topic == 5)"},
      {"contact == 'A@X.org'", "(row.contact == 'a@x.org')"},
      {"contact.endsWith('@X.org')", "ends_with(row.contact, '@x.org')"},
      {"blob == blob", "(row.blob == row.blob)"},
      {"true", "true"},
      {"false", "false"},
  });
}

TEST_F(CheckRule, ReadsEnumValuesBareAndQuoted) {
  expect({
      {"level == 'EDITOR'", "(row.level == 'EDITOR')"},
      {"level == EDITOR", "(row.level == 'EDITOR')"},
      {"OWNER != level", "('OWNER' != row.level)"},
      {"level in [EDITOR, 'OWNER']", "(row.level in ['EDITOR', 'OWNER'])"},
      {"EDITOR in levels", "('EDITOR' in row.levels)"},
      {"auth.claims.role == admin", "(auth.claims.role == 'admin')"},
      {"(done ? EDITOR : OWNER) == level", "(row.done ? ('EDITOR' == row.level) : ('OWNER' == row.level))"},
  });
}

TEST_F(CheckRule, ReadsTheCaller) {
  expect({
      {"author == auth.id", "(row.author == auth.id)"},
      {"auth.id == null", "anonymous"},
      {"auth.id != null", "!anonymous"},
      {"has(auth.id)", "!anonymous"},
      {"auth.is('admin')", "auth.is(2)"},
      {"auth.claims.age > 17", "(auth.claims.age:integer > 17)"},
      {"auth.claims.home == project", "(auth.claims.home:id == row.project)"},
      {"auth.claims.verified", "auth.claims.verified:boolean"},
      {"auth.claims.org == title", "(auth.claims.org == row.title)"},
      {"auth.claims.level >= 3", "(auth.claims.level:integer >= 3)"},
      {"3 < auth.claims.level", "(3 < auth.claims.level:integer)"},
      {"auth.claims.project == project", "(auth.claims.project:id == row.project)"},
      {"project == auth.claims['the project']", "(row.project == auth.claims.the project:id)"},
      {"auth.claims.pin == 'x'", "(auth.claims.pin == 'x')"},
      {"auth.claims.trial", "auth.claims.trial:boolean"},
      {"auth.claims.until > now", "(auth.claims.until:timestamp > now)"},
      {"auth.claims.a == auth.claims.b", "(auth.claims.a == auth.claims.b)"},
      {"auth.claims.x in [1, 2]", "(auth.claims.x:integer in [1, 2])"},
      {"auth.claims.x in [author, assignee]", "(auth.claims.x:id in [row.author, row.assignee])"},
      {"auth.claims.org != null", "!is_null(auth.claims.org)"},
      {"'write' in auth.scopes", "('write' in auth.scopes)"},
      {"request.ip.startsWith('10.')", "starts_with(request.ip, '10.')"},
  });
}

TEST_F(CheckRule, HopsOverRelationsWrapTheSmallestConditionThatNeedsThem) {
  expect({
      {"project.owner == auth.id", "related(row.project as $2: ($2.owner == auth.id))"},
      {"project.archived", "related(row.project as $2: $2.archived)"},
      {"!project.archived && done", "(!related(row.project as $2: $2.archived) && row.done)"},
      {"project.parent.owner == author",
       "related(row.project as $2: related($2.parent as $3: ($3.owner == row.author)))"},
      {"project.owner == project.parent.owner",
       "related(row.project as $2: related($2.parent as $3: ($2.owner == $3.owner)))"},
      {"project.parent.parent.owner == author",
       "related(row.project as $2: related($2.parent as $3: related($3.parent as $4: ($4.owner == row.author))))"},
      {"project.owner == auth.id || project.archived",
       "(related(row.project as $2: ($2.owner == auth.id)) || related(row.project as $3: $3.archived))"},
      {"project.budget + 1.0 > score * 2", "related(row.project as $2: (($2.budget + 1) > (row.score * 2)))"},
      {"project.name.startsWith('a')", "related(row.project as $2: starts_with($2.name, 'a'))"},
      {"'x' in project.labels", "related(row.project as $2: ('x' in $2.labels))"},
      {"author in [project.owner, assignee]", "related(row.project as $2: (row.author in [$2.owner, row.assignee]))"},
      {"size(project.labels) > 0", "related(row.project as $2: (size($2.labels) > 0))"},
      {"(done ? project.owner : author) == auth.id",
       "(row.done ? related(row.project as $2: ($2.owner == auth.id)) : (row.author == auth.id))"},
      {"done ? project.archived : true", "(row.done ? related(row.project as $2: $2.archived) : true)"},
  });
}

TEST_F(CheckRule, AToOneRelationIsItsKey) {
  expect({
      {"author == assignee", "(row.author == row.assignee)"},
      {"author.id == auth.id", "(row.author == auth.id)"},
      {"project.owner.id == auth.id", "related(row.project as $2: ($2.owner == auth.id))"},
      {"has(assignee)", "!is_null(row.assignee)"},
      {"assignee == null", "is_null(row.assignee)"},
      {"has(assignee.id)", "!is_null(row.assignee)"},
      {"assignee.name != null", "!related(row.assignee as $2: is_null($2.name))"},
      {"has(project.parent)", "!related(row.project as $2: is_null($2.parent))"},
      {"data == null", "is_null(row.data)"},
      {"has(levels)", "!is_null(row.levels)"},
  });
}

TEST_F(CheckRule, AsksAboutRowsOfLists) {
  expect({
      {"tags.exists(t, t.label == 'x')", "exists(row.tags as $2: ($2.label == 'x'))"},
      {"tags.all(t, t.label != title)", "all(row.tags as $2: ($2.label != row.title))"},
      {"tags.exists(t, t == topic)", "exists(row.tags as $2: ($2.id == row.topic))"},
      {"project.members.exists(m, m.user == auth.id)",
       "related(row.project as $2: exists($2.members as $3: ($3.user == auth.id)))"},
      {"project.members.exists(m, m.user == project.owner)",
       "related(row.project as $2: exists($2.members as $3: related(row.project as $4: ($3.user == $4.owner))))"},
      {"project.members.exists(m, m.user.verified)",
       "related(row.project as $2: exists($2.members as $3: related($3.user as $4: $4.verified)))"},
      {"project.tasks.exists(t, t.tags.all(g, g.label == t.title))",
       "related(row.project as $2: exists($2.tasks as $3: all($3.tags as $4: ($4.label == $3.title))))"},
      {"!tags.exists(t, true)", "!exists(row.tags as $2: true)"},
      {"project.tasks.exists(title, title.done)", "related(row.project as $2: exists($2.tasks as $3: $3.done))"},
  });
}

TEST_F(CheckRule, DelegatesToTheRuleOfARelatedRow) {
  expect({
      {"can(READ, project)", "can(READ, row.project)"},
      {"can(DELETE, project.parent)", "related(row.project as $2: can(DELETE, $2.parent))"},
      {"project.members.exists(m, can(UPDATE, m.user))",
       "related(row.project as $2: exists($2.members as $3: can(UPDATE, $3.user)))"},
  });
}

TEST_F(CheckRule, ExpandsDefines) {
  expect({
      {"isOpen", "!row.done"},
      {"!isOpen", "!!row.done"},
      {"project.isMember", "related(row.project as $2: exists($2.members as $3: ($3.user == auth.id)))"},
      {"project.isEditor",
       "related(row.project as $2: (($2.owner == auth.id) || exists($2.members as $3: "
       "(($3.active && ($3.user == auth.id)) && ($3.level in ['EDITOR', 'OWNER'])))))"},
      {"project.members.exists(m, m.isActive)",
       "related(row.project as $2: exists($2.members as $3: ($3.active && ($3.user == auth.id))))"},
      {"isOpen == done", "((!row.done && row.done) || (!!row.done && !row.done))"},
  });
}

TEST_F(CheckRule, Calculates) {
  expect({
      {"estimate + 1 > 5 % 2", "((row.estimate + 1) > (5 % 2))"},
      {"score * 2 > estimate", "((row.score * 2) > row.estimate)"},
      {"-estimate < 0", "(-(row.estimate) < 0)"},
      {"createdAt > now - duration('24h')", "(row.createdAt > (now - 86400000000:duration))"},
      {"now - createdAt < duration('1s')", "((now - row.createdAt) < 1000000:duration)"},
      {"title + '!' == 'Go!'", "((row.title + '!') == 'Go!')"},
      {"size(title) < 10 && title.size() > 2", "((size(row.title) < 10) && (size(row.title) > 2))"},
      {"estimate + (done ? 1 : 2) > 3", "((row.estimate + (row.done ? 1 : 2)) > 3)"},
      {"auth.claims.level + 1 > estimate", "((auth.claims.level:integer + 1) > row.estimate)"},
      {"title.matches('^[a-z]+$')", "matches(row.title, '^[a-z]+$')"},
      {"estimate in [1, 2.5]", "(row.estimate in [1, 2.5])"},
  });
}

TEST_F(CheckRule, JoinsConditions) {
  expect({
      {"done && done && done || done", "((row.done && row.done && row.done) || row.done)"},
      {"done || (done || done)", "(row.done || row.done || row.done)"},
      {"(estimate > 1) == done", "(((row.estimate > 1) && row.done) || (!(row.estimate > 1) && !row.done))"},
      {"(estimate > 1) != done", "!(((row.estimate > 1) && row.done) || (!(row.estimate > 1) && !row.done))"},
  });
}

TEST_F(CheckRule, KnowsTheOldRowInChecks) {
  expect({{"old.author == author", "(old.author == row.author)"},
          {"old.project.owner == auth.id", "related(old.project as $2: ($2.owner == auth.id))"},
          {"project.members.exists(m, m.user == old.author)",
           "related(row.project as $2: exists($2.members as $3: ($3.user == old.author)))"}},
         RuleUse::check);
}

TEST_F(CheckRule, AFieldCalledRequestDoesNotHideTheRequest) {
  expect({{"request.title == 'x'", "related(row.request as $2: ($2.title == 'x'))"},
          {"request.ip == '::1'", "(request.ip == '::1')"}});
}

TEST_F(CheckRule, RowChecksLookAtTheRow) {
  expect({{"due == null || estimate > 0", "(is_null(row.due) || (row.estimate > 0))"},
          {"author != assignee", "(row.author != row.assignee)"},
          {"isOpen", "!row.done"}},
         RuleUse::row_check);
}

TEST_F(CheckRule, OperationsKnowTheCaller) {
  expect({{"auth.id != null", "!anonymous"}}, RuleUse::operation);
}

TEST_F(CheckRule, ATenantIsWhatItsFieldEquals) {
  const auto tenant = [this](const std::string& text, const std::string& field) -> std::string {
    auto parsed = RuleFixture::parse(text);
    std::vector<lang::Diagnostic> faults;
    const ExpressionPtr rule =
        check_tenant(fixture_.scope(RuleUse::tenant_equals), *fixture_.find("Task", field), **parsed, faults);
    return rule ? to_text(*rule) : faults.at(0).message;
  };
  EXPECT_EQ(tenant("auth.claims.home", "project"), "(row.project == auth.claims.home:id)");
  EXPECT_EQ(tenant("auth.claims.org", "project"), "(row.project == auth.claims.org:id)");
  EXPECT_EQ(tenant("auth.id", "author"), "(row.author == auth.id)");
  EXPECT_EQ(tenant("auth.id", "project"), "cannot compare Project with User");
  EXPECT_EQ(tenant("title", "title"), "\"equals\" of @tenant only knows \"auth\", not \"title\"");
  EXPECT_EQ(tenant("now", "createdAt"), "\"equals\" of @tenant only knows \"auth\", not \"now\"");
  EXPECT_EQ(tenant("auth.claims.org", "levels"), "cannot compare [Level] with String");
}

TEST_F(CheckRule, DefinesAreCheckedWhereTheyAreDeclared) {
  std::vector<lang::Diagnostic> faults;
  EXPECT_TRUE(check_define(fixture_.scope(RuleUse::when, "Project"), "isEditor", faults));
  EXPECT_FALSE(check_define(fixture_.scope(RuleUse::when, "Project"), "broken", faults));
  ASSERT_EQ(faults.size(), 1U);

  auto use = RuleFixture::parse("project.broken && !project.broken");
  EXPECT_EQ(check_rule(fixture_.scope(), **use, faults), nullptr);
  EXPECT_EQ(faults.size(), 1U) << "a fault inside a define is told once";

  auto unparsed = RuleFixture::parse("unparsed");
  EXPECT_EQ(check_rule(fixture_.scope(), **unparsed, faults), nullptr);
  EXPECT_EQ(faults.size(), 1U) << "the syntax was complained about already";
}

TEST_F(CheckRule, EveryBoundVariableIsUsedOnce) {
  const std::string text = checked("(tags.exists(t, t == topic)) == (tags.exists(t, t == topic))");
  for (const std::string bound : {"as $2:", "as $3:", "as $4:", "as $5:"}) {
    EXPECT_EQ(text.find(bound), text.rfind(bound)) << bound;
    EXPECT_NE(text.find(bound), std::string::npos) << bound;
  }
}

TEST_F(CheckRule, GrowthIsLimited) {
  fixture_.define("Task", "d0", "done || done");
  for (int index = 1; index < 15; ++index) {
    const std::string before = "d" + std::to_string(index - 1);
    fixture_.define("Task", "d" + std::to_string(index), before + " || " + before);
  }
  EXPECT_NE(checked("d14").find("more than 2000 parts"), std::string::npos);
  std::string choices = "author";
  for (int index = 0; index < 20; ++index) choices = "(done ? " + choices + " : author)";
  EXPECT_NE(
      checked(choices + " == " + choices + " || " + choices + " == " + choices + " || d9").find("more than 2000 parts"),
      std::string::npos);
}

}  // namespace
}  // namespace tenon::schema
