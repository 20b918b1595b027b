#include "schema/rules/check_rule.hpp"
#include "schema/rules/rule_fixture.hpp"

namespace tenon::schema {
namespace {

struct Case {
  std::string rule;
  std::string expected;  ///< "column message (hint)"
};

class CheckRuleFaults : public testing::Test {
 protected:
  std::vector<std::string> faults(const std::string& text, RuleUse use) const {
    auto parsed = RuleFixture::parse(text);
    if (!parsed) return {"syntax: " + parsed.error().message};
    std::vector<lang::Diagnostic> found;
    const ExpressionPtr expression = check_rule(fixture_.scope(use), **parsed, found);
    EXPECT_EQ(expression, nullptr) << text;
    std::vector<std::string> out;
    for (const lang::Diagnostic& fault : found) {
      EXPECT_EQ(fault.code, "rule");
      const std::string column = std::to_string(fault.span.offset + 1);
      out.push_back(column + " " + fault.message + (fault.hint.empty() ? "" : " (" + fault.hint + ")"));
    }
    return out;
  }
  void expect(const std::vector<Case>& table, RuleUse use = RuleUse::when) const {
    for (const Case& test : table)
      EXPECT_EQ(faults(test.rule, use), std::vector<std::string>{test.expected}) << test.rule;
  }

