#include "access/evaluate.hpp"

#include "access/testing/blog_model.hpp"
#include "access/testing/make_rule.hpp"
#include "access/testing/memory_rows.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tenon::access {
namespace {

using namespace testing;
using schema::Operation;

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

struct EvaluateTest : ::testing::Test {
  BlogModel blog;
  MemoryRows rows;
  Principal principal;
  MemoryRows::Stored& row = rows.add(blog.post, std::string("p1"));

  schema::Field& post(const std::string& name) { return BlogModel::field(blog.post, name); }
  void set(const std::string& name, base::Value value) { row.values[&post(name)] = std::move(value); }
  ExpressionPtr of(const std::string& name) { return column(post(name)); }
  Truth judge(const ExpressionPtr& rule) { return evaluate(*rule, principal, rows, &row); }
  base::Value context(const ExpressionPtr& expression) { return evaluate_context(*expression, principal); }
};

TEST_F(EvaluateTest, AndIsFalseIfAnyPartIsEvenBesideUnknown) {
  EXPECT_EQ(judge(both({of("published"), flag(false)})), Truth::no);
  EXPECT_EQ(judge(both({of("published"), flag(true)})), Truth::unknown);
  EXPECT_EQ(judge(either({of("published"), flag(true)})), Truth::yes);
  EXPECT_EQ(judge(either({of("published"), flag(false)})), Truth::unknown);
}

TEST_F(EvaluateTest, NotOfUnknownOpensNothing) {
  EXPECT_EQ(judge(no(of("published"))), Truth::unknown);
  EXPECT_EQ(judge(node(ExpressionKind::not_equal, {of("score"), number(3)})), Truth::unknown);
}

TEST_F(EvaluateTest, NullTestsAndHoldsAreTwoValued) {
  EXPECT_EQ(judge(is_null(of("score"))), Truth::yes);
  EXPECT_EQ(judge(no(is_null(of("score")))), Truth::no);
  EXPECT_EQ(judge(node(ExpressionKind::holds, {of("published")})), Truth::no);
  EXPECT_EQ(judge(no(node(ExpressionKind::holds, {of("published")}))), Truth::yes);
}

TEST_F(EvaluateTest, IntegersOverflowIntoUnknown) {
  using enum ExpressionKind;
  EXPECT_EQ(context(node(add, {number(largest), number(1)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(subtract, {number(smallest), number(1)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(multiply, {number(largest), number(2)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(divide, {number(smallest), number(-1)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(divide, {number(1), number(0)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(modulo, {number(1), number(0)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(modulo, {number(smallest), number(-1)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(modulo, {number(-7), number(2)}, Type::integer)), base::Value{std::int64_t{-1}});
  EXPECT_EQ(context(node(negate, {number(smallest)}, Type::integer)), base::Value{});
  EXPECT_EQ(context(node(divide, {number(-7), number(2)}, Type::integer)), base::Value{std::int64_t{-3}});
}

TEST_F(EvaluateTest, FloatsThatAreNoNumberAreUnknown) {
  using enum ExpressionKind;
  EXPECT_EQ(context(node(divide, {floating(1.0), floating(0.0)}, Type::floating)), base::Value{});
  EXPECT_EQ(context(node(multiply, {floating(1e308), floating(10.0)}, Type::floating)), base::Value{});
  EXPECT_EQ(context(node(add, {number(1), floating(0.5)}, Type::floating)), base::Value{1.5});
}

TEST_F(EvaluateTest, IntegersAndFloatsCompareByValueExactly) {
  set("views", (std::int64_t{1} << 53) + 1);
  EXPECT_EQ(judge(equal(of("views"), floating(9007199254740992.0))), Truth::no);
  EXPECT_EQ(judge(node(ExpressionKind::greater, {of("views"), floating(9007199254740992.0)})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::less, {floating(0.5), number(1)})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::less, {number(-1), floating(-0.5)})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::less, {number(largest), floating(1e300)})), Truth::yes);
}

TEST_F(EvaluateTest, DecimalsCompareByValueAndTextByteByByte) {
  EXPECT_EQ(judge(node(ExpressionKind::less,
                       {literal(std::string("9.5"), Type::decimal), literal(std::string("10"), Type::decimal)})),
            Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::less, {text("9.5"), text("10")})), Truth::no);
  EXPECT_EQ(judge(node(ExpressionKind::less, {text("z"), text("\xC3\xA9")})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::less, {text("Z"), text("a")})), Truth::yes);
}

TEST_F(EvaluateTest, InIsTrueByAMatchAndUnknownBesideNullElements) {
  const auto words = list_of(Type::string, {text("a"), null(Type::string)});
  EXPECT_EQ(judge(node(ExpressionKind::in_list, {text("a"), words})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::in_list, {text("b"), words})), Truth::unknown);
  EXPECT_EQ(judge(node(ExpressionKind::in_list, {text("b"), list_of(Type::string, {})})), Truth::no);
  EXPECT_EQ(judge(node(ExpressionKind::in_list, {null(Type::string), list_of(Type::string, {})})), Truth::unknown);
}

TEST_F(EvaluateTest, StoredListsAreReadFromTheirJsonText) {
  const auto in = [&](ExpressionPtr element, const char* field) {
    return judge(node(ExpressionKind::in_list, {std::move(element), of(field)}));
  };
  EXPECT_EQ(in(text("x"), "words"), Truth::unknown);
  set("words", std::string(R"(["x","y"])"));
  set("numbers", std::string(R"(["9223372036854775807","1"])"));
  set("times", std::string(R"(["2026-01-01T00:00:00.000000Z"])"));
  EXPECT_EQ(in(text("x"), "words"), Truth::yes);
  EXPECT_EQ(in(text("z"), "words"), Truth::no);
  EXPECT_EQ(in(number(largest), "numbers"), Truth::yes);
  EXPECT_EQ(in(now(), "times"), Truth::unknown);
  EXPECT_EQ(judge(equal(node(ExpressionKind::size, {of("times")}, Type::integer), number(1))), Truth::yes);
}

TEST_F(EvaluateTest, SizeCountsCodePointsBytesAndElements) {
  const auto size = [&](ExpressionPtr of_what) {
    return context(node(ExpressionKind::size, {std::move(of_what)}, Type::integer));
  };
  EXPECT_EQ(size(text("d\xC3\xA9j\xC3\xA0")), base::Value{std::int64_t{4}});
  EXPECT_EQ(size(literal(base::Bytes{"\xC3\xA9"}, Type::bytes)), base::Value{std::int64_t{2}});
  EXPECT_EQ(size(list_of(Type::integer, {number(1), null(Type::integer)})), base::Value{std::int64_t{2}});
  EXPECT_EQ(size(null(Type::string)), base::Value{});
}

TEST_F(EvaluateTest, MatchesSearchesAndABrokenPatternIsUnknown) {
  EXPECT_EQ(judge(node(ExpressionKind::matches, {text("abc"), text("^a.c$")})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::matches, {text("xabc"), text("b")})), Truth::yes);
  EXPECT_EQ(judge(node(ExpressionKind::matches, {text("abc"), text("(")})), Truth::unknown);
}

TEST_F(EvaluateTest, ConditionalWithUnknownConditionIsUnknown) {
  EXPECT_EQ(judge(node(ExpressionKind::conditional, {of("published"), flag(true), flag(true)})), Truth::unknown);
  set("published", false);
  EXPECT_EQ(judge(node(ExpressionKind::conditional, {of("published"), null(), flag(true)})), Truth::yes);
}

TEST_F(EvaluateTest, RelatedIsUnknownWithoutARow) {
  const auto rule = relation(ExpressionKind::related, post("author"), 2, flag(true));
  EXPECT_EQ(judge(rule), Truth::unknown);
  set("author", std::string("gone"));
  EXPECT_EQ(judge(rule), Truth::unknown);
  rows.add(blog.user, std::string("u1"));
  set("author", std::string("u1"));
  EXPECT_EQ(judge(rule), Truth::yes);
}

TEST_F(EvaluateTest, ExistsAndAllAreKleeneOverRows) {
  auto& comments = post("comments");
  auto& body = BlogModel::field(blog.comment, "body");
  const auto is_ok = equal(column(body, 2), text("ok"));
  const auto some = relation(ExpressionKind::exists, comments, 2, is_ok);
  const auto every = relation(ExpressionKind::all, comments, 2, is_ok);
  EXPECT_EQ(judge(some), Truth::no);
  EXPECT_EQ(judge(every), Truth::yes);
  auto& first = rows.add(blog.comment, std::string("c1"));
  first.values[comments.inverse] = std::string("p1");
  EXPECT_EQ(judge(some), Truth::unknown);
  EXPECT_EQ(judge(every), Truth::unknown);
  auto& second = rows.add(blog.comment, std::string("c2"));
  second.values[comments.inverse] = std::string("p1");
  second.values[&body] = std::string("ok");
  EXPECT_EQ(judge(some), Truth::yes);
  EXPECT_EQ(judge(every), Truth::unknown);
  second.values[&body] = std::string("bad");
  EXPECT_EQ(judge(some), Truth::unknown);
  EXPECT_EQ(judge(every), Truth::no);
}

TEST_F(EvaluateTest, ManyToManyRowsAreFoundFromBothSides) {
  auto& topic = rows.add(blog.topic, std::string("t1"));
  rows.link(post("topics").join, std::string("p1"), std::string("t1"));
  EXPECT_EQ(judge(relation(ExpressionKind::exists, post("topics"), 2, flag(true))), Truth::yes);
  const auto back = relation(ExpressionKind::exists, BlogModel::field(blog.topic, "posts"), 2, flag(true));
  EXPECT_EQ(evaluate(*back, principal, rows, &topic), Truth::yes);
}

TEST_F(EvaluateTest, ChecksSeeTheStoredRowBesideTheNewOne) {
  auto& before = rows.add(blog.post, std::string("p0"));
  before.values[&post("score")] = std::int64_t{1};
  set("score", std::int64_t{2});
  const auto grows = node(ExpressionKind::greater, {of("score"), column(post("score"), schema::variable::old)});
  EXPECT_EQ(evaluate(*grows, principal, rows, &row, &before), Truth::yes);
  EXPECT_EQ(evaluate(*grows, principal, rows, &row), Truth::unknown);
}

TEST_F(EvaluateTest, ClaimsAreConvertedOrUnknown) {
  principal.claims = {{"team", std::string("red")},
                      {"level", std::int64_t{3}},
                      {"until", std::string("2026-01-01T00:00:00Z")},
                      {"price", std::string("1.50")},
                      {"teams", std::string(R"(["a","b"])")},
                      {"broken", std::string("no list")}};
  EXPECT_EQ(context(claim("team", Type::string)), base::Value{std::string("red")});
  EXPECT_EQ(context(claim("team", Type::integer)), base::Value{});
  EXPECT_EQ(context(claim("level", Type::floating)), base::Value{3.0});
  EXPECT_EQ(context(claim("level", Type::boolean)), base::Value{});
  EXPECT_EQ(context(claim("none", Type::string)), base::Value{});
  EXPECT_EQ(context(claim("until", Type::timestamp)), base::Value{std::int64_t{1767225600000000}});
  EXPECT_EQ(context(claim("price", Type::decimal)), base::Value{std::string("1.5")});
  EXPECT_EQ(context(node(ExpressionKind::in_list, {text("b"), claim("teams", Type::list)})), base::Value{true});
  EXPECT_EQ(context(node(ExpressionKind::in_list, {text("b"), claim("broken", Type::list)})), base::Value{});
}

TEST_F(EvaluateTest, ClaimsThatNoDatabaseCouldHoldAreUnknown) {
  principal.claims = {
      {"team", std::string("a\0b", 3)}, {"tenant", std::string("no id")}, {"teams", std::string(R"(["a","b\u0000"])")}};
  principal.scopes = {std::string("\0", 1), "read"};
  EXPECT_EQ(context(claim("team", Type::string)), base::Value{});
  EXPECT_EQ(context(claim("tenant", Type::id)), base::Value{});
  EXPECT_EQ(context(claim("teams", Type::list)), base::Value{std::string(R"(["a",null])")});
  EXPECT_EQ(context(scopes()), base::Value{std::string(R"([null,"read"])")});
}

TEST_F(EvaluateTest, TheRequestIsReadable) {
  principal.scopes = {"read", "write"};
  principal.now = 5;
  principal.remote_ip = "::1";
  EXPECT_EQ(context(scopes()), base::Value{std::string(R"(["read","write"])")});
  EXPECT_EQ(context(node(ExpressionKind::in_list, {text("write"), scopes()})), base::Value{true});
  EXPECT_EQ(context(now()), base::Value{std::int64_t{5}});
  EXPECT_EQ(context(request_ip()), base::Value{std::string("::1")});
  EXPECT_EQ(context(auth_id()), base::Value{});
  EXPECT_EQ(context(equal(auth_id(), auth_id())), base::Value{});
  EXPECT_EQ(context(auth_anonymous()), base::Value{true});
}

TEST_F(EvaluateTest, KnowsWhatARuleLooksAt) {
  EXPECT_FALSE(reads_rows(*equal(auth_id(), claim("a", Type::id))));
  EXPECT_TRUE(reads_rows(*no(of("published"))));
  EXPECT_FALSE(reads_relations(*no(of("published"))));
  EXPECT_TRUE(reads_relations(*no(can(Operation::read, post("author")))));
}

}  // namespace
}  // namespace tenon::access
