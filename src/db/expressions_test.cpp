#include "base/pattern.hpp"
#include "base/task_blocking.hpp"
#include "db/database.hpp"
#include "db/postgres/testing/test_server.hpp"
#include "sql/postgres_pattern.hpp"
#include "sql/union_all.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>

// What the rendered expressions mean, on every database.
namespace tenon::db {
namespace {

using base::Null;
using base::Value;
using sql::Dialect;
using sql::ExprKind;
using sql::ExprPtr;
using sql::Type;

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
const Value yes = std::int64_t{1};
const Value no = std::int64_t{0};
const Value unknown = Null{};

Value whole(std::int64_t number) {
  return number;
}
Value text(std::string value) {
  return value;
}

/// One database of each kind for all tests of the process.
Database& database(Dialect dialect) {
  static const auto sqlite = open("sqlite::memory:", {});
  if (dialect == Dialect::sqlite) return *sqlite;
  static const postgres::testing::NewDatabase place;
  static const auto postgres = open(place.url(), {});
  return *postgres;
}

class ExpressionMeaningTest : public ::testing::TestWithParam<Dialect> {
 protected:
  std::vector<Value> column(const sql::Select& select, const std::vector<Value>& parameters = {}) {
    auto& asked = database(GetParam());
    const auto statement = sql::render(select, GetParam());
    std::vector<Value> found;
    const OnRow on_row = [&](const RowView& row) {
      found.push_back(row.value(0));
      return true;
    };
    const std::function<void()> restart = [&] { found.clear(); };
    const auto outcome =
        base::run_blocking(asked.read(statement, parameters, on_row, restart, base::Deadline::never()));
    if (!outcome) ADD_FAILURE() << outcome.error().message << " in: " << statement.text;
    return found;
  }
  Value give(const ExprPtr& expr, const std::vector<Value>& parameters = {}) {
    sql::Select select;
    select.outputs = {{expr, {}}};
    const auto found = column(select, parameters);
    return found.size() == 1 ? found[0] : text("no row");
  }
  Value of(ExprKind kind, Type type, const Value& left, const Value& right) {
    return give(sql::make(kind, {sql::parameter(0, type), sql::parameter(1, type)}, type), {left, right});
  }
  Value compared(ExprKind kind, Type left_type, const Value& left, Type right_type, const Value& right) {
    return give(sql::make(kind, {sql::parameter(0, left_type), sql::parameter(1, right_type)}), {left, right});
  }

