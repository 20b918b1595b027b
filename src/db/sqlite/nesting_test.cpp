#include "sql/nesting.hpp"

#include "db/sqlite/testing/test_database.hpp"

#include <random>

// SQLite's parser keeps at most 100 symbols pending: how deep may rules and includes nest?
namespace tenon::db::sqlite {
namespace {

using sql::ExprKind;
using sql::ExprPtr;
using sql::Type;

class NestingTest : public ::testing::Test {
 protected:
  void SetUp() override { testing::define(*database_, {"CREATE TABLE t (id INTEGER, up INTEGER)"}); }

  std::string fresh() { return "t" + std::to_string(++aliases_); }

  /// A rule that looks at the row above, and there at the row above that, and so on.
  ExprPtr rule(const std::string& alias, int depth) {
    const auto plain =
        sql::make(ExprKind::equal, {sql::column(alias, "id", Type::int64), sql::parameter(0, Type::int64)});
    if (depth == 0) return plain;
    const auto inner = fresh();
    sql::Select select;
    select.table = "t";
    select.alias = inner;
    select.where = sql::all_of(
        {sql::make(ExprKind::equal, {sql::column(inner, "id", Type::int64), sql::column(alias, "up", Type::int64)}),
         sql::any_of({plain, rule(inner, depth - 1)})});
    return sql::all_of({plain, sql::make(ExprKind::logical_not, {sql::exists(select)})});
  }

  /// Rows with the rows above them nested `depth` deep, the rule everywhere.
  sql::Select rows(const std::string& below, int depth, int rule_depth) {
    const auto alias = fresh();
    sql::Select select;
    select.table = "t";
    select.alias = alias;
    std::vector<sql::JsonMember> members(2);
    members[0].name = "id";
    members[0].kind = sql::JsonKind::number;
    members[0].value = sql::column(alias, "id", Type::int64);
    members[1].name = "up";
    members[1].kind = sql::JsonKind::json;
    members[1].value =
        depth == 0 ? sql::literal(base::Null{}, Type::json) : sql::json_array(rows(alias, depth - 1, rule_depth));
    select.outputs = {{sql::json_object(members), {}}};
    select.where = rule(alias, rule_depth);
    if (!below.empty())
      select.where = sql::all_of(
          {sql::make(ExprKind::equal, {sql::column(alias, "id", Type::int64), sql::column(below, "up", Type::int64)}),
           select.where});
    select.order_by = {{sql::column(alias, "id", Type::int64), sql::Direction::ascending, false}};
    select.limit = sql::parameter(0, Type::int64);
    return select;
  }

  /// Any expression, `size` operators deep.
  ExprPtr any(const std::string& alias, int size) {
    const auto column = sql::column(alias, "id", Type::int64);
    if (size <= 0) return random_() % 2 == 0 ? column : sql::parameter(0, Type::int64);
    // One path goes deep; all of them would be too much to write down.
    auto deep = random_() % 3;
    const auto child = [&] { return any(alias, deep-- == 0 ? size - 1 : static_cast<int>(random_() % 2)); };
    sql::Select select;
    select.table = "t";
    select.alias = fresh();
    switch (random_() % 14) {
      case 0: return sql::make(ExprKind::logical_and, {child(), column, child()});
      case 1: return sql::make(ExprKind::logical_or, {column, child()});
      case 2: return sql::make(ExprKind::logical_not, {child()});
      case 3: return sql::make(ExprKind::equal, {column, child()});
      case 4: return sql::make(ExprKind::is_not_true, {child()});
      case 5: return sql::make(ExprKind::case_when, {column, child(), child(), column, child()});
      case 6: return sql::make(ExprKind::add, {column, child()});
      case 7: return sql::make(ExprKind::in_list, {child(), column, child()});
      case 8: return sql::make(ExprKind::starts_with, {child(), child()});
      case 9: select.where = any(select.alias, size - 1); return sql::exists(select);
      case 10:
        select.outputs = {{any(select.alias, size - 1), {}}};
        select.joins = {{"t", fresh(), any(select.alias, size - 2)}};
        return sql::scalar(select, Type::int64);
      case 11: {
        std::vector<sql::JsonMember> members(3);
        for (auto& member : members) member.value = child();
        members[1].guard = child();
        select.outputs = {{sql::json_object(members), {}}};
        select.order_by = {{any(select.alias, size - 2), sql::Direction::ascending, false}};
        return sql::json_array(select);
      }
      case 12: return sql::make(ExprKind::concat, {child(), child()}, Type::text);
      default: {
        sql::Expr in;
        in.kind = ExprKind::in_select;
        in.children = {child()};
        select.outputs = {{any(select.alias, size - 1), {}}};
        in.select = std::make_shared<const sql::Select>(select);
        return std::make_shared<const sql::Expr>(in);
      }
    }
  }

  /// Only prepares it.
  bool accepted(const sql::Statement& statement) {
    const auto found =
        testing::rows(*database_, testing::statement("EXPLAIN " + statement.text, 1), 1, {std::int64_t{1}});
    if (found) return true;
    EXPECT_TRUE(found.error().message.starts_with("parser stack overflow")) << found.error().message;
    return false;
  }

  std::mt19937 random_{17};
  int aliases_ = 0;
  std::unique_ptr<SqliteDatabase> database_ = testing::temporary();
};

TEST_F(NestingTest, WhatMayBeAskedForFits) {
  EXPECT_FALSE(sql::render(rows({}, 0, 8), sql::Dialect::sqlite).too_deep);
  EXPECT_FALSE(sql::render(rows({}, 4, 2), sql::Dialect::sqlite).too_deep);
}

TEST_F(NestingTest, AStatementThatIsNotTooDeepIsAccepted) {
  int refused = 0;
  for (int includes = 0; includes <= 6; ++includes) {
    for (int depth = 0; depth <= 10; ++depth) {
      const auto statement = sql::render(rows({}, includes, depth), sql::Dialect::sqlite);
      const bool ok = accepted(statement);
      EXPECT_TRUE(ok || statement.too_deep) << includes << " includes, rules look " << depth << " rows far";
      if (!ok) ++refused;
    }
  }
  EXPECT_GT(refused, 0) << "or there is nothing to guard against";
}

TEST_F(NestingTest, NoShapeIsTakenForShallowerThanItIs) {
  int refused = 0;
  for (int i = 0; i < 3'000; ++i) {
    sql::Select select;
    select.table = "t";
    select.alias = fresh();
    select.outputs = {{sql::column(select.alias, "id", Type::int64), {}}};
    select.where = any(select.alias, 4 + static_cast<int>(random_() % 40));
    if (sql::pending_symbols(select) > 200) continue;
    const auto statement = sql::render(select, sql::Dialect::sqlite);
    const bool ok = accepted(statement);
    EXPECT_TRUE(ok || statement.too_deep) << sql::pending_symbols(select) << " symbols: " << statement.text;
    if (!ok) ++refused;
  }
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace tenon::db::sqlite
