#include "sql/nesting.hpp"

#include "sql/union_all.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace tenon::sql {
namespace {

/// Below this the order that was given is kept.
constexpr int deep = 20;

// Symbols of SQLite's grammar (parse.y) that stand before the place in question.
constexpr int before_output = 4;          // SELECT distinct sclp scanpt
constexpr int before_union_part = 2;      // selectnowith UNION_ALL
constexpr int before_derived = 6;         // SELECT distinct selcollist FROM stl_prefix (
constexpr int before_on = 9;              // SELECT distinct selcollist FROM stl_prefix nm dbnm as ON
constexpr int before_where = 5;           // SELECT distinct selcollist from WHERE
constexpr int before_order = 11;          // SELECT distinct selcollist from where groupby having ORDER BY sortlist ,
constexpr int before_limit = 10;          // SELECT distinct selcollist from where groupby having orderby LIMIT
constexpr int before_first_argument = 3;  // id ( distinct
constexpr int before_argument = 5;        // id ( distinct nexprlist ,
constexpr int before_case_value = 6;      // CASE operand exprlist WHEN expr THEN
constexpr int before_right_side = 2;      // expr op
constexpr int before_in = 3;              // expr IN (
constexpr int before_value = 10;          // with INSERT INTO name (columns) VALUES ( nexprlist ,
constexpr int before_assignment = 10;     // with UPDATE orconf name indexed SET setlist , nm =

/// The parenthesis that the writer puts before an operand of AND, OR and NOT; other operators have it where in doubt.
int parenthesis(const Expr& operand, ExprKind op) {
  const bool logical = operand.kind == ExprKind::logical_and || operand.kind == ExprKind::logical_or;
  if (operand.kind == ExprKind::starts_with) return 1;
  if (op == ExprKind::logical_or) return operand.kind == ExprKind::logical_or ? 1 : 0;
  if (op == ExprKind::logical_and) return logical ? 1 : 0;
  return logical || operand.kind == ExprKind::logical_not ? 1 : 0;
}

int most_of(std::span<const ExprPtr> children, int before_first, int before_others) {
  int most = 1;
  for (std::size_t i = 0; i < children.size(); ++i)
    most = std::max(most, (i == 0 ? before_first : before_others) + pending_symbols(*children[i]));
  return most;
}

/// Operands of AND and OR, or arguments that may stand in any order.
int most_in_best_order(std::vector<int> needs, int before_first, int before_others) {
  if (!needs.empty() && *std::ranges::max_element(needs) >= deep) std::ranges::sort(needs, std::greater{});
  int most = 1;
  for (std::size_t i = 0; i < needs.size(); ++i)
    most = std::max(most, (i == 0 ? before_first : before_others) + needs[i]);
  return most;
}

int of_object(const Expr& expr) {
  std::vector<int> needs;
  for (const auto& member : expr.members) {
    if (member.value) needs.push_back(pending_symbols(*member.value));
    if (member.guard) needs.push_back(pending_symbols(*member.guard));
  }
  return most_in_best_order(std::move(needs), before_first_argument, before_argument);
}

int of_outputs(const std::vector<Output>& outputs, int before) {
  int most = 1;
  for (const auto& output : outputs) most = std::max(most, before + pending_symbols(*output.expr));
  return most;
}

int of_condition(const ExprPtr& where) {
  return where ? before_where + pending_symbols(*where) : 1;
}

}  // namespace

int pending_symbols(const Select& select) {
  int most = std::max(of_outputs(select.outputs, before_output), of_condition(select.where));
  const auto look = [&most](int before, const ExprPtr& expr) {
    if (expr) most = std::max(most, before + pending_symbols(*expr));
  };
  if (select.from) most = std::max(most, before_derived + pending_symbols(*select.from));
  for (const auto& join : select.joins) look(before_on, join.on);
  for (const auto& key : select.group_by) look(before_order, key);
  for (const auto& key : select.order_by) look(before_order, key.expr);
  look(before_limit, select.limit);
  look(before_limit, select.offset);
  return most;
}

