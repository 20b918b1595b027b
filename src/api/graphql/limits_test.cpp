#include "api/graphql/limits.hpp"

#include "api/graphql/type_system/build.hpp"
#include "api/graphql/validation/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

/// Documents made to be expensive are refused before they cost anything.
namespace tenon::api::graphql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// `{ a { a { … } } }`, so many levels.
std::string nested(int levels) {
  return repeated("{ a ", levels) + repeated("}", levels);
}

Errors refusals(std::string text, const Limits& limits = {}) {
  const auto document = parse_executable(std::move(text), limits);
  return document ? measure(*document, limits).errors : document.error();
}

std::vector<std::string> messages(const Errors& errors) {
  std::vector<std::string> all;
  for (const Error& error : errors) all.push_back(error.message);
  return all;
}

TEST(GraphqlLimits, LetAnOrdinaryDocumentThrough) {
  EXPECT_THAT(refusals("query A($id: ID!) { post(id: $id) { ...F } } fragment F on Post { title author { name } }"),
              testing::IsEmpty());
  EXPECT_THAT(refusals(nested(15)), testing::IsEmpty());
}

TEST(GraphqlLimits, CountTokensAndBytesBeforeAnythingElse) {
  EXPECT_THAT(messages(refusals("{" + repeated(" a", 1001) + "}")), ElementsAre(HasSubstr("1000 tokens")));
  EXPECT_THAT(messages(refusals("{" + repeated(" a", 2000))), ElementsAre(HasSubstr("1000 tokens")));
  EXPECT_THAT(
      messages(refusals("{ a(b: \"" + repeated("{ ", 2000) + "\", c: \"\"\"" + repeated("\" ", 2000) + "\"\"\") }")),
      testing::IsEmpty());
  EXPECT_THAT(refusals("{ a } #" + std::string(100'000, 'x')), testing::SizeIs(1));
}

TEST(GraphqlLimits, CountLevelsAlsoThroughFragments) {
  EXPECT_THAT(messages(refusals(nested(16))),
              ElementsAre("The document has 16 levels of fields; at most 15 are allowed."));
  std::string chain = "{ a { ...F0 } }";
  for (int i = 0; i < 20; ++i)
    chain += " fragment F" + std::to_string(i) + " on A { a { ...F" + std::to_string(i + 1) + " } }";
  chain += " fragment F20 on A { a }";
  EXPECT_THAT(messages(refusals(chain)), ElementsAre("The document has 22 levels of fields; at most 15 are allowed."));
}

TEST(GraphqlLimits, MeasureIntrospectionByItsOwnRule) {
  EXPECT_THAT(refusals("{ __schema { types " + nested(20) + " } }"), testing::IsEmpty());
}

TEST(GraphqlLimits, CountFieldsOfFragmentsWhereverTheyAreSpread) {
  // Ten levels of doubling: a thousand fields out of sixty tokens.
  std::string text = "{ ...F0 }";
  for (int i = 0; i < 10; ++i) {
    const std::string next = "...F" + std::to_string(i + 1);
    text += " fragment F" + std::to_string(i) + " on A { a { " + next + " } b { " + next + " } }";
  }
  text += " fragment F10 on A { c }";
  EXPECT_THAT(messages(refusals(text)), ElementsAre(HasSubstr("fields, counting those of fragments")));
}

TEST(GraphqlLimits, DoNotCountForeverWhereFragmentsExplode) {
  std::string text = "{ ...F0 }";
  for (int i = 0; i < 60; ++i) {
    const std::string next = "...F" + std::to_string(i + 1);
    text += " fragment F" + std::to_string(i) + " on A { " + next + " " + next + " " + next + " }";
  }
  text += " fragment F60 on A { c }";
  EXPECT_THAT(messages(refusals(text)), testing::Contains(HasSubstr("far too many")));
}

TEST(GraphqlLimits, SurviveFragmentsThatGoInCircles) {
  EXPECT_THAT(refusals("{ ...A } fragment A on T { a { ...B } } fragment B on T { b { ...A } }"), testing::IsEmpty());
}

TEST(GraphqlLimits, CountAliasesRootFieldsDirectivesFragmentsAndOperations) {
  std::string aliases = "{ a { ";
  for (int i = 0; i < 51; ++i) aliases += "x" + std::to_string(i) + ": b ";
  EXPECT_THAT(messages(refusals(aliases + "} }")), ElementsAre("The document has 51 aliases; at most 50 are allowed."));
  EXPECT_THAT(messages(refusals("{ ...F } fragment F on Q {" + repeated(" a", 21) + "}")),
              ElementsAre("The document has 21 root fields; at most 20 are allowed."));
  EXPECT_THAT(messages(refusals("{ a" + repeated(" @x", 101) + " }")), ElementsAre(HasSubstr("101 directives")));
  std::string fragments = "{ a }";
  for (int i = 0; i < 101; ++i) fragments += " fragment F" + std::to_string(i) + " on A { a }";
  EXPECT_THAT(messages(refusals(fragments)), ElementsAre(HasSubstr("101 fragments")));
  std::string operations;
  for (int i = 0; i < 21; ++i) operations += "query Q" + std::to_string(i) + " { a } ";
  EXPECT_THAT(messages(refusals(operations)), ElementsAre(HasSubstr("21 operations")));
}

TEST(GraphqlLimits, HaveACodeOfTheirOwn) {
  EXPECT_EQ(refusals(nested(16)).front().code, limit_code);
}

class GraphqlValidationLimits : public ::testing::Test {
 protected:
  Errors validated(const std::string& text, const Limits& limits = {}) {
    const auto document = parse_executable(text, limits);
    return document ? validate(*types, *document, limits) : document.error();
  }
  TypeSystemPtr types = *build_type_system("type Query { a: Query b(x: Int): Query c: Int }");
};

TEST_F(GraphqlValidationLimits, AreAskedFirst) {
  EXPECT_THAT(messages(validated("{ unknown " + nested(16) + " }")),
              ElementsAre("The document has 17 levels of fields; at most 15 are allowed."));
}

TEST_F(GraphqlValidationLimits, EndAComparisonOfFieldsThatWouldTakeTooLong) {
  Limits limits;
  limits.fields = 5'000;
  limits.field_comparisons = 1'000;
  const Errors errors = validated("{ a {" + repeated(" b { c }", 200) + "} }", limits);
  EXPECT_THAT(messages(errors), ElementsAre(HasSubstr("too many fields under the same names")));
  EXPECT_EQ(errors.front().code, limit_code);
  EXPECT_THAT(validated("{ a {" + repeated(" b { c }", 20) + "} }", limits), ::testing::IsEmpty());
}

TEST_F(GraphqlValidationLimits, LookAtARepeatedFieldOnce) {
  Limits limits;
  limits.fields = 5'000;
  limits.field_comparisons = 1'000;
  EXPECT_THAT(validated("{ a {" + repeated(" c", 900) + "} }", limits), ::testing::IsEmpty());
  EXPECT_THAT(messages(validated("{ a {" + repeated(" c", 15) + " c: b { a { c } } } }", limits)),
              testing::Each(HasSubstr("\"c\" and \"b\" are different fields")));
}

TEST_F(GraphqlValidationLimits, BoundTheErrorsToldAndTheirLength) {
  const Errors errors = validated("{ a {" + repeated(" unknown", 60) + "} }");
  ASSERT_EQ(errors.size(), Limits{}.errors + 1);
  EXPECT_EQ(errors.back().message, "Too many validation errors, error limit reached. Validation aborted.");
  const Errors long_name = validated("{ " + std::string(50'000, 'x') + " }");
  ASSERT_EQ(long_name.size(), 1U);
  EXPECT_LT(long_name.front().message.size(), 5'000U);
}

TEST_F(GraphqlValidationLimits, LookForSlipsInTheFirstErrorsAlone) {
  const Errors errors = validated("{ a {" + repeated(" aa", 15) + "} }");
  ASSERT_EQ(errors.size(), 15U);
  for (std::size_t i = 0; i < errors.size(); ++i)
    EXPECT_EQ(errors[i].message.find("Did you mean \"a\"?") != std::string::npos, i < 5) << errors[i].message;
}

TEST_F(GraphqlValidationLimits, StopAtManyVariablesOfNoTypeToo) {
  std::string document = "query(";
  for (int i = 0; i < 200; ++i) document += "$v" + std::to_string(i) + ": Nothing" + std::to_string(i) + " ";
  EXPECT_EQ(validated(document + ") { a { c } }").size(), Limits{}.errors + 1);
}

TEST_F(GraphqlValidationLimits, RefuseCyclesAmongFragmentsWithoutFollowingThem) {
  EXPECT_THAT(messages(validated("{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }")),
              ElementsAre("Cannot spread fragment \"A\" within itself via \"B\"."));
  // Of two fragments of one name the last one counts, here as for the other rules, and nothing gets past them.
  const std::string twice = " fragment B on Query { ...A } fragment A on Query { ...B } fragment A on Query ";
  EXPECT_THAT(messages(validated("{ ...B }" + twice + "{ unknown }")),
              testing::IsSupersetOf({HasSubstr("only one fragment named \"A\""), HasSubstr("\"unknown\"")}));
  EXPECT_THAT(messages(validated("{ ...B }" + twice + "{" + repeated(" a", 45) + " }")),
              ElementsAre(HasSubstr("45 root fields")));
  // They are told alone.
  EXPECT_THAT(messages(validated("{ unknown ...A } fragment A on Query { a { ...A } }")),
              ElementsAre("Cannot spread fragment \"A\" within itself."));
}

}  // namespace
}  // namespace tenon::api::graphql
