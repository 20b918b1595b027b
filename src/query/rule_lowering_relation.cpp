#include "access/lists.hpp"
#include "query/rule_lowering.hpp"
#include "query/sql_type.hpp"

#include <utility>

namespace tenon::query {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using sql::ExprKind;
using sql::ExprPtr;

}  // namespace

ExprPtr RuleLowering::in_list(const ExpressionPtr& needle, const Expression& list, Polarity polarity) {
  const bool holds = polarity == Polarity::holds;
  if (needle->kind == ExpressionKind::literal && base::is_null(needle->value)) return sql::boolean(false);
  if (list.kind == ExpressionKind::conditional) {
    auto first = sql::all_of({judge(list.children[0], Polarity::holds), in_list(needle, *list.children[1], polarity)});
    auto second = sql::all_of({judge(list.children[0], Polarity::fails), in_list(needle, *list.children[2], polarity)});
    return sql::any_of({std::move(first), std::move(second)});
  }
  if (!is_list_literal(list)) return in_column(*needle, value(needle), list, polarity);
  if (list.children.empty()) return holds ? sql::boolean(false) : sql::make(ExprKind::is_not_null, {value(needle)});
  std::vector<ExprPtr> children{value(needle)};
  for (const auto& child : list.children) children.push_back(value(child));
  auto found = sql::make(ExprKind::in_list, std::move(children));
  return holds ? found : sql::make(ExprKind::logical_not, {std::move(found)});
}

ExprPtr RuleLowering::in_column(const Expression& needle, ExprPtr subject, const Expression& list, Polarity polarity) {
  const bool is_column = list.kind == ExpressionKind::column;
  if (is_column && !access::has_comparable_elements(list.element)) return sql::boolean(false);
  ExprPtr haystack = is_column ? stored(list.variable, *list.field) : value(std::make_shared<const Expression>(list));
  auto element = subject;
  // BigInt is a string in the JSON text of a list, as on the wire.
  if (is_column && needle.type == schema::Type::integer && list.field->scalar == schema::Scalar::big_int)
    element = sql::make(ExprKind::concat, {subject, sql::literal(std::string(), sql::Type::text)}, sql::Type::text);
  auto found = sql::make(ExprKind::in_json, {std::move(element), haystack});
  if (polarity == Polarity::holds) return found;
  // An empty list makes IN false even for NULL, and so does a list that is NULL.
  std::vector<ExprPtr> known{sql::make(ExprKind::is_not_null, {std::move(haystack)}),
                             sql::make(ExprKind::logical_not, {std::move(found)})};
  if (needle.kind != ExpressionKind::literal)
    known.insert(known.begin(), sql::make(ExprKind::is_not_null, {std::move(subject)}));
  return sql::all_of(std::move(known));
}

ExprPtr RuleLowering::related(const Expression& expression, Polarity polarity) {
  const auto& target = *expression.field->target;
  sql::Select select;
  select.table = target.table;
  select.alias = context_.fresh_alias();
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  auto key = stored(expression.variable, *expression.field);
  context_.aliases[expression.bound] = select.alias;
  auto body = judge(expression.children[0], polarity);
  if (is_constant(body, false)) return body;
  select.where = sql::all_of({sql::make(ExprKind::equal, {column_of(select.alias, *target.id), std::move(key)}), body});
  return sql::exists(std::move(select));
}

ExprPtr RuleLowering::rows(const Expression& expression, Polarity polarity) {
  const auto& field = *expression.field;
  const auto& target = *field.target;
  auto key = stored(expression.variable, *field.owner_type->id);
  sql::Select select;
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  ExprPtr connected;
  const auto alias = context_.fresh_alias();
  context_.aliases[expression.bound] = alias;
  if (field.kind == schema::FieldKind::many_to_many) {
    select.table = field.join.table;
    select.alias = context_.fresh_alias();
    connected =
        sql::make(ExprKind::equal,
                  {sql::column(select.alias, field.join.this_column, sql_type(*field.owner_type->id)), std::move(key)});
    const auto other = sql::column(select.alias, field.join.other_column, sql_type(*target.id));
    select.joins.push_back({.table = target.table,
                            .alias = alias,
                            .on = sql::make(ExprKind::equal, {column_of(alias, *target.id), other})});
  } else {
    select.table = target.table;
    select.alias = alias;
    connected = sql::make(ExprKind::equal, {column_of(alias, *field.inverse), std::move(key)});
  }
  // Some row decides: for `exists` one that makes the body true, for `all` one that makes it false.
  const auto deciding = expression.kind == ExpressionKind::exists ? Polarity::holds : Polarity::fails;
  if (polarity == deciding) {
    auto body = judge(expression.children[0], deciding);
    if (is_constant(body, false)) return body;
    select.where = sql::all_of({std::move(connected), std::move(body)});
    return sql::exists(std::move(select));
  }
  auto body = judge(expression.children[0], opposite(deciding));
  if (is_constant(body, true)) return body;
  if (!is_constant(body, false))
    connected = sql::all_of({std::move(connected), sql::make(ExprKind::is_not_true, {body})});
  select.where = std::move(connected);
  return sql::make(ExprKind::logical_not, {sql::exists(std::move(select))});
}

}  // namespace tenon::query