  RuleFixture fixture_;
};

TEST_F(CheckRuleFaults, UnknownNamesGetASuggestion) {
  expect({
      {"titel == 'x'", "1 unknown name \"titel\" (did you mean \"title\"?)"},
      {"autor == auth.id", "1 unknown name \"autor\" (did you mean \"author\"?)"},
      {"author == auht.id", "11 unknown name \"auht\" (did you mean \"auth\"?)"},
      {"project.onwer == auth.id", "9 Project has no field \"onwer\" (did you mean \"owner\"?)"},
      {"project.isEditr", "9 Project has no field \"isEditr\" (did you mean \"isEditor\"?)"},
      {"tags.exists(t, t.lable == 'x')", "18 Tag has no field \"lable\" (did you mean \"label\"?)"},
      {"auth.ids == author", "1 \"auth\" has no \"ids\" (did you mean \"id\"?)"},
      {"auth.role == 'admin'", "1 \"auth\" has no \"role\" (write \"auth.is('role')\" to ask for a role)"},
      {"auth.email == 'x'", "1 \"auth\" has no \"email\" (write \"auth.claims.email\")"},
      {"auth.is('admn')", "9 there is no role \"admn\" (did you mean \"admin\"?)"},
      {"auth.is('boss')", "9 there is no role \"boss\" (roles are user, moderator, admin)"},
      {"auth.is(admin)", "9 \"auth.is\" takes the name of a role as a string (write \"auth.is('admin')\")"},
      {"level == 'EDITR'", "10 \"EDITR\" is no value of Level (did you mean \"EDITOR\"?)"},
      {"level == EDITR", "10 \"EDITR\" is no value of Level (did you mean \"EDITOR\"?)"},
      {"level == 'boss'", "10 \"boss\" is no value of Level (its values are VIEWER, EDITOR, OWNER)"},
      {"level in [EDITOR, OWNR]", "19 \"OWNR\" is no value of Level (did you mean \"OWNER\"?)"},
      {"level == Level.EDITOR", "10 unknown name \"Level\" (write the value alone, as a string)"},
      {"title.startWith('x')", "1 unknown function \"startWith\" (did you mean \"startsWith\"?)"},
      {"tags.any(t, true)", "1 unknown function \"any\" (write \"exists\")"},
      {"startsWith(title, 'x')", "1 unknown function \"startsWith\" (write \"x.startsWith(...)\")"},
      {"title.has()", "1 unknown function \"has\" (write \"has(x)\")"},
      {"can(RAED, project)",
       "5 \"can\" asks for an operation: CREATE, READ, UPDATE or DELETE (did you mean \"READ\"?)"},
  });
}

TEST_F(CheckRuleFaults, TypesThatDoNotMeetAreNamed) {
  expect({
      {"title == 5", "1 cannot compare String with Int"},
      {"estimate == 'x'", "1 cannot compare Int with String"},
      {"author == project", "1 cannot compare User with Project"},
      {"project == auth.id", "1 cannot compare Project with User"},
      {"author == title", "1 cannot compare User with String"},
      {"author == 'me'", "11 \"me\" is no User (ids look like '0190a5e4-7c1b-7def-8000-0123456789ab')"},
      {"topic == 'me'", "10 \"me\" is no Tag (its ids are integers)"},
      {"createdAt > 5", "1 cannot compare DateTime with Int"},
      {"createdAt > 'yesterday'", "13 \"yesterday\" is no DateTime (write it as in '2026-01-15T10:30:00Z')"},
      {"due == '2026-02-30'", "8 \"2026-02-30\" is no Date (write it as in '2026-01-15')"},
      {"due == createdAt", "1 cannot compare Date with DateTime"},
      {"price == score", "1 cannot compare Decimal with Float"},
      {"level == role", "10 \"role\" is no value of Level (its values are VIEWER, EDITOR, OWNER)"},
      {"author.role == level", "1 cannot compare Role with Level"},
      {"data == 'x'", "1 cannot compare JSON with String (JSON can only be compared with null)"},
      {"levels == levels", "1 cannot compare [Level] with [Level] (write \"x in list\" to ask for an element)"},
      {"level > VIEWER", "1 \">\" does not work on Level (Level has no order; use ==, != or in)"},
      {"done < true", "1 \"<\" does not work on Boolean (Boolean has no order; use ==, != or in)"},
      {"id < '0190a5e4-7c1b-7def-8000-0123456789ab'",
       "1 \"<\" does not work on Task (Task has no order; use ==, != or in)"},
      {"now - createdAt < '24h'", "1 cannot compare Duration with String (write durations as in duration('24h'))"},
      {"now - '24h' > createdAt",
       "1 \"-\" does not work on DateTime and String (write durations as in duration('24h'))"},
      {"title + 1 == 'x'", "1 \"+\" does not work on String and Int"},
      {"score % 2 == 0", "1 \"%\" does not work on Float and Float"},
      {"price + 1 > 2", "1 \"+\" does not work on Decimal and Int"},
      {"-title == 'x'", "1 \"-\" does not work on String"},
      {"5 in title", "6 \"in\" takes a list, found String (write \"x in ['a', 'b']\")"},
      {"5 in levels", "1 cannot compare Int with Level"},
      {"title in [1, 'a']", "11 cannot compare String with Int"},
      {"title in []", "10 nothing is in an empty list"},
      {"now in times", "8 \"in\" takes a list, found [DateTime] (its elements cannot be compared)"},
      {"estimate.startsWith('1')", "1 \"startsWith\" needs a String, found Int"},
      {"title.startsWith(1)", "18 \"startsWith\" needs a String, found Int"},
      {"level.contains('E')", "1 \"contains\" needs a String, found Level"},
      {"project.labels.contains('x')",
       "1 \"contains\" needs a String, found [String] (write \"'x' in project.labels\")"},
      {"size(estimate) > 1", "6 Int has no size"},
      {"title.matches('(')", "15 invalid pattern: missing ): ( (patterns are regular expressions as RE2 reads them)"},
      {"title.matches(title)", "15 \"matches\" takes a pattern as a string literal"},
      {"createdAt > timestamp('x')", "23 \"x\" is no timestamp (write it as in timestamp('2026-01-15T10:30:00Z'))"},
      {"now - createdAt > duration('1d')", "28 \"1d\" is no duration (write it as in duration('24h'))"},
      {"createdAt > timestamp(title)",
       "23 \"timestamp\" takes a string literal (write it as in timestamp('2026-01-15T10:30:00Z'))"},
      {"author.home == author.role == true", "1 cannot compare Project with Role"},
  });
}

TEST_F(CheckRuleFaults, ARuleIsACondition) {
  expect({
      {"title", "1 expected a condition, found String (compare it with something)"},
      {"author", "1 expected a condition, found User (write \"has(author)\" to ask whether it is set)"},
      {"done && estimate", "9 expected a condition, found Int (compare it with something)"},
      {"!title", "2 expected a condition, found String (compare it with something)"},
      {"levels", "1 expected a condition, found [Level] (write \"size(levels) > 0\" to ask whether it has elements)"},
      {"'x'", "1 expected a condition, found String (compare it with something)"},
      {"null", "1 null can only be compared with == and !="},
      {"auth", "1 \"auth\" is the caller, not a value (write \"auth.id != null\" to ask for somebody signed in)"},
      {"auth == null",
       "1 \"auth\" is the caller, not a value (write \"auth.id != null\" to ask for somebody signed in)"},
      {"[1]", "1 a list can only stand on the right of \"in\""},
      {"title < null", "1 null can only be compared with == and !="},
      {"null == null", "1 only fields and claims are compared with null"},
      {"1 / estimate == null", "1 only fields and claims are compared with null"},
      {"size(title) != null", "1 only fields and claims are compared with null"},
      {"title in ['a', null]", "16 null can only be compared with == and !="},
      {"(done && done) == null",
       "2 a condition is never null: what is unknown does not hold (leave out the comparison)"},
      {"(done && done) < done", "2 \"<\" does not work on conditions (join them with && and ||)"},
      {"estimate + (done && done) > 1", "13 a condition cannot stand here (join conditions with && and ||)"},
      {"estimate < 5 < 6", "1 \"<\" does not work on conditions (join them with && and ||)"},
  });
}

TEST_F(CheckRuleFaults, RelationsAreAskedTheRightWay) {
  expect({
      {"tags", "1 \"tags\" is a list of Tag, not a value (write \"tags.exists(x, ...)\" to ask about its rows)"},
      {"tags.label == 'x'", "1 \"tags\" is a list of Tag (write \"tags.exists(x, x.label ...)\")"},
      {"size(tags) > 0",
       "6 \"tags\" is a list of Tag, not a value (write \"tags.exists(x, ...)\" to ask about its rows)"},
      {"auth.id in project.members",
       "12 \"members\" is a relation, \"in\" takes a list of values (write \"project.members.exists(x, x == "
       "auth.id)\")"},
      {"project.labels.exists(l, l == 'x')",
       "1 \"project.labels\" is no list relation (write \"'value' in project.labels\")"},
      {"auth.scopes.exists(s, s == 'x')", "1 \"auth.scopes\" is no list relation (write \"'value' in auth.scopes\")"},
      {"project.exists(p, p.archived)", "1 \"project\" is no list relation (it is one row: write \"project.field\")"},
      {"tags.exists(t)", "1 \"exists\" takes 2 arguments, not 1 (write \"tags.exists(x, condition about x)\")"},
      {"tags.exists('t', true)", "13 expected a name for the row (write \"exists(x, condition about x)\")"},
      {"tags.exists(auth, true)", "13 \"auth\" is taken (choose another name for the row)"},
      {"project.tasks.exists(t, t.tags.exists(t, true))", "39 \"t\" is taken (choose another name for the row)"},
      {"tags.exists(t, t == null)", "16 a row is never null (ask for one of its fields)"},
      {"title.length > 1", "1 \"title\" is String and has no fields"},
      {"levels[0] == EDITOR", "1 rules pick no elements by [ ] (write \"x in list\" to ask for an element)"},
      {"can(READ, tags)",
       "11 \"can\" takes a relation to one row, \"tags\" is none (write \"tags.exists(x, ...)\" with the condition you "
       "mean)"},
      {"can(READ, title)", "11 \"can\" takes a relation to one row, \"title\" is none"},
      {"can(READ)", "1 \"can\" takes 2 arguments, not 1 (write \"can(READ, relation)\")"},
      {"has(tags)", "5 \"tags\" is a list of Tag, not a value (write \"tags.exists(x, ...)\" to ask about its rows)"},
      {"has(1)", "5 \"has\" asks whether a field is set (name a field: has(x))"},
      {"has(isOpen)", "5 a condition is never null: what is unknown does not hold (leave out the comparison)"},
      {"isOpen.x", "1 \"isOpen\" is a condition and has no fields"},
      {"estimate + (done ? project.budget : 1.0) > 2.0",
       "13 a path over a relation cannot stand in \"? :\" that is part of a calculation (compare in each branch: a ? "
       "b.c == d : e == d)"},
      {"'a'.b == 1", "1 only rows, \"auth\" and \"request\" have fields"},
      {"title.is('admin')", "1 only the caller has roles (write \"auth.is('role')\")"},
      {"request.agent == 'x'", "9 Task has no field \"agent\""},
      {"loop", "17 @define \"loop\" uses itself: loop -> loopy -> loop"},
  });
}

TEST_F(CheckRuleFaults, EachUseKnowsItsNames) {
  expect({{"old.done", "1 \"old\" is only known in \"check\" (\"when\" of an update looks at the old row already)"}});
  expect({{"auth.id != null", "1 @check looks at the row alone, \"auth\" is not known there"},
          {"createdAt < now", "13 @check looks at the row alone, \"now\" is not known there"},
          {"project.archived", "1 @check looks at the row alone and cannot follow \"project\""},
          {"tags.exists(t, true)", "1 @check looks at the row alone and cannot follow \"tags\""},
          {"can(READ, project)", "1 @check looks at the row alone and cannot follow \"project\""}},
         RuleUse::row_check);
  expect({{"title == 'x'", "1 unknown name \"title\""}}, RuleUse::operation);
}

TEST_F(CheckRuleFaults, AllFaultsAreToldAtOnce) {
  EXPECT_EQ(faults("titel == 'x' && estimate == 'x' || project.nam == 'x'", RuleUse::when).size(), 3U);
}

}  // namespace
}  // namespace tenon::schema
