#include "sql/render.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tenon::sql {
namespace {

std::string text(const ExprPtr& expr) {
  return to_text(expr, Dialect::postgres);
}

ExprPtr title() {
  return column("p", "title");
}
ExprPtr views() {
  return column("p", "views", Type::int32);
}
ExprPtr rating() {
  return column("p", "rating", Type::floating);
}
ExprPtr created() {
  return column("p", "created_at", Type::timestamp);
}
ExprPtr whole(std::int64_t number) {
  return literal(number, Type::int64);
}

Select posts() {
  Select select;
  select.table = "posts";
  select.alias = "p";
  select.outputs = {{title(), {}}};
  return select;
}

TEST(PostgresWriterTest, ParametersKeepTheirIndexAndTheirType) {
  auto select = posts();
  select.where = make(ExprKind::equal, {views(), parameter(2, Type::int32)});
  const auto statement = render(select, Dialect::postgres);
  EXPECT_EQ(statement.text, R"(SELECT "p"."title" FROM "posts" AS "p" WHERE "p"."views" = $3)");
  ASSERT_EQ(statement.types.size(), 3U);
  EXPECT_EQ(statement.types[2], Type::int32);
}

TEST(PostgresWriterTest, LiteralsCarryTheirTypes) {
  EXPECT_EQ(text(literal(std::string("it's"), Type::text)), "'it''s'::text");
  EXPECT_EQ(text(literal(std::string(R"(a\b)"), Type::text)), R"(E'a\\b'::text)");
  EXPECT_THROW(text(literal(std::string("a\0b", 3), Type::text)), std::runtime_error);
  EXPECT_EQ(text(literal(base::Bytes{std::string("\x00\xff", 2)}, Type::bytes)), R"(E'\\x00ff'::bytea)");
  EXPECT_EQ(text(literal(base::Null{}, Type::uuid)), "NULL::uuid");
  EXPECT_EQ(text(literal(true, Type::boolean)), "TRUE");
  EXPECT_EQ(text(literal(std::int64_t{7}, Type::int64)), "7");
  EXPECT_EQ(text(literal(std::int64_t{-7}, Type::int32)), "'-7'::bigint");
  EXPECT_EQ(text(literal(std::numeric_limits<std::int64_t>::min(), Type::int64)), "'-9223372036854775808'::bigint");
  EXPECT_EQ(text(literal(1.5, Type::floating)), "'1.5'::double precision");
  EXPECT_EQ(text(literal(std::int64_t{1}, Type::floating)), "'1'::double precision");
  EXPECT_EQ(text(literal(std::numeric_limits<double>::infinity(), Type::floating)), "NULL::double precision");
  EXPECT_EQ(text(literal(std::string("1.5"), Type::decimal)), "'1.5'::numeric");
}

TEST(PostgresWriterTest, InstantsAreWrittenInAnyYear) {
  const auto instant = [](std::int64_t micros) { return text(literal(micros, Type::timestamp)); };
  EXPECT_EQ(instant(0), "'1970-01-01 00:00:00.000000+00'::timestamptz");
  EXPECT_EQ(instant(-1), "'1969-12-31 23:59:59.999999+00'::timestamptz");
  EXPECT_EQ(instant(1'768'473'000'123'456), "'2026-01-15 10:30:00.123456+00'::timestamptz");
  EXPECT_EQ(instant(-62'135'596'800'000'001), "'0001-12-31 23:59:59.999999+00 BC'::timestamptz");
  EXPECT_EQ(instant(std::numeric_limits<std::int64_t>::max()), "'294247-01-10 04:00:54.775807+00'::timestamptz");
  EXPECT_EQ(instant(std::numeric_limits<std::int64_t>::min()), "'-infinity'::timestamptz");
}

TEST(PostgresWriterTest, EmptyLogicIsAConstant) {
  EXPECT_EQ(text(make(ExprKind::logical_and, {})), "TRUE");
  EXPECT_EQ(text(make(ExprKind::logical_or, {})), "FALSE");
  EXPECT_EQ(text(make(ExprKind::in_list, {title()})), "FALSE");
}

TEST(PostgresWriterTest, TextIsOrderedByItsBytesWhateverTheDatabaseThinks) {
  const auto joined = make(ExprKind::concat, {title(), title()}, Type::text);
  EXPECT_EQ(text(make(ExprKind::less, {title(), parameter(0, Type::text)})), R"(("p"."title" < $1))");
  EXPECT_EQ(text(make(ExprKind::less, {parameter(0, Type::text), title()})), R"(($1 < "p"."title"))");
  EXPECT_EQ(text(make(ExprKind::less, {parameter(0, Type::text), parameter(1, Type::text)})),
            R"(($1 COLLATE "C" < $2))");
  auto select = posts();
  select.order_by = {{joined, Direction::descending, true}, {title(), Direction::ascending, true}};
  EXPECT_EQ(render(select, Dialect::postgres).text,
            R"(SELECT "p"."title" FROM "posts" AS "p" ORDER BY ("p"."title" || "p"."title") COLLATE "C" DESC,)"
            R"( "p"."title")");
  Select derived;
  derived.outputs = {{parameter(0, Type::text), "title"}, {parameter(1, Type::int64), "views"}};
  Select outer;
  outer.from = std::make_shared<const Select>(derived);
  outer.alias = "p";
  outer.outputs = {{title(), {}}};
  EXPECT_EQ(render(outer, Dialect::postgres).text,
            R"(SELECT "p"."title" FROM (SELECT $1 COLLATE "C" AS "title", $2 AS "views") AS "p")");
}

TEST(PostgresWriterTest, ArithmeticAsksBeforeItCalculates) {
  EXPECT_EQ(text(make(ExprKind::divide, {views(), whole(2)}, Type::int64)),
            R"((SELECT CASE WHEN "b" <> 0 AND ("b" <> -1 OR "a" <> '-9223372036854775808'::bigint) THEN "a" / "b" END)"
            R"( FROM (SELECT "p"."views"::bigint AS "a", 2::bigint AS "b" OFFSET 0) AS "o"))");
  EXPECT_EQ(text(make(ExprKind::negate, {rating()}, Type::floating)),
            R"((SELECT -"a" FROM (SELECT "p"."rating"::double precision AS "a" OFFSET 0) AS "o"))");
}

TEST(PostgresWriterTest, CalculatedInstantsAreComparedAsMicroseconds) {
  EXPECT_EQ(text(make(ExprKind::less, {created(), parameter(0, Type::timestamp)})), R"(("p"."created_at" < $1))");
  const auto later = make(ExprKind::add, {created(), whole(1)}, Type::timestamp);
  const std::string micros = R"((extract(epoch FROM date_trunc('second', "p"."created_at")) * 1000000)"
                             R"( + extract(microseconds FROM "p"."created_at") % 1000000)::bigint)";
  EXPECT_EQ(text(make(ExprKind::less, {later, created()})),
            R"(((SELECT CASE WHEN "a"::numeric + "b" BETWEEN -9223372036854775808 AND 9223372036854775807)"
            R"( THEN "a" + "b" END FROM (SELECT )" +
                micros + R"( AS "a", 1::bigint AS "b" OFFSET 0) AS "o") < )" + micros + ")");
}

TEST(PostgresWriterTest, WholeNumbersAndFractionsCompareExactly) {
  EXPECT_EQ(text(make(ExprKind::less, {rating(), whole(3)})), R"(("p"."rating" < '3'::double precision))");
  EXPECT_EQ(text(make(ExprKind::less, {whole(3), rating()})), R"(("p"."rating" > '3'::double precision))");
  EXPECT_EQ(text(make(ExprKind::less, {views(), literal(3.0, Type::floating)})), R"(("p"."views" < 3))");
  EXPECT_EQ(text(make(ExprKind::greater_equal, {views(), rating()})),
            R"((CASE WHEN "p"."views" IS NULL OR "p"."rating" IS NULL THEN NULL)"
            R"( WHEN "p"."rating" >= 9223372036854775808 THEN FALSE WHEN "p"."rating" < -9223372036854775808 THEN TRUE)"
            R"( ELSE "p"."views" >= ceil("p"."rating")::bigint END))");
  EXPECT_EQ(text(make(ExprKind::in_list, {views(), whole(1), literal(2.5, Type::floating)})).substr(0, 24),
            R"(((("p"."views" = 1) OR ()");
}

TEST(PostgresWriterTest, TextTestsAreByteWise) {
  const auto words = parameter(0, Type::text);
  EXPECT_EQ(text(make(ExprKind::contains, {title(), words})), R"((strpos("p"."title", $1) > 0))");
  EXPECT_EQ(text(make(ExprKind::ends_with, {title(), words})), R"((right("p"."title", char_length($1)) = $1))");
  EXPECT_EQ(text(make(ExprKind::starts_with, {title(), words})),
            R"(("p"."title" >= $1 AND starts_with("p"."title", $1)))");
  EXPECT_EQ(text(make(ExprKind::starts_with, {words, title()})), R"(starts_with($1, "p"."title"))");
  EXPECT_EQ(text(make(ExprKind::matches, {title(), literal(std::string("^a.b"), Type::text)})),
            R"(("p"."title" ~ E'^a[^\\n]b'::text))");
  EXPECT_EQ(text(make(ExprKind::matches, {words, literal(std::string("a"), Type::text)})),
            R"(($1 COLLATE "C" ~ 'a'::text))");
}

TEST(PostgresWriterTest, ListsAreReadByTheTypeOfTheElement) {
  const auto tags = column("p", "tags", Type::json);
  EXPECT_EQ(text(make(ExprKind::in_json, {parameter(0, Type::text), tags})),
            R"(($1 COLLATE "C" IN (SELECT "e" FROM json_array_elements_text("p"."tags") AS "e")))");
  EXPECT_EQ(text(make(ExprKind::in_json, {views(), tags})),
            R"(("p"."views"::numeric IN (SELECT "e"::numeric FROM json_array_elements_text("p"."tags") AS "e")))");
  EXPECT_EQ(text(make(ExprKind::in_json, {parameter(0, Type::uuid), tags})),
            R"(($1::text IN (SELECT "e" FROM json_array_elements_text("p"."tags") AS "e")))");
}

TEST(PostgresWriterTest, AggregatesGiveNullWhereNothingFits) {
  EXPECT_EQ(text(make(ExprKind::sum, {views()}, Type::int64)),
            R"(CASE WHEN sum("p"."views") BETWEEN -9223372036854775808 AND 9223372036854775807)"
            R"( THEN sum("p"."views")::bigint END)");
  EXPECT_EQ(text(make(ExprKind::maximum, {column("p", "id", Type::uuid)}, Type::uuid)),
            R"(max("p"."id"::text COLLATE "C")::uuid)");
  EXPECT_EQ(text(make(ExprKind::minimum, {column("p", "open", Type::boolean)}, Type::boolean)),
            R"(bool_and("p"."open"))");
}

JsonMember member(std::string name, JsonKind kind, ExprPtr value) {
  JsonMember made;
  made.name = std::move(name);
  made.kind = kind;
  made.value = std::move(value);
  return made;
}

TEST(PostgresWriterTest, NestedObjectsAreRecordsBehindTheirSpecification) {
  auto rows = posts();
  auto guarded = member("views", JsonKind::number, views());
  guarded.guard = make(ExprKind::equal, {views(), whole(1)});
  rows.outputs = {{json_object({member("title", JsonKind::text, title()), guarded}), "j"}};
  rows.limit = parameter(0, Type::int64);
  EXPECT_EQ(text(json_array(rows)),
            R"(ROW('0-0,8:"title":1m1,2,8:"views":'::text, ARRAY(SELECT)"
            R"( ROW("p"."title", (("p"."views" = 1) IS TRUE), "p"."views") AS "j" FROM "posts" AS "p" LIMIT $1)))");
  rows.limit = nullptr;
  rows.outputs = {{json_object({member("author", JsonKind::json, scalar(rows, Type::json))}), "j"}};
  EXPECT_EQ(text(scalar(rows, Type::json)).substr(0, 60),
            R"((SELECT ROW('7-0,9:"author":'::text, ROW((SELECT ROW('0-0,8:)");
}

TEST(PostgresWriterTest, ReadsForAWriteLockTheirRows) {
  auto select = posts();
  select.for_update = true;
  EXPECT_EQ(render(select, Dialect::postgres).text, R"(SELECT "p"."title" FROM "posts" AS "p" FOR NO KEY UPDATE)");
}

TEST(PostgresWriterTest, SearchesSayTheExpressionOfTheIndex) {
  Expr match;
  match.kind = ExprKind::full_text_match;
  match.type = Type::boolean;
  match.table = "p";
  match.name = "posts";
  match.children = {parameter(0, Type::text), title(), column("p", "body")};
  const auto written = text(std::make_shared<const Expr>(match));
  EXPECT_TRUE(written.starts_with(R"(((to_tsvector('pg_catalog.simple'::regconfig, )")) << written;
  EXPECT_NE(written.find(R"( || '''$'':1'::tsvector || to_tsvector()"), std::string::npos) << written;
  EXPECT_NE(written.find(" @@ websearch_to_tsquery("), std::string::npos) << written;
}

}  // namespace
}  // namespace tenon::sql