  /// An aggregate over a column of these values.
  Value over(ExprKind kind, Type type, const std::vector<Value>& values) {
    static int count = 0;
    sql::CreateTable table;
    table.table = "aggregated_" + std::to_string(++count);
    table.columns.resize(1);
    table.columns[0].name = "v";
    table.columns[0].type = type;
    auto& asked = database(GetParam());
    const auto statements = sql::render(table, GetParam());
    EXPECT_TRUE(asked.define(statements));
    sql::Insert insert;
    insert.table = table.table;
    insert.values = {{"v", sql::parameter(0, type)}};
    const auto statement = sql::render(insert, GetParam());
    for (const auto& value : values) {
      Script script = [&](Transaction& transaction) -> base::Task<base::Result<void>> {
        const std::vector<Value> parameters{value};
        const OnRow ignore = [](const RowView&) { return true; };
        auto outcome = co_await transaction.run(statement, parameters, ignore);
        if (!outcome) co_return std::unexpected(to_error(outcome.error()));
        co_return base::Result<void>{};
      };
      EXPECT_TRUE(base::run_blocking(asked.write(std::move(script))));
    }
    sql::Select select;
    select.table = table.table;
    select.alias = "t";
    select.outputs = {{sql::make(kind, {sql::column("t", "v", type)}, type), {}}};
    const auto found = column(select);
    return found.size() == 1 ? found[0] : text("no row");
  }
};

TEST_P(ExpressionMeaningTest, AnyNumberOfSelectsIsOneStatement) {
  for (const std::size_t count : {std::size_t{1}, sql::most_union_parts, 2 * sql::most_union_parts + 1}) {
    sql::UnionAll rows;
    sql::JsonMember member;
    member.name = "n";
    member.kind = sql::JsonKind::number;
    member.value = sql::parameter(0, Type::int64);
    const auto object = sql::json_object({member});
    for (std::size_t i = 0; i < count; ++i)
      rows.parts.emplace_back().outputs = {{sql::literal(static_cast<std::int64_t>(i), Type::int64), {}}, {object, {}}};
    const auto statement = sql::render(rows, GetParam());
    EXPECT_FALSE(statement.too_deep);
    std::int64_t sum = 0;
    std::size_t found = 0;
    const OnRow on_row = [&](const RowView& row) {
      sum += row.integer(0);
      ++found;
      EXPECT_EQ(row.text(1), R"({"n":7})");
      return true;
    };
    const std::function<void()> restart = [&] { sum = 0, found = 0; };
    const std::vector<Value> parameters{whole(7)};
    const auto outcome =
        base::run_blocking(database(GetParam()).read(statement, parameters, on_row, restart, base::Deadline::never()));
    EXPECT_TRUE(outcome) << (outcome ? "" : outcome.error().message);
    EXPECT_EQ(found, count);
    EXPECT_EQ(sum, static_cast<std::int64_t>(count * (count - 1) / 2));
  }
}

TEST_P(ExpressionMeaningTest, IntegersOverflowToNull) {
  const auto number = [&](ExprKind kind, Value left, Value right) { return of(kind, Type::int64, left, right); };
  EXPECT_EQ(number(ExprKind::add, largest - 1, whole(1)), whole(largest));
  EXPECT_EQ(number(ExprKind::add, largest, whole(1)), unknown);
  EXPECT_EQ(number(ExprKind::subtract, smallest, whole(1)), unknown);
  EXPECT_EQ(number(ExprKind::subtract, smallest, smallest), whole(0));
  EXPECT_EQ(number(ExprKind::multiply, largest, whole(2)), unknown);
  EXPECT_EQ(number(ExprKind::multiply, smallest, whole(-1)), unknown);
  EXPECT_EQ(number(ExprKind::divide, whole(-7), whole(2)), whole(-3));
  EXPECT_EQ(number(ExprKind::modulo, whole(-7), whole(2)), whole(-1));
  EXPECT_EQ(number(ExprKind::divide, smallest, whole(-1)), unknown);
  EXPECT_EQ(number(ExprKind::modulo, smallest, whole(-1)), no);
  EXPECT_EQ(number(ExprKind::divide, whole(1), whole(0)), unknown);
  EXPECT_EQ(number(ExprKind::modulo, whole(1), whole(0)), unknown);
  EXPECT_EQ(number(ExprKind::add, Null{}, whole(1)), unknown);
  EXPECT_EQ(give(sql::make(ExprKind::negate, {sql::literal(smallest, Type::int64)}, Type::int64)), unknown);
  EXPECT_EQ(give(sql::make(ExprKind::negate, {sql::literal(largest, Type::int64)}, Type::int64)), whole(-largest));
}

TEST_P(ExpressionMeaningTest, ConstantsThatCannotBeCalculatedFailNothing) {
  const auto constant = [](std::int64_t number) { return sql::literal(number, Type::int64); };
  EXPECT_EQ(give(sql::make(ExprKind::divide, {constant(1), constant(0)}, Type::int64)), unknown);
  EXPECT_EQ(give(sql::make(ExprKind::multiply, {constant(largest), constant(largest)}, Type::int64)), unknown);
  auto chain = constant(largest);
  for (int i = 0; i < 12; ++i) chain = sql::make(ExprKind::subtract, {chain, constant(1)}, Type::int64);
  EXPECT_EQ(give(chain), whole(largest - 12));
}

/// The same calculation by the processor; NULL where it is no finite number.
Value calculated(ExprKind kind, double left, double right) {
  double result = 0;
  if (kind == ExprKind::add) result = left + right;
  if (kind == ExprKind::subtract) result = left - right;
  if (kind == ExprKind::multiply) result = left * right;
  if (kind == ExprKind::divide) {
    if (right == 0) return Null{};
    result = left / right;
  }
  return std::isfinite(result) ? Value(result) : Value(Null{});
}

TEST_P(ExpressionMeaningTest, FloatsAreAsTheProcessorHasThemOrNull) {
  std::vector<double> values{0.0, -0.0, 1, -1, 0.1, 2.5, 1e300, -1e300, 1e-300, 1e308, 5e-324, 2.2250738585072014e-308};
  values.push_back(std::numeric_limits<double>::max());
  std::mt19937_64 random(7);
  for (int i = 0; i < 12; ++i)
    values.push_back(
        std::ldexp(1 + static_cast<double>(random() % 1000) / 1000, static_cast<int>(random() % 2000) - 1000));
  std::vector<Value> parameters;
  for (const double value : values) parameters.emplace_back(value);
  for (const auto kind : {ExprKind::add, ExprKind::subtract, ExprKind::multiply, ExprKind::divide}) {
    // Many in one statement: each is a round trip otherwise.
    for (std::size_t i = 0; i < values.size(); ++i) {
      sql::Select select;
      for (std::size_t j = 0; j < values.size(); ++j)
        select.outputs.push_back({sql::make(kind,
                                            {sql::parameter(static_cast<int>(i), Type::floating),
                                             sql::parameter(static_cast<int>(j), Type::floating)},
                                            Type::floating),
                                  {}});
      select.outputs.push_back({sql::parameter(static_cast<int>(values.size()) - 1, Type::floating), {}});
      const auto statement = sql::render(select, GetParam());
      const OnRow on_row = [&](const RowView& row) {
        for (std::size_t j = 0; j < values.size(); ++j)
          EXPECT_EQ(row.value(static_cast<int>(j)), calculated(kind, values[i], values[j]))
              << values[i] << " " << static_cast<int>(kind) << " " << values[j];
        return true;
      };
      const std::function<void()> restart = [] {};
      const auto outcome = base::run_blocking(
          database(GetParam()).read(statement, parameters, on_row, restart, base::Deadline::never()));
      ASSERT_TRUE(outcome) << outcome.error().message;
    }
  }
  EXPECT_EQ(of(ExprKind::modulo, Type::floating, 5.0, 2.0), unknown);
}

TEST_P(ExpressionMeaningTest, WholeNumbersAndFractionsCompareExactly) {
  const std::int64_t beyond = (std::int64_t{1} << 53) + 1;
  const auto less = [&](Value left, Value right) {
    return compared(ExprKind::less, Type::int64, left, Type::floating, right);
  };
  const auto equal = [&](Value left, Value right) {
    return compared(ExprKind::equal, Type::int64, left, Type::floating, right);
  };
  EXPECT_EQ(equal(beyond, 9007199254740992.0), no);
  EXPECT_EQ(equal(beyond - 1, 9007199254740992.0), yes);
  EXPECT_EQ(less(whole(1), 1.5), yes);
  EXPECT_EQ(less(whole(2), 1.5), no);
  EXPECT_EQ(less(whole(-1), -1.5), no);
  EXPECT_EQ(less(largest, 9.3e18), yes);
  EXPECT_EQ(less(smallest, -9.3e18), no);
  EXPECT_EQ(less(largest, 9223372036854775808.0), yes);
  EXPECT_EQ(less(Null{}, 1.0), unknown);
  EXPECT_EQ(less(whole(1), Null{}), unknown);
  EXPECT_EQ(compared(ExprKind::greater_equal, Type::floating, 1.5, Type::int64, whole(2)), no);
  EXPECT_EQ(compared(ExprKind::less_equal, Type::floating, -1.5, Type::int64, whole(-1)), yes);
  EXPECT_EQ(compared(ExprKind::not_equal, Type::floating, 1.5, Type::int64, whole(1)), yes);
}

TEST_P(ExpressionMeaningTest, TextTestsAreByteWise) {
  const auto test = [&](ExprKind kind, std::string left, std::string right) {
    return of(kind, Type::text, left, right);
  };
  EXPECT_EQ(test(ExprKind::starts_with, "Gopher", "Go"), yes);
  EXPECT_EQ(test(ExprKind::starts_with, "gopher", "Go"), no);
  EXPECT_EQ(test(ExprKind::starts_with, "G", "Go"), no);
  EXPECT_EQ(test(ExprKind::starts_with, "any", ""), yes);
  EXPECT_EQ(test(ExprKind::starts_with, "\xF4\x8F\xBF\xBFx", "\xF4\x8F\xBF\xBF"), yes);
  EXPECT_EQ(test(ExprKind::starts_with, "100%", "1_0"), no);
  EXPECT_EQ(test(ExprKind::ends_with, "main.cpp", ".cpp"), yes);
  EXPECT_EQ(test(ExprKind::ends_with, "cpp", ".cpp"), no);
  EXPECT_EQ(test(ExprKind::ends_with, "any", ""), yes);
  EXPECT_EQ(test(ExprKind::ends_with, "é", "\xC3\xA9"), yes);
  EXPECT_EQ(test(ExprKind::contains, "a%b", "%"), yes);
  EXPECT_EQ(test(ExprKind::contains, "ab", "%"), no);
  EXPECT_EQ(test(ExprKind::contains, "Größe", "ö"), yes);
  EXPECT_EQ(test(ExprKind::contains, "any", ""), yes);
  EXPECT_EQ(test(ExprKind::less, "B", "a"), yes);
  EXPECT_EQ(test(ExprKind::less, "z", "é"), yes);
  EXPECT_EQ(test(ExprKind::less, "a", "a "), yes);
  for (const auto kind : {ExprKind::starts_with, ExprKind::ends_with, ExprKind::contains})
    EXPECT_EQ(of(kind, Type::text, Null{}, text("a")), unknown);
}

TEST_P(ExpressionMeaningTest, LengthsAreOfCodePointsBytesAndElements) {
  const auto length = [&](ExprKind kind, Type type, Value value) {
    return give(sql::make(kind, {sql::parameter(0, type)}, Type::int64), {value});
  };
  EXPECT_EQ(length(ExprKind::length, Type::text, text("Größe")), whole(5));
  EXPECT_EQ(length(ExprKind::length, Type::text, Null{}), unknown);
  EXPECT_EQ(length(ExprKind::byte_length, Type::bytes, base::Bytes{std::string("\0\1\2", 3)}), whole(3));
  EXPECT_EQ(length(ExprKind::byte_length, Type::bytes, base::Bytes{}), no);
  EXPECT_EQ(length(ExprKind::json_length, Type::json, text("[1,[2],{}]")), whole(3));
}

TEST_P(ExpressionMeaningTest, MembershipInAListIsThreeValued) {
  const auto in = [&](Type type, Value needle, Value list) {
    return give(sql::make(ExprKind::in_json, {sql::parameter(0, type), sql::parameter(1, Type::json)}), {needle, list});
  };
  EXPECT_EQ(in(Type::text, text("b"), text(R"(["a","b"])")), yes);
  EXPECT_EQ(in(Type::text, text("c"), text(R"(["a","b"])")), no);
  EXPECT_EQ(in(Type::text, text("c"), text(R"(["a",null])")), unknown);
  EXPECT_EQ(in(Type::text, Null{}, text(R"(["a"])")), unknown);
  EXPECT_EQ(in(Type::text, Null{}, text("[]")), no);
  EXPECT_EQ(in(Type::text, text("c"), text("[]")), no);
  EXPECT_EQ(in(Type::text, text("c"), Null{}), no);
  EXPECT_EQ(in(Type::int64, whole(2), text("[1,2]")), yes);
  EXPECT_EQ(in(Type::int64, whole(2), text("[2.0,2.5]")), yes);
  EXPECT_EQ(in(Type::int64, largest, text("[9223372036854775806]")), no);
  EXPECT_EQ(in(Type::floating, 2.5, text("[1,2.5]")), yes);
  EXPECT_EQ(in(Type::boolean, true, text("[false,true]")), yes);
  EXPECT_EQ(in(Type::decimal, text("2.5"), text(R"(["2.5"])")), yes);
  EXPECT_EQ(in(Type::date, text("2026-01-02"), text(R"(["2026-01-02"])")), yes);
  EXPECT_EQ(in(Type::time, text("12:30:00.500000"), text(R"(["12:30:00.500000"])")), yes);
  EXPECT_EQ(
      in(Type::uuid, text("00000000-0000-7000-8000-000000000001"), text(R"(["00000000-0000-7000-8000-000000000001"])")),
      yes);
}

TEST_P(ExpressionMeaningTest, InstantsCountBeyondTheCalendar) {
  const auto later = [](std::int64_t duration) {
    return sql::make(ExprKind::add, {sql::parameter(0, Type::timestamp), sql::literal(duration, Type::int64)},
                     Type::timestamp);
  };
  const auto after = [&](std::int64_t start, std::int64_t duration, std::int64_t bound) {
    return give(sql::make(ExprKind::less, {later(duration), sql::parameter(1, Type::timestamp)}), {start, bound});
  };
  EXPECT_EQ(after(0, 1, 2), yes);
  EXPECT_EQ(after(0, 2, 2), no);
  EXPECT_EQ(after(largest - 5, 5, largest), no);
  EXPECT_EQ(after(largest, 1, 0), unknown);
  EXPECT_EQ(after(0, -300'000'000'000'000'000, 0), yes);
  EXPECT_EQ(give(sql::make(ExprKind::subtract, {sql::parameter(0, Type::timestamp), sql::parameter(1, Type::timestamp)},
                           Type::int64),
                 {whole(1'768'473'000'123'456), whole(1'768'473'000'000'000)}),
            whole(123'456));
}

TEST_P(ExpressionMeaningTest, ConditionsCaseAndGreatest) {
  const auto a = sql::parameter(0, Type::int64);
  const auto one = sql::literal(std::int64_t{1}, Type::int64);
  const auto two = sql::literal(std::int64_t{2}, Type::int64);
  const auto choice = sql::make(ExprKind::case_when, {sql::make(ExprKind::equal, {a, one}), two, one}, Type::int64);
  EXPECT_EQ(give(choice, {whole(1)}), whole(2));
  EXPECT_EQ(give(choice, {Null{}}), whole(1));
  EXPECT_EQ(give(sql::make(ExprKind::greatest, {one, two}, Type::int64)), whole(2));
  EXPECT_EQ(give(sql::make(ExprKind::greatest, {a, two}, Type::int64), {Null{}}), unknown);
  const auto flag = sql::parameter(0, Type::boolean);
  EXPECT_EQ(give(sql::make(ExprKind::is_true, {flag}), {Null{}}), no);
  EXPECT_EQ(give(sql::make(ExprKind::is_not_true, {flag}), {Null{}}), yes);
  EXPECT_EQ(give(sql::make(ExprKind::logical_not, {flag}), {Null{}}), unknown);
}

TEST_P(ExpressionMeaningTest, SumsThatDoNotFitAreNull) {
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {whole(1), Null{}, whole(2)}), whole(3));
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {largest, whole(1)}), unknown);
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {largest, whole(1), whole(-1)}), whole(largest));
  EXPECT_EQ(over(ExprKind::sum, Type::int64, {}), unknown);
  EXPECT_EQ(over(ExprKind::sum, Type::floating, {0.5, 0.25}), Value(0.75));
  EXPECT_EQ(over(ExprKind::sum, Type::floating, {1e308, 1e308}), unknown);
  EXPECT_EQ(over(ExprKind::sum, Type::floating, {}), unknown);
  EXPECT_EQ(over(ExprKind::average, Type::int64, {whole(1), whole(2)}), Value(1.5));
  EXPECT_EQ(over(ExprKind::average, Type::floating, {0.5, 1.0}), Value(0.75));
  EXPECT_EQ(over(ExprKind::average, Type::floating, {}), unknown);
  EXPECT_EQ(over(ExprKind::average, Type::floating, {1e-300, 1e-300}), Value(1e-300));
}

