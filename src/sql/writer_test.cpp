#include "sql/render.hpp"
#include "sql/row_specification.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tenon::sql {
namespace {

std::string text(const ExprPtr& expr) {
  return to_text(expr, Dialect::sqlite);
}

ExprPtr title() {
  return column("p", "title");
}
ExprPtr price() {
  return column("p", "price", Type::decimal);
}

Select posts() {
  Select select;
  select.table = "posts";
  select.alias = "p";
  select.outputs = {{title(), {}}};
  return select;
}

TEST(WriterTest, NamesAreAlwaysQuoted) {
  EXPECT_EQ(text(column("p", "order")), R"("p"."order")");
  EXPECT_EQ(text(column({}, R"(a"b)")), R"("a""b")");
}

TEST(WriterTest, ParametersKeepTheirIndex) {
  const auto condition = make(ExprKind::equal, {title(), parameter(3, Type::text)});
  EXPECT_EQ(text(condition), R"(("p"."title" = ?4))");
  auto select = posts();
  select.where = all_of({condition, make(ExprKind::not_equal, {title(), parameter(0, Type::text)})});
  EXPECT_EQ(render(select, Dialect::sqlite).parameters, 4);
}

TEST(WriterTest, StatementsHaveIdsOfTheirOwn) {
  EXPECT_NE(render(posts(), Dialect::sqlite).id, render(posts(), Dialect::sqlite).id);
}

TEST(WriterTest, LiteralsAreEscaped) {
  EXPECT_EQ(text(literal(std::string("it's"), Type::text)), "'it''s'");
  EXPECT_EQ(text(literal(std::string("a\0b", 3), Type::text)), "CAST(x'610062' AS TEXT)");
  EXPECT_EQ(text(literal(base::Bytes{std::string("\x00\xff", 2)}, Type::bytes)), "x'00ff'");
  EXPECT_EQ(text(literal(base::Null{}, Type::text)), "NULL");
  EXPECT_EQ(text(literal(true, Type::boolean)), "1");
  EXPECT_EQ(text(literal(std::numeric_limits<std::int64_t>::min(), Type::int64)), "-9223372036854775808");
  EXPECT_EQ(text(literal(1.0, Type::floating)), "1.0");
  EXPECT_EQ(text(literal(1e300, Type::floating)), "1e+300");
  EXPECT_EQ(text(literal(std::numeric_limits<double>::infinity(), Type::floating)), "NULL");
}

TEST(WriterTest, EmptyLogicIsAConstant) {
  EXPECT_EQ(text(make(ExprKind::logical_and, {})), "1");
  EXPECT_EQ(text(make(ExprKind::logical_or, {})), "0");
  EXPECT_EQ(text(make(ExprKind::in_list, {title()})), "0");
}

TEST(WriterTest, ConstantsFoldInAllOfAndAnyOf) {
  const auto a = column({}, "a");
  const auto b = column({}, "b");
  EXPECT_EQ(text(all_of({boolean(true), a})), R"("a")");
  EXPECT_EQ(text(all_of({a, boolean(false), b})), "0");
  EXPECT_EQ(text(any_of({a, boolean(true)})), "1");
  EXPECT_EQ(text(any_of({a, boolean(false), b})), R"(("a" OR "b"))");
  EXPECT_EQ(text(all_of({all_of({a, b}), a})), R"(("a" AND "b" AND "a"))");
  EXPECT_EQ(text(all_of({})), "1");
}

TEST(WriterTest, LongChainsBecomeTrees) {
  std::vector<ExprPtr> many(100, column({}, "a"));
  const auto chain = text(make(ExprKind::logical_or, many));
  EXPECT_TRUE(chain.starts_with("((("));
  EXPECT_FALSE(chain.starts_with("(((("));
}

/// The condition of a statement, with no more parentheses than it needs.
std::string condition(const ExprPtr& expr) {
  Select select;
  select.table = "t";
  select.where = expr;
  const auto statement = render(select, Dialect::sqlite).text;
  return statement.substr(statement.find("WHERE ") + 6);
}

TEST(WriterTest, StatementsHaveOnlyTheParenthesesTheyNeed) {
  const auto a = column({}, "a");
  const auto b = column({}, "b");
  const auto equal = make(ExprKind::equal, {a, b});
  const auto both = make(ExprKind::logical_and, {a, equal});
  const auto either = make(ExprKind::logical_or, {a, equal});
  const auto no = [](ExprPtr expr) { return make(ExprKind::logical_not, {std::move(expr)}); };
  EXPECT_EQ(condition(both), R"("a" AND "a" = "b")");
  EXPECT_EQ(condition(make(ExprKind::logical_or, {both, b})), R"("a" AND "a" = "b" OR "b")");
  EXPECT_EQ(condition(make(ExprKind::logical_and, {either, b})), R"(("a" OR "a" = "b") AND "b")");
  EXPECT_EQ(condition(no(equal)), R"(NOT "a" = "b")");
  EXPECT_EQ(condition(no(both)), R"(NOT ("a" AND "a" = "b"))");
  EXPECT_EQ(condition(no(no(a))), R"(NOT (NOT "a"))");
  EXPECT_EQ(condition(make(ExprKind::is_true, {both})), R"(("a" AND "a" = "b") IS TRUE)");
  EXPECT_EQ(condition(make(ExprKind::equal, {equal, no(a)})), R"(("a" = "b") = (NOT "a"))");
  const auto joined = make(ExprKind::concat, {a, make(ExprKind::concat, {a, b})}, Type::text);
  EXPECT_EQ(condition(make(ExprKind::less, {joined, b})), R"(("a" || ("a" || "b")) < "b")");
  EXPECT_EQ(condition(no(make(ExprKind::starts_with, {a, b}))),
            R"(NOT ("a" >= "b" AND "a" < tenon_after_prefix("b")))");
  EXPECT_EQ(condition(make(ExprKind::logical_and, {make(ExprKind::in_json, {a, b}), b})),
            R"("a" IN (SELECT value FROM json_each("b")) AND "b")");
}

TEST(WriterTest, TwoValuedTests) {
  EXPECT_EQ(text(make(ExprKind::is_true, {title()})), R"(("p"."title" IS TRUE))");
  EXPECT_EQ(text(make(ExprKind::is_not_true, {title()})), R"(("p"."title" IS NOT TRUE))");
  EXPECT_EQ(text(make(ExprKind::is_null, {title()})), R"(("p"."title" IS NULL))");
}

TEST(WriterTest, PrefixesAreRangesForTheIndex) {
  EXPECT_EQ(text(make(ExprKind::starts_with, {title(), parameter(0, Type::text)})),
            R"(("p"."title" >= ?1 AND "p"."title" < tenon_after_prefix(?1)))");
}

TEST(WriterTest, DecimalsThatAreNoColumnsAreToldHowToCompare) {
  EXPECT_EQ(text(make(ExprKind::less, {price(), parameter(0, Type::decimal)})), R"(("p"."price" < ?1))");
  EXPECT_EQ(text(make(ExprKind::less, {parameter(0, Type::decimal), price()})), R"((?1 < "p"."price"))");
  EXPECT_EQ(text(make(ExprKind::less, {parameter(0, Type::decimal), parameter(1, Type::decimal)})),
            R"((?1 COLLATE "decimal" < ?2))");
  auto select = posts();
  const auto guarded =
      make(ExprKind::case_when, {boolean(true), price(), literal(base::Null{}, Type::decimal)}, Type::decimal);
  select.order_by = {{guarded, Direction::ascending, true}};
  EXPECT_EQ(render(select, Dialect::sqlite).text,
            R"(SELECT "p"."title" FROM "posts" AS "p" ORDER BY CASE WHEN 1 THEN "p"."price" ELSE NULL END)"
            R"( COLLATE "decimal" NULLS LAST)");
}

TEST(WriterTest, NullsHaveTheirPlaceOnlyWhereThereAreAny) {
  auto select = posts();
  select.order_by = {{title(), Direction::ascending, true},
                     {title(), Direction::descending, true},
                     {title(), Direction::descending, false}};
  EXPECT_EQ(render(select, Dialect::sqlite).text,
            R"(SELECT "p"."title" FROM "posts" AS "p")"
            R"( ORDER BY "p"."title" NULLS LAST, "p"."title" DESC NULLS FIRST, "p"."title" DESC)");
}

TEST(WriterTest, SelectsHaveTheirPartsInOrder) {
  auto select = posts();
  select.joins = {{"users", "u", make(ExprKind::equal, {column("u", "id"), column("p", "author_id")})}};
  select.where = boolean(true);
  select.group_by = {title()};
  select.limit = parameter(0, Type::int64);
  select.offset = parameter(1, Type::int64);
  EXPECT_EQ(render(select, Dialect::sqlite).text,
            R"(SELECT "p"."title" FROM "posts" AS "p" JOIN "users" AS "u" ON "u"."id" = "p"."author_id")"
            R"( WHERE 1 GROUP BY "p"."title" LIMIT ?1 OFFSET ?2)");
  Select outer;
  outer.from = std::make_shared<const Select>(posts());
  outer.alias = "rows";
  outer.outputs = {{make(ExprKind::count_all, {}, Type::int64), "n"}};
  outer.offset = literal(std::int64_t{1}, Type::int64);
  EXPECT_EQ(render(outer, Dialect::sqlite).text,
            R"(SELECT count(*) AS "n" FROM (SELECT "p"."title" FROM "posts" AS "p") AS "rows" LIMIT -1 OFFSET 1)");
}

TEST(WriterTest, Writes) {
  Insert insert;
  insert.table = "posts";
  insert.values = {{"id", parameter(0, Type::uuid)}, {"title", parameter(1, Type::text)}};
  insert.ignore_conflict = true;
  insert.returning = {{column({}, "id"), {}}};
  EXPECT_EQ(render(insert, Dialect::sqlite).text,
            R"(INSERT INTO "posts" ("id", "title") VALUES (?1, ?2) ON CONFLICT DO NOTHING RETURNING "id")");
  insert.values.clear();
  EXPECT_EQ(render(insert, Dialect::sqlite).text, R"(INSERT INTO "posts" DEFAULT VALUES RETURNING "id")");
  Update update;
  update.table = "posts";
  update.assignments = {{"title", parameter(0, Type::text)}, {"body", parameter(1, Type::text)}};
  update.where = make(ExprKind::equal, {column({}, "id"), parameter(2, Type::uuid)});
  EXPECT_EQ(render(update, Dialect::sqlite).text, R"(UPDATE "posts" SET "title" = ?1, "body" = ?2 WHERE "id" = ?3)");
  Delete remove;
  remove.table = "posts";
  remove.where = update.where;
  EXPECT_EQ(render(remove, Dialect::sqlite).text, R"(DELETE FROM "posts" WHERE "id" = ?3)");
}

TEST(WriterTest, ObjectsOfManyMembersAreWrittenInParts) {
  std::vector<JsonMember> members(32);
  for (auto& member : members) {
    member.name = "a";
    member.value = column({}, "a");
  }
  const auto object = text(json_object(members));
  EXPECT_TRUE(object.starts_with("tenon_join_members(tenon_members(\"a\", \"a\""));
  EXPECT_NE(object.find("'0-0,4:\"a\":0-1,4:\"a\":"), std::string::npos);
  members.pop_back();
  EXPECT_TRUE(text(json_object(members)).starts_with("tenon_object(\"a\", \"a\""));
  members.front().guard = column({}, "b");
  EXPECT_TRUE(text(json_object(members)).starts_with("tenon_join_members(tenon_members(\"b\", \"a\""));
}

TEST(WriterTest, ObjectsBeginAndEndInsideOthers) {
  std::vector<JsonMember> members(3);
  members[0].name = "node";
  members[0].kind = JsonKind::begin;
  members[1].name = "id";
  members[1].value = column({}, "id");
  members[2].kind = JsonKind::end;
  EXPECT_EQ(text(json_object(members)), R"(tenon_object("id", '8-0,7:"node":0-0,5:"id":9-0,0:'))");
}

TEST(WriterTest, PagesAreAggregates) {
  Expr rows;
  rows.kind = ExprKind::page_rows;
  rows.children = {column("p", "c0", Type::json), parameter(0, Type::int64)};
  EXPECT_EQ(text(std::make_shared<Expr>(rows)), R"(tenon_page("p"."c0", ?1))");
  rows.index = 1;
  EXPECT_EQ(text(std::make_shared<Expr>(rows)), R"(tenon_page_reversed("p"."c0", ?1))");
  rows.kind = ExprKind::cursor_keys;
  rows.name = "0:si";
  rows.children = {column("t", "a"), column("t", "id")};
  EXPECT_EQ(text(std::make_shared<Expr>(rows)), R"(tenon_cursor_keys("t"."a", "t"."id", '0:si'))");
}

TEST(WriterTest, ArraysTakeTheOnlyColumnWhateverItsName) {
  auto select = posts();
  EXPECT_EQ(text(json_array(select)),
            R"((SELECT tenon_array("j") FROM (SELECT "p"."title" AS "j" FROM "posts" AS "p")))");
}

TEST(WriterTest, TablesAreStrictAndFullyDescribed) {
  CreateTable table;
  table.table = "posts";
  ColumnDefinition id;
  id.name = "id";
  id.type = Type::uuid;
  id.primary_key = true;
  ColumnDefinition author;
  author.name = "author_id";
  author.type = Type::int64;
  author.not_null = true;
  author.references = Reference{"users", "id", ReferenceAction::set_null};
  ColumnDefinition published;
  published.name = "published";
  published.type = Type::boolean;
  ColumnDefinition price_column;
  price_column.name = "price";
  price_column.type = Type::decimal;
  ColumnDefinition tags;
  tags.name = "tags";
  tags.type = Type::json;
  ColumnDefinition words = tags;
  words.name = "words";
  words.not_null = true;
  table.columns = {id, author, published, price_column, tags, words};
  CheckDefinition check;
  check.name = "posts_title_length";
  check.expr = make(ExprKind::less_equal, {make(ExprKind::length, {column({}, "title")}, Type::int64),
                                           literal(std::int64_t{5}, Type::int64)});
  table.checks = {check};
  EXPECT_EQ(render(table, Dialect::sqlite), std::vector<std::string>{R"(CREATE TABLE "posts" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "author_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE SET NULL,
  "published" INTEGER CHECK ("published" IN (0, 1)),
  "price" TEXT COLLATE "decimal",
  "tags" TEXT CHECK ("tags" IS NULL OR json_valid("tags")),
  "words" TEXT NOT NULL CHECK (json_valid("words")),
  CONSTRAINT "posts_title_length" CHECK (length("title") <= 5)
) STRICT)"});
}

TEST(WriterTest, KeysOfManyColumnsNeedNoRowNumber) {
  CreateTable table;
  table.table = "post_tags";
  ColumnDefinition post;
  post.name = "post_id";
  post.not_null = true;
  ColumnDefinition tag = post;
  tag.name = "tag_id";
  table.columns = {post, tag};
  table.primary_key = {"post_id", "tag_id"};
  EXPECT_EQ(render(table, Dialect::sqlite).front(), R"(CREATE TABLE "post_tags" (
  "post_id" TEXT NOT NULL,
  "tag_id" TEXT NOT NULL,
  PRIMARY KEY ("post_id", "tag_id")
) STRICT, WITHOUT ROWID)");
}

TEST(WriterTest, SearchedTablesDeclareTheirRowNumber) {
  CreateTable table;
  table.table = "posts";
  table.full_text = true;
  ColumnDefinition id;
  id.name = "id";
  id.type = Type::uuid;
  id.primary_key = true;
  table.columns = {id};
  EXPECT_EQ(render(table, Dialect::sqlite).front(), R"(CREATE TABLE "posts" (
  "$row" INTEGER NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE
) STRICT)");
  table.columns[0].type = Type::int64;
  EXPECT_EQ(render(table, Dialect::sqlite).front(), R"(CREATE TABLE "posts" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
) STRICT)");
}

