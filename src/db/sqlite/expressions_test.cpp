#include "db/sqlite/testing/test_database.hpp"

#include <limits>

// What the rendered expressions mean when SQLite runs them.
namespace tenon::db::sqlite {
namespace {

using base::Null;
using base::Value;
using sql::ExprKind;
using sql::ExprPtr;
using sql::Type;

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

class ExpressionsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { database_ = testing::temporary(); }
  static void TearDownTestSuite() { database_.reset(); }

  static Value give(const ExprPtr& expr, std::vector<Value> parameters = {}) {
    sql::Select select;
    select.outputs = {{expr, {}}};
    const auto found = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1, std::move(parameters));
    if (!found) {
      ADD_FAILURE() << found.error().message;
      return {};
    }
    return found->at(0).at(0);
  }

  static Value number(ExprKind kind, Value left, Value right) {
    return give(sql::make(kind, {sql::parameter(0, Type::int64), sql::parameter(1, Type::int64)}), {left, right});
  }
  static Value text(ExprKind kind, std::string left, std::string right) {
    return give(sql::make(kind, {sql::parameter(0, Type::text), sql::parameter(1, Type::text)}), {left, right});
  }

  static std::unique_ptr<SqliteDatabase> database_;
};
std::unique_ptr<SqliteDatabase> ExpressionsTest::database_;

const Value yes = std::int64_t{1};
const Value no = std::int64_t{0};

TEST_F(ExpressionsTest, IntegersOverflowToNull) {
  EXPECT_EQ(number(ExprKind::add, largest - 1, std::int64_t{1}), Value(largest));
  EXPECT_EQ(number(ExprKind::add, largest, std::int64_t{1}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::subtract, smallest, std::int64_t{1}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::multiply, largest, std::int64_t{2}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::divide, std::int64_t{-7}, std::int64_t{2}), Value(std::int64_t{-3}));
  EXPECT_EQ(number(ExprKind::modulo, std::int64_t{-7}, std::int64_t{2}), Value(std::int64_t{-1}));
  EXPECT_EQ(number(ExprKind::divide, smallest, std::int64_t{-1}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::modulo, smallest, std::int64_t{-1}), no);
  EXPECT_EQ(number(ExprKind::divide, std::int64_t{1}, std::int64_t{0}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::modulo, std::int64_t{1}, std::int64_t{0}), Value(Null{}));
  EXPECT_EQ(number(ExprKind::add, Null{}, std::int64_t{1}), Value(Null{}));
  EXPECT_EQ(give(sql::make(ExprKind::negate, {sql::literal(smallest, Type::int64)})), Value(Null{}));
  EXPECT_EQ(give(sql::make(ExprKind::negate, {sql::literal(largest, Type::int64)})), Value(-largest));
}

TEST_F(ExpressionsTest, FloatsThatAreNoNumbersAreNull) {
  EXPECT_EQ(number(ExprKind::divide, 1.0, 4.0), Value(0.25));
  EXPECT_EQ(number(ExprKind::divide, 1.0, 0.0), Value(Null{}));
  EXPECT_EQ(number(ExprKind::multiply, 1e300, 1e300), Value(Null{}));
  EXPECT_EQ(number(ExprKind::add, 0.5, std::int64_t{1}), Value(1.5));
  EXPECT_EQ(number(ExprKind::modulo, 5.0, 2.0), Value(Null{}));
}

TEST_F(ExpressionsTest, TextTestsAreByteWise) {
  EXPECT_EQ(text(ExprKind::starts_with, "Gopher", "Go"), yes);
  EXPECT_EQ(text(ExprKind::starts_with, "gopher", "Go"), no);
  EXPECT_EQ(text(ExprKind::starts_with, "G", "Go"), no);
  EXPECT_EQ(text(ExprKind::starts_with, "Gz", "Go"), no);
  EXPECT_EQ(text(ExprKind::starts_with, "any", ""), yes);
  EXPECT_EQ(text(ExprKind::starts_with, "", ""), yes);
  EXPECT_EQ(text(ExprKind::starts_with, "\xF4\x8F\xBF\xBFx", "\xF4\x8F\xBF\xBF"), yes);
  EXPECT_EQ(text(ExprKind::starts_with, "\xFF\xFF!", "\xFF\xFF"), yes);
  EXPECT_EQ(text(ExprKind::starts_with, std::string("a\0b", 3), std::string("a\0", 2)), yes);
  EXPECT_EQ(text(ExprKind::starts_with, "100%", "1_0"), no);
  EXPECT_EQ(text(ExprKind::ends_with, "main.cpp", ".cpp"), yes);
  EXPECT_EQ(text(ExprKind::ends_with, "cpp", ".cpp"), no);
  EXPECT_EQ(text(ExprKind::ends_with, "any", ""), yes);
  EXPECT_EQ(text(ExprKind::contains, "a%b", "%"), yes);
  EXPECT_EQ(text(ExprKind::contains, "ab", "%"), no);
  EXPECT_EQ(text(ExprKind::contains, "Größe", "ö"), yes);
  EXPECT_EQ(text(ExprKind::contains, std::string("a\0b", 3), "b"), yes);
  EXPECT_EQ(text(ExprKind::contains, "any", ""), yes);
  for (const auto kind : {ExprKind::starts_with, ExprKind::ends_with, ExprKind::contains, ExprKind::matches}) {
    const auto unknown = sql::make(kind, {sql::literal(Null{}, Type::text), sql::parameter(0, Type::text)});
    EXPECT_EQ(give(unknown, {std::string("a")}), Value(Null{}));
  }
}

