#include "access/evaluate.hpp"
#include "query/rule_lowering.hpp"
#include "query/sql_type.hpp"

#include <algorithm>
#include <utility>

namespace tenon::query {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using sql::ExprKind;
using sql::ExprPtr;

ExprPtr same(ExprPtr left, ExprPtr right) {
  return sql::make(ExprKind::equal, {std::move(left), std::move(right)});
}

}  // namespace

/// SELECT 1 FROM what a relation leads to; more tables and conditions come with the rule about those rows.
struct RuleLowering::Found {
  /// A table joined for a to-one relation: the same relation of the same row leads to the same row.
  struct Joined {
    std::string from;
    const schema::Field* field;
    std::string alias;
  };

  sql::Select select;
  std::vector<ExprPtr> conditions;
  std::vector<Joined> joined;

  Found() { select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}}); }

  ExprPtr exists() {
    select.where = sql::all_of(std::move(conditions));
    if (is_constant(select.where, false)) return sql::boolean(false);
    return sql::exists(std::move(select));
  }
};

void RuleLowering::require(const ExpressionPtr& body, Polarity polarity, Found& found) {
  const auto& expression = *body;
  if (!access::reads_rows(expression)) return found.conditions.push_back(judge(body, polarity));
  const bool holds = polarity == Polarity::holds;
  if (expression.kind == ExpressionKind::logical_not) return require(expression.children[0], opposite(polarity), found);
  if (expression.kind == (holds ? ExpressionKind::logical_and : ExpressionKind::logical_or)) {
    for (const auto& child : expression.children) require(child, polarity, found);
    return;
  }
  if (expression.kind == ExpressionKind::holds && holds) return require(expression.children[0], polarity, found);
  const auto from = context_.aliases.find(expression.variable);
  if (expression.kind != ExpressionKind::related || from == context_.aliases.end())
    return found.conditions.push_back(judge(body, polarity));

  const auto known = std::ranges::find_if(found.joined, [&](const Found::Joined& joined) {
    return joined.from == from->second && joined.field == expression.field;
  });
  auto alias = known != found.joined.end() ? known->alias : context_.fresh_alias();
  if (known == found.joined.end()) {
    const auto& target = *expression.field->target;
    auto key = column_of(from->second, *expression.field);
    found.joined.push_back({.from = from->second, .field = expression.field, .alias = alias});
    found.select.joins.push_back(
        {.table = target.table, .alias = alias, .on = same(column_of(alias, *target.id), std::move(key))});
  }
  context_.aliases[expression.bound] = std::move(alias);
  require(expression.children[0], polarity, found);
}

ExprPtr RuleLowering::related(const Expression& expression, Polarity polarity) {
  const auto& target = *expression.field->target;
  Found found;
  found.select.table = target.table;
  found.select.alias = context_.fresh_alias();
  found.conditions = {same(column_of(found.select.alias, *target.id), stored(expression.variable, *expression.field))};
  context_.aliases[expression.bound] = found.select.alias;
  require(expression.children[0], polarity, found);
  return found.exists();
}

RuleLowering::Found RuleLowering::rows_of(const Expression& expression) {
  const auto& field = *expression.field;
  const auto& target = *field.target;
  auto key = stored(expression.variable, *field.owner_type->id);
  Found found;
  const auto alias = context_.fresh_alias();
  context_.aliases[expression.bound] = alias;
  if (field.kind != schema::FieldKind::many_to_many) {
    found.select.table = target.table;
    found.select.alias = alias;
    found.conditions = {same(column_of(alias, *field.inverse), std::move(key))};
    return found;
  }
  const auto link = context_.fresh_alias();
  found.select.table = field.join.table;
  found.select.alias = link;
  found.select.joins.push_back(
      {.table = target.table,
       .alias = alias,
       .on = same(column_of(alias, *target.id), sql::column(link, field.join.other_column, sql_type(*target.id)))});
  found.conditions = {same(sql::column(link, field.join.this_column, sql_type(*field.owner_type->id)), std::move(key))};
  return found;
}

ExprPtr RuleLowering::rows(const Expression& expression, Polarity polarity) {
  auto found = rows_of(expression);
  // Some row decides: for `exists` one that makes the body true, for `all` one that makes it false.
  const auto deciding = expression.kind == ExpressionKind::exists ? Polarity::holds : Polarity::fails;
  if (polarity == deciding) {
    require(expression.children[0], deciding, found);
    return found.exists();
  }
  auto body = judge(expression.children[0], opposite(deciding));
  if (is_constant(body, true)) return body;
  found.conditions.push_back(two_valued(std::move(body), Polarity::fails));
  return sql::make(ExprKind::logical_not, {found.exists()});
}

}  // namespace tenon::query