TEST(RowSpecificationTest, ReadsWhatItWrote) {
  std::vector<JsonMember> members(3);
  members[0].name = "title";
  members[1].name = "odd \"name\"\n5:";
  members[1].kind = JsonKind::json;
  members[1].guard = boolean(true);
  members[2].name = "";
  members[2].kind = JsonKind::floating;
  members[2].guard = boolean(true);
  members[2].hidden = WhenHidden::omit;
  for (auto& member : members) member.value = column({}, member.name);
  const auto object = specify(members);
  EXPECT_EQ(object.arguments.size(), 5U);
  std::string_view rest = object.specification;
  SpecifiedMember member;
  ASSERT_TRUE(next_member(rest, member));
  EXPECT_EQ(member.key, "\"title\":");
  EXPECT_EQ(member.guard, -1);
  EXPECT_EQ(member.value, 0);
  ASSERT_TRUE(next_member(rest, member));
  EXPECT_EQ(member.key, R"("odd \"name\"\n5:":)");
  EXPECT_EQ(member.kind, JsonKind::json);
  EXPECT_EQ(member.guard, 1);
  EXPECT_EQ(member.value, 2);
  EXPECT_EQ(member.hidden, WhenHidden::mask);
  ASSERT_TRUE(next_member(rest, member));
  EXPECT_EQ(member.key, "\"\":");
  EXPECT_EQ(member.hidden, WhenHidden::omit);
  EXPECT_FALSE(next_member(rest, member));
}

TEST(RowSpecificationTest, MalformedTextEndsIt) {
  SpecifiedMember member;
  for (std::string_view text :
       {"", "0", "0-", "0-0", "0-0,", "0-0,5", "0-0,5:", "0-0,5:abc", ":-0,1:a", "--0,1:a", "0--1,1:a", "0-0,-1:a",
        "0m0,1:a", "0-99999999999999999999,1:a", "0-0,99999999999999999999:a"}) {
    auto rest = text;
    EXPECT_FALSE(next_member(rest, member)) << text;
  }
}

}  // namespace
}  // namespace tenon::sql