TEST_F(ExpressionsTest, PatternsAreSearchedForAndBrokenOnesAreUnknown) {
  EXPECT_EQ(text(ExprKind::matches, "order 66", "[0-9]+$"), yes);
  EXPECT_EQ(text(ExprKind::matches, "order", "^[0-9]"), no);
  EXPECT_EQ(text(ExprKind::matches, "order", "("), Value(Null{}));
}

TEST_F(ExpressionsTest, LengthsAreOfCodePointsBytesAndElements) {
  const auto length = [](ExprKind kind, Value of) {
    return give(sql::make(kind, {sql::parameter(0, Type::text)}), {of});
  };
  EXPECT_EQ(length(ExprKind::length, std::string("Größe")), Value(std::int64_t{5}));
  EXPECT_EQ(length(ExprKind::length, std::string("a\0b", 3)), Value(std::int64_t{3}));
  EXPECT_EQ(length(ExprKind::length, Null{}), Value(Null{}));
  EXPECT_EQ(length(ExprKind::byte_length, base::Bytes{std::string("\0\1\2", 3)}), Value(std::int64_t{3}));
  EXPECT_EQ(length(ExprKind::byte_length, base::Bytes{}), no);
  EXPECT_EQ(length(ExprKind::json_length, std::string("[1,[2],{}]")), Value(std::int64_t{3}));
}

TEST_F(ExpressionsTest, MembershipInAListIsThreeValued) {
  const auto in = [](Value needle, std::string list) {
    return give(sql::make(ExprKind::in_json, {sql::parameter(0, Type::text), sql::parameter(1, Type::json)}),
                {needle, list});
  };
  EXPECT_EQ(in(std::string("b"), R"(["a","b"])"), yes);
  EXPECT_EQ(in(std::string("c"), R"(["a","b"])"), no);
  EXPECT_EQ(in(std::string("c"), R"(["a",null])"), Value(Null{}));
  EXPECT_EQ(in(std::string("c"), "[]"), no);
  EXPECT_EQ(in(std::int64_t{2}, "[1,2]"), yes);
}

TEST_F(ExpressionsTest, ConditionsCaseAndGreatest) {
  const auto a = sql::parameter(0, Type::int64);
  const auto one = sql::literal(std::int64_t{1}, Type::int64);
  const auto two = sql::literal(std::int64_t{2}, Type::int64);
  const auto choice = sql::make(ExprKind::case_when, {sql::make(ExprKind::equal, {a, one}), two, one});
  EXPECT_EQ(give(choice, {std::int64_t{1}}), Value(std::int64_t{2}));
  EXPECT_EQ(give(choice, {Null{}}), yes);
  EXPECT_EQ(give(sql::make(ExprKind::greatest, {one, two})), Value(std::int64_t{2}));
  EXPECT_EQ(give(sql::make(ExprKind::is_true, {a}), {Null{}}), no);
  EXPECT_EQ(give(sql::make(ExprKind::is_not_true, {a}), {Null{}}), yes);
  EXPECT_EQ(give(sql::make(ExprKind::logical_not, {a}), {Null{}}), Value(Null{}));
}