TEST_P(ExpressionMeaningTest, DecimalsAreExact) {
  const auto decimals = [&](ExprKind kind, std::vector<std::string> values) {
    return over(kind, Type::decimal, {values.begin(), values.end()});
  };
  EXPECT_EQ(decimals(ExprKind::sum, {"0.1", "0.2"}), text("0.3"));
  EXPECT_EQ(decimals(ExprKind::sum, {"-0.1", "0.1"}), text("0"));
  EXPECT_EQ(decimals(ExprKind::sum, {"99999999999999999999.999999999999999999", "0.000000000000000001"}),
            text("100000000000000000000"));
  EXPECT_EQ(decimals(ExprKind::average, {"1", "2", "2"}), text("1.666666666666666667"));
  EXPECT_EQ(decimals(ExprKind::average, {"-1", "-2", "-2"}), text("-1.666666666666666667"));
  EXPECT_EQ(decimals(ExprKind::average, {"12345678901234567890", "0", "0"}), text("4115226300411522630"));
  EXPECT_EQ(decimals(ExprKind::average, {"10"}), text("10"));
  EXPECT_EQ(decimals(ExprKind::average, {}), unknown);
  EXPECT_EQ(decimals(ExprKind::maximum, {"9", "10", "-20"}), text("10"));
  EXPECT_EQ(decimals(ExprKind::minimum, {"9", "10", "-20", "-3"}), text("-20"));
}

