#include "query/compile_read.hpp"
#include "query/lower_connection.hpp"
#include "query/lower_members.hpp"
#include "query/lower_selection.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"

#include <cassert>

namespace tenon::query {
namespace {

using Kind = Member::Kind;

/// How a calculated value travels: whole numbers may outgrow what a JSON number holds exactly.
sql::JsonKind calculated_kind(Kind kind, const schema::Field& field) {
  const bool decimal = field.scalar == schema::Scalar::decimal;
  if (kind == Kind::minimum || kind == Kind::maximum) return json_kind(field);
  if (kind == Kind::sum && field.scalar != schema::Scalar::floating) return sql::JsonKind::big;
  return decimal ? sql::JsonKind::big : sql::JsonKind::floating;
}

sql::Type calculated_type(Kind kind, const schema::Field& field) {
  const auto type = sql_type(field);
  if (kind == Kind::minimum || kind == Kind::maximum || type == sql::Type::decimal) return type;
  return kind == Kind::sum && type != sql::Type::floating ? sql::Type::int64 : sql::Type::floating;
}

sql::ExprPtr calculated(LowerScope& scope, Kind kind, const schema::Field* field, const std::string& alias) {
  const auto over = [&](sql::ExprKind function) {
    return sql::make(function, {visible_column(scope, *field, alias)}, calculated_type(kind, *field));
  };
  switch (kind) {
    case Kind::field: return visible_column(scope, *field, alias);
    case Kind::count: return sql::make(sql::ExprKind::count_all, {}, sql::Type::int64);
    case Kind::sum: return over(sql::ExprKind::sum);
    case Kind::minimum: return over(sql::ExprKind::minimum);
    case Kind::maximum: return over(sql::ExprKind::maximum);
    case Kind::average: return over(sql::ExprKind::average);
    case Kind::constant:
    case Kind::to_one:
    case Kind::connection:
    case Kind::edges:
    case Kind::nodes:
    case Kind::page_info:
    case Kind::total_count:
    case Kind::cursor:
    case Kind::node:
    case Kind::has_next_page:
    case Kind::has_previous_page:
    case Kind::start_cursor:
    case Kind::end_cursor:
    case Kind::group: break;
  }
  assert(false && "nothing that is calculated");
  return sql::literal(base::Null{}, sql::Type::int64);
}

std::vector<sql::JsonMember> group_members(LowerScope& scope, const std::vector<Member>& members,
                                           const std::string& alias) {
  std::vector<sql::JsonMember> lowered;
  for (const auto& member : members) {
    if (member.kind == Kind::constant) {
      lowered.push_back(constant_member(member));
      continue;
    }
    if (member.kind == Kind::group) {
      append_object(lowered, member.name, group_members(scope, member.members, alias));
      continue;
    }
    sql::JsonMember json;
    json.name = member.name;
    json.value = calculated(scope, member.kind, member.field, alias);
    if (member.kind == Kind::count)
      json.kind = sql::JsonKind::number;
    else
      json.kind = member.kind == Kind::field ? json_kind(*member.field) : calculated_kind(member.kind, *member.field);
    lowered.push_back(std::move(json));
  }
  return lowered;
}

sql::OrderKey group_order(LowerScope& scope, const GroupSort& key, const std::string& alias) {
  return {.expr = calculated(scope, key.kind, key.field, alias),
          .direction = key.descending ? sql::Direction::descending : sql::Direction::ascending,
          .nullable = key.kind != Kind::count};
}

}  // namespace

CompiledRead compile(const Aggregate& operation, const Ground& ground) {
  CompiledRead compiled;
  LowerScope scope(ground, &operation.operands);
  const auto alias = scope.fresh_alias();
  const ListSource source{.resource = *operation.resource};
  Page page;
  page.filter = operation.filter;
  page.search = operation.search;
  auto select = listed_rows(scope, source, page, alias);
  compiled.nothing = is_false(select.where) && !operation.group_by.empty();
  if (compiled.nothing) return compiled;
  compiled.members = as_columns(group_members(scope, operation.members, alias), select.outputs);
  // One group, even where nothing but constants are asked for.
  if (operation.group_by.empty())
    select.outputs.push_back({.expr = sql::make(sql::ExprKind::count_all, {}, sql::Type::int64), .alias = {}});
  for (const auto* field : operation.group_by) select.group_by.push_back(visible_column(scope, *field, alias));
  for (const auto& key : operation.sort) select.order_by.push_back(group_order(scope, key, alias));
  for (const auto* field : operation.group_by) select.order_by.push_back(group_order(scope, {.field = field}, alias));
  select.limit = scope.probe(operation.limit);
  compiled.rows = prepare(scope, select);
  return compiled;
}

}  // namespace tenon::query