TEST_F(ExpressionsTest, ThousandsOfConditionsAreNotTooDeep) {
  std::vector<ExprPtr> many;
  for (int i = 0; i < 5'000; ++i)
    many.push_back(
        sql::make(ExprKind::equal, {sql::parameter(0, Type::int64), sql::literal(std::int64_t{i}, Type::int64)}));
  EXPECT_EQ(give(sql::any_of(many), {std::int64_t{4'999}}), yes);
}

TEST_F(ExpressionsTest, PrefixesUseTheIndex) {
  testing::define(*database_, {"CREATE TABLE words (word TEXT) STRICT", "CREATE INDEX words_word ON words (word)"});
  sql::Select select;
  select.table = "words";
  select.where = sql::make(ExprKind::starts_with, {sql::column({}, "word"), sql::parameter(0, Type::text)});
  const auto text = "EXPLAIN QUERY PLAN " + sql::render(select, sql::Dialect::sqlite).text;
  const auto plan = testing::rows(*database_, testing::statement(text), 4, {std::string("a")});
  ASSERT_TRUE(plan);
  EXPECT_EQ(std::get<std::string>(plan->at(0).at(3)),
            "SEARCH words USING COVERING INDEX words_word (word>? AND word<?)");
}

class AggregatesTest : public ExpressionsTest {
 protected:
  /// An aggregate over a column of these values.
  static Value over(ExprKind kind, Type type, const std::vector<Value>& values) {
    static int count = 0;
    const auto table = "aggregated_" + std::to_string(++count);
    testing::define(*database_, {"CREATE TABLE " + table + " (v)"});
    for (const auto& value : values)
      EXPECT_TRUE(testing::write(*database_, testing::script("INSERT INTO " + table + " VALUES (?1)", {value})));
    sql::Select select;
    select.table = table;
    // Not a bare column, so that its own collation is of no help.
    const auto column = sql::make(ExprKind::case_when, {sql::boolean(true), sql::column({}, "v", type)}, type);
    select.outputs = {{sql::make(kind, {column}, type), {}}};
    const auto found = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1);
    return found ? found->at(0).at(0) : Value(found.error().message);
  }
  static Value decimals(ExprKind kind, std::vector<std::string> values) {
    return over(kind, Type::decimal, {values.begin(), values.end()});
  }
};

TEST_F(AggregatesTest, SumsThatDoNotFitAreNull) {
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {std::int64_t{1}, Null{}, std::int64_t{2}}), Value(std::int64_t{3}));
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {largest, std::int64_t{1}}), Value(Null{}));
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {largest, std::int64_t{1}, std::int64_t{-1}}), Value(largest));
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {}), Value(Null{}));
  EXPECT_EQ(over(ExprKind::sum, Type::floating, {0.5, 0.25}), Value(0.75));
  EXPECT_EQ(over(ExprKind::average, Type::int64, {std::int64_t{1}, std::int64_t{2}}), Value(1.5));
}

TEST_F(AggregatesTest, DecimalsAreExact) {
  EXPECT_EQ(decimals(ExprKind::sum, {"0.1", "0.2"}), Value(std::string("0.3")));
  EXPECT_EQ(decimals(ExprKind::sum, {"-0.1", "0.1"}), Value(std::string("0")));
  EXPECT_EQ(decimals(ExprKind::sum, {"-5", "2.5"}), Value(std::string("-2.5")));
  EXPECT_EQ(decimals(ExprKind::sum, {"99999999999999999999.999999999999999999", "0.000000000000000001"}),
            Value(std::string("100000000000000000000")));
  EXPECT_EQ(decimals(ExprKind::sum, {"99999999999999999999999999999999999999", "1"}),
            Value(std::string("100000000000000000000000000000000000000")));
  EXPECT_EQ(decimals(ExprKind::average, {"1", "2", "2"}), Value(std::string("1.666666666666666667")));
  EXPECT_EQ(decimals(ExprKind::average, {"-1", "-2", "-2"}), Value(std::string("-1.666666666666666667")));
  EXPECT_EQ(decimals(ExprKind::average, {"10"}), Value(std::string("10")));
  EXPECT_EQ(decimals(ExprKind::sum, {}), Value(Null{}));
  EXPECT_EQ(decimals(ExprKind::sum, {"no number", "1"}), Value(std::string("1")));
}

TEST_F(AggregatesTest, DecimalsCompareByValue) {
  EXPECT_EQ(decimals(ExprKind::maximum, {"9", "10", "-20"}), Value(std::string("10")));
  EXPECT_EQ(decimals(ExprKind::minimum, {"9", "10", "-20", "-3"}), Value(std::string("-20")));
}

TEST_F(AggregatesTest, DecimalColumnsSortAndCompareByValue) {
  sql::CreateTable table;
  table.table = "prices";
  table.columns.resize(1);
  table.columns[0].name = "price";
  table.columns[0].type = Type::decimal;
  testing::define(*database_, sql::render(table, sql::Dialect::sqlite));
  for (const char* price : {"10", "9.5", "-1", "100", "-20"})
    ASSERT_TRUE(testing::write(*database_, testing::script("INSERT INTO prices VALUES (?1)", {std::string(price)})));
  ASSERT_TRUE(testing::write(*database_, testing::script("INSERT INTO prices VALUES (NULL)")));
  const auto column = sql::column({}, "price", Type::decimal);
  sql::Select select;
  select.table = "prices";
  select.outputs = {{column, {}}};
  select.where = sql::make(ExprKind::less, {column, sql::parameter(0, Type::decimal)});
  select.order_by = {{column, sql::Direction::descending, true}};
  const auto found = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1, {std::string("9.6")});
  ASSERT_TRUE(found);
  std::vector<std::string> texts;
  for (const auto& row : *found) texts.push_back(std::get<std::string>(row[0]));
  EXPECT_EQ(texts, (std::vector<std::string>{"9.5", "-1", "-20"}));

  select.where = nullptr;
  select.order_by = {{column, sql::Direction::ascending, true}};
  const auto ordered = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1);
  EXPECT_EQ(ordered->front().front(), Value(std::string("-20")));
  EXPECT_EQ(ordered->back().front(), Value(Null{}));
  select.order_by = {{column, sql::Direction::descending, true}};
  EXPECT_EQ(testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1)->front().front(), Value(Null{}));
}

}  // namespace
}  // namespace tenon::db::sqlite