TEST_P(ExpressionMeaningTest, ExtremesOfEveryOrderedType) {
  const Value early = text("00000000-0000-7000-8000-000000000001");
  const Value late = text("00000000-0000-7000-8000-00000000000f");
  EXPECT_EQ(over(ExprKind::maximum, Type::uuid, {early, late}), late);
  EXPECT_EQ(over(ExprKind::minimum, Type::text, {text("b"), text("B")}), text("B"));
  EXPECT_EQ(over(ExprKind::minimum, Type::timestamp, {whole(5), whole(-5)}), whole(-5));
  EXPECT_EQ(over(ExprKind::maximum, Type::date, {text("2026-01-02"), text("2025-12-31")}), text("2026-01-02"));
  EXPECT_EQ(over(ExprKind::maximum, Type::boolean, {false, true}), yes);
  EXPECT_EQ(over(ExprKind::minimum, Type::boolean, {false, true}), no);
}

TEST_P(ExpressionMeaningTest, PatternsMatchTheSameTexts) {
  const std::vector<std::string> patterns{"",
                                          "a",
                                          "^a",
                                          "a$",
                                          "a.c",
                                          "(?s)a.c",
                                          "a|b|",
                                          "^(a|b)*$",
                                          "^a{2,3}$",
                                          "[^a]",
                                          "^[^a]$",
                                          "\\d+",
                                          "^\\w+$",
                                          "\\s",
                                          "^\\S+$",
                                          "\\bcat\\b",
                                          "\\Bat",
                                          "(?i)CAT",
                                          "(?i)[k-m]",
                                          "(?i)s",
                                          "(?m)^b$",
                                          "(?m)a$",
                                          "\\Aa",
                                          "a\\z",
                                          "[[:alpha:]]",
                                          "^[[:^digit:]]$",
                                          "\\x41",
                                          "\\x{1F600}",
                                          "\xC3\xA9",
                                          "[\xC3\xA0-\xC3\xBF]",
                                          "\\.",
                                          "\\Qa.c\\E",
                                          "a\\Q.\\E+c",
                                          "^*a",
                                          "(?:^)*a",
                                          "(a(?i)b)c",
                                          "[]a]",
                                          "[a\\]-]",
                                          "a{,2}",
                                          "x*?$",
                                          "^$",
                                          "\\D",
                                          "[\\d\\s]",
                                          "^[^\\w]+$",
                                          "(?U)a+",
                                          "(?P<n>a)b",
                                          "^(?:)$",
                                          "\\t",
                                          "[^\\x00-\\x7F]",
                                          "()b"};
  const std::vector<std::string> subjects{"",
                                          "a",
                                          "b",
                                          "c",
                                          "abc",
                                          "a.c",
                                          "a\nc",
                                          "aa",
                                          "aaa",
                                          "aaaa",
                                          "A",
                                          "cat",
                                          "a cat!",
                                          "concat",
                                          "CAT",
                                          "K",
                                          "\xE2\x84\xAA",
                                          "\xC5\xBF",
                                          "S",
                                          "a\nb",
                                          "b\na",
                                          "1",
                                          "12x",
                                          " ",
                                          "\t",
                                          "é",
                                          "É",
                                          "\xF0\x9F\x98\x80",
                                          "]",
                                          "-",
                                          "_",
                                          "a{,2}",
                                          "aBc",
                                          "abC",
                                          "..c",
                                          "a..c",
                                          "x",
                                          "ab",
                                          "\n",
                                          "dé",
                                          "!"};
  for (const auto& pattern : patterns) {
    ASSERT_FALSE(base::Pattern::fault(pattern)) << pattern;
    ASSERT_TRUE(sql::postgres_pattern(pattern)) << pattern << " " << sql::postgres_pattern(pattern).error();
    const base::Pattern compiled(pattern);
    for (const auto& subject : subjects) {
      const auto test =
          sql::make(ExprKind::matches, {sql::parameter(0, Type::text), sql::literal(pattern, Type::text)});
      EXPECT_EQ(give(test, {text(subject)}), compiled.matches(subject) ? yes : no)
          << '"' << pattern << "\" on \"" << subject << "\", said as " << *sql::postgres_pattern(pattern);
    }
  }
}

TEST_P(ExpressionMeaningTest, ThousandsOfConditionsAreNotTooDeep) {
  std::vector<ExprPtr> many;
  for (int i = 0; i < 5'000; ++i)
    many.push_back(
        sql::make(ExprKind::equal, {sql::parameter(0, Type::int64), sql::literal(std::int64_t{i}, Type::int64)}));
  EXPECT_EQ(give(sql::any_of(many), {whole(4'999)}), yes);
}

std::string name_of(const ::testing::TestParamInfo<Dialect>& info) {
  return info.param == Dialect::sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(EveryDatabase, ExpressionMeaningTest, ::testing::Values(Dialect::sqlite, Dialect::postgres),
                         name_of);

}  // namespace
}  // namespace tenon::db
