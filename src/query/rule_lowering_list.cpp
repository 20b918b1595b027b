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

}  // namespace tenon::query
