#include "db/postgres/testing/test_database.hpp"

#include <limits>

namespace tenon::db::postgres {
namespace {

using base::Bytes;
using base::Null;
using base::Value;
using sql::Type;
using testing::OpenDatabase;
using testing::value;

TEST(PostgresValues, ComeBackAsTheyWereGiven) {
  OpenDatabase database;
  const std::vector<std::pair<Type, Value>> values{
      {Type::boolean, std::int64_t{1}},
      {Type::int32, std::int64_t{-5}},
      {Type::int64, std::numeric_limits<std::int64_t>::max()},
      {Type::int64, std::numeric_limits<std::int64_t>::min()},
      {Type::floating, 0.1},
      {Type::floating, std::numeric_limits<double>::denorm_min()},
      {Type::decimal, std::string("-12345678901234567890.000000000000000001")},
      {Type::decimal, std::string("0")},
      {Type::decimal, std::string("0.00012")},
      {Type::decimal, std::string("100000000")},
      {Type::text, std::string("")},
      {Type::text, std::string("a'b\"c\\d\n\u00e4\U0001F600")},
      {Type::uuid, std::string("0197a3b2-0000-7000-8000-00000000000f")},
      {Type::timestamp, std::int64_t{0}},
      {Type::timestamp, std::int64_t{-62'135'596'800'000'000}},
      {Type::timestamp, std::int64_t{253'402'300'799'999'999}},
      {Type::date, std::string("0001-01-01")},
      {Type::date, std::string("0000-02-29")},
      {Type::date, std::string("9999-12-31")},
      {Type::date, std::string("2026-02-28")},
      {Type::time, std::string("23:59:59.999999")},
      {Type::time, std::string("00:00:00.000000")},
      {Type::json, std::string(R"({ "b":1,"a": [1.0, 1e2] })")},
      {Type::bytes, Bytes{std::string("\0\x01\xff", 3)}},
      {Type::bytes, Bytes{""}},
      {Type::text, Null{}},
      {Type::uuid, Null{}},
  };
  for (const auto& [type, given] : values)
    EXPECT_EQ(value(*database, "SELECT $1", {type}, {given}), given) << base::to_debug_text(given);
}

TEST(PostgresValues, WithoutATypeAreWhatTheServerTakesThemFor) {
  OpenDatabase database;
  EXPECT_EQ(value(*database, "SELECT $1::int + 1", {}, {std::int64_t{41}}), Value(std::int64_t{42}));
  EXPECT_EQ(value(*database, "SELECT $1::text", {}, {std::string("x")}), Value(std::string("x")));
  EXPECT_EQ(value(*database, "SELECT $1::bytea", {}, {Bytes{"ab"}}), Value(Bytes{"ab"}));
}

TEST(PostgresValues, OfOtherTypesAreStoredForms) {
  OpenDatabase database;
  EXPECT_EQ(value(*database, "SELECT 7::smallint"), Value(std::int64_t{7}));
  EXPECT_EQ(value(*database, "SELECT 1.5::real"), Value(1.5));
  EXPECT_EQ(value(*database, "SELECT 'x'::name"), Value(std::string("x")));
  EXPECT_EQ(value(*database, "SELECT '{\"a\": 1}'::jsonb"), Value(std::string("{\"a\": 1}")));
  EXPECT_EQ(value(*database, "SELECT 1.50::numeric(10, 4)"), Value(std::string("1.5")));
  EXPECT_EQ(value(*database, "SELECT 'NaN'::numeric"), Value(std::string("NaN")));
  EXPECT_EQ(value(*database, "SELECT '-infinity'::timestamptz"), Value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(value(*database, "SELECT 'infinity'::timestamptz"), Value(std::numeric_limits<std::int64_t>::max()));
}

TEST(PostgresValues, NestedRowsAreJson) {
  OpenDatabase database;
  EXPECT_EQ(value(*database, R"(SELECT ROW('0-0,4:"a":1m1,2,4:"b":4-3,4:"c":'::text, ROW('x'::text, false, 5, true)))"),
            Value(std::string("{\"a\":\"x\",\"b\":\x01,\"c\":true}")));
  EXPECT_EQ(
      value(*database, R"(SELECT ROW('1-0,4:"n":'::text, ARRAY(SELECT ROW(i) FROM generate_series(1, 3) AS g(i))))"),
      Value(std::string(R"([{"n":1},{"n":2},{"n":3}])")));
  EXPECT_EQ(value(*database, R"(SELECT ROW('1-0,4:"n":'::text, ARRAY(SELECT ROW(1) WHERE false)))"),
            Value(std::string("[]")));
  EXPECT_EQ(value(*database, R"(SELECT ROW('7-0,4:"l":7-1,4:"z":'::text,
                                  ROW(ROW('1-0,4:"n":'::text, ARRAY(SELECT ROW(i) FROM generate_series(1, 2) AS g(i))),
                                      (SELECT ROW('1-0,4:"n":'::text, ROW(1)) WHERE false))))"),
            Value(std::string(R"({"l":[{"n":1},{"n":2}],"z":null})")));
}

}  // namespace
}  // namespace tenon::db::postgres