int pending_symbols(const UnionAll& rows) {
  int most = 1;
  for (const auto& part : rows.parts) most = std::max(most, before_union_part + pending_symbols(part));
  return rows.parts.size() > most_union_parts ? before_union_part + before_derived + most : most;
}

int pending_symbols(const Insert& insert) {
  int most = std::max(of_outputs(insert.returning, before_value), before_value + of_condition(insert.where));
  for (const auto& assignment : insert.values) most = std::max(most, before_value + pending_symbols(*assignment.value));
  return most;
}

int pending_symbols(const Update& update) {
  int most = std::max(of_outputs(update.returning, before_assignment), before_assignment + of_condition(update.where));
  for (const auto& assignment : update.assignments)
    most = std::max(most, before_assignment + pending_symbols(*assignment.value));
  return most;
}

int pending_symbols(const Delete& remove) {
  return std::max(of_outputs(remove.returning, before_assignment), before_assignment + of_condition(remove.where));
}

int pending_symbols(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::column: return 3;
    case ExprKind::parameter:
    case ExprKind::literal: return 2;
    case ExprKind::count_all: return 4;
    case ExprKind::logical_and:
    case ExprKind::logical_or: {
      std::vector<int> needs;
      for (const auto& child : expr.children) needs.push_back(parenthesis(*child, expr.kind) + pending_symbols(*child));
      return most_in_best_order(std::move(needs), 0, before_right_side);
    }
    case ExprKind::logical_not:
      return 1 + parenthesis(*expr.children[0], expr.kind) + pending_symbols(*expr.children[0]);
    case ExprKind::exists: return 2 + pending_symbols(*expr.select);
    case ExprKind::scalar_select: return 1 + pending_symbols(*expr.select);
    case ExprKind::json_array: return 1 + before_derived + pending_symbols(*expr.select);
    case ExprKind::in_select: return std::max(most_of(expr.children, 1, 1), before_in + pending_symbols(*expr.select));
    case ExprKind::in_list: return most_of(expr.children, 1, before_in + before_right_side);
    // expr IN ( SELECT distinct selcollist FROM stl_prefix nm ( exprlist
    case ExprKind::in_json: return most_of(expr.children, 1, before_in + before_derived + 2);
    // alias.rowid IN ( SELECT distinct selcollist from WHERE expr MATCH id ( distinct
    case ExprKind::full_text_match: return most_of(expr.children, before_in + before_where + 6, 1);
    case ExprKind::case_when: return most_of(expr.children, before_case_value, before_case_value);
    case ExprKind::json_object: return of_object(expr);
    case ExprKind::equal:
    case ExprKind::not_equal:
    case ExprKind::less:
    case ExprKind::less_equal:
    case ExprKind::greater:
    case ExprKind::greater_equal:
    case ExprKind::concat:
    case ExprKind::is_true:
    case ExprKind::is_not_true:
    case ExprKind::is_null:
    case ExprKind::is_not_null:
      // Of rows: expr < ( nexprlist ,
      return most_of(expr.children, 1, expr.children.size() > 2 ? before_right_side + 4 : 1 + before_right_side);
    // expr >= expr AND expr < id ( distinct
    case ExprKind::starts_with: return most_of(expr.children, 3, 8);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::modulo:
    case ExprKind::negate:
    case ExprKind::ends_with:
    case ExprKind::contains:
    case ExprKind::matches:
    case ExprKind::length:
    case ExprKind::byte_length:
    case ExprKind::json_length:
    case ExprKind::greatest:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::minimum:
    case ExprKind::maximum:
    case ExprKind::average:
    case ExprKind::page_rows:
    case ExprKind::page_first:
    case ExprKind::page_last:
    case ExprKind::cursor_keys: return most_of(expr.children, before_first_argument, before_argument);
  }
  return 1;
}

std::vector<std::size_t> deepest_first(std::span<const ExprPtr> expressions) {
  std::vector<std::size_t> order(expressions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<int> needs;
  for (const auto& expression : expressions) needs.push_back(pending_symbols(*expression));
  std::ranges::stable_sort(
      order, [&](std::size_t left, std::size_t right) { return needs[left] > needs[right] && needs[left] >= deep; });
  return order;
}

}  // namespace tenon::sql
