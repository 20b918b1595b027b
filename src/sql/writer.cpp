#include "sql/writer.hpp"

#include "sql/nesting.hpp"

#include <algorithm>

namespace tenon::sql {
namespace {

/// Longer chains of AND or OR are written as a tree: databases limit the depth of an expression, and a chain is one
/// level deeper with each link.
constexpr std::size_t longest_chain = 32;

}  // namespace

void Writer::name(std::string_view text) {
  text_ += '"';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void Writer::qualified(std::string_view table, std::string_view text) {
  if (!table.empty()) {
    name(table);
    text_ += '.';
  }
  name(text);
}

void Writer::list(std::span<const ExprPtr> children) {
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (i > 0) text_ += ", ";
    expression(*children[i]);
  }
}

void Writer::operand(const Expr& expr) {
  expression(expr, Binding::tightest);
  collation(expr);
}

void Writer::comparison(const Expr& expr, std::string_view op) {
  const auto& left = *expr.children[0];
  const auto& right = *expr.children[1];
  // A column brings its own along, on whichever side it stands.
  if (right.kind == ExprKind::column)
    expression(left, Binding::tightest);
  else
    operand(left);
  text_ += op;
  expression(right, Binding::tightest);
}

void Writer::rows(const Expr& expr, std::string_view op) {
  const std::span<const ExprPtr> children(expr.children);
  const auto columns = children.first(children.size() / 2);
  text_ += '(';
  list(columns);
  text_ += ')';
  text_ += op;
  text_ += '(';
  list(children.subspan(columns.size()));
  text_ += ')';
}

void Writer::in_list(const Expr& expr) {
  operand(*expr.children[0]);
  text_ += " IN (";
  list(std::span(expr.children).subspan(1));
  text_ += ')';
}

void Writer::postfix(const Expr& expr, std::string_view op) {
  expression(*expr.children[0], Binding::tightest);
  text_ += op;
}

void Writer::call(std::string_view function, const Expr& expr) {
  text_ += function;
  text_ += '(';
  list(expr.children);
  text_ += ')';
}

void Writer::subselect(std::string_view before, const Select& select) {
  text_ += before;
  text_ += '(';
  this->select(select);
  text_ += ')';
}

void Writer::join(std::span<const ExprPtr> children, Binding binding) {
  if (children.empty()) return literal(binding == Binding::logical_and, Type::boolean);
  const auto op = binding == Binding::logical_and ? " AND " : " OR ";
  if (children.size() > longest_chain) {
    const auto half = children.size() / 2;
    text_ += '(';
    join(children.first(half), binding);
    text_ += ')';
    text_ += op;
    text_ += '(';
    join(children.subspan(half), binding);
    text_ += ')';
    return;
  }
  // One that binds alike would come out right too, but deeper than it has to be.
  const auto least = children.size() == 1 ? binding : static_cast<Binding>(static_cast<int>(binding) + 1);
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (i > 0) text_ += op;
    expression(*children[i], least);
  }
}

std::vector<ExprPtr> Writer::ordered(const Expr& expr) const {
  if (parentheses_ == Parentheses::all) return expr.children;
  std::vector<ExprPtr> children;
  children.reserve(expr.children.size());
  for (const auto position : deepest_first(expr.children)) children.push_back(expr.children[position]);
  return children;
}

void Writer::note_parameter(const Expr& expr) {
  const auto index = static_cast<std::size_t>(expr.index);
  if (index >= parameter_types_.size()) parameter_types_.resize(index + 1, Type::text);
  parameter_types_[index] = expr.type;
}

void Writer::case_when(const Expr& expr) {
  text_ += "CASE";
  std::size_t i = 0;
  for (; i + 1 < expr.children.size(); i += 2) {
    text_ += " WHEN ";
    expression(*expr.children[i]);
    text_ += " THEN ";
    expression(*expr.children[i + 1]);
  }
  if (i < expr.children.size()) {
    text_ += " ELSE ";
    expression(*expr.children[i]);
  }
  text_ += " END";
}

Binding Writer::binding(const Expr& expr) const {
  switch (expr.kind) {
    case ExprKind::logical_or:
    case ExprKind::logical_and:
      if (expr.children.empty()) return Binding::tightest;
      if (expr.children.size() == 1) return binding(*expr.children.front());
      return expr.kind == ExprKind::logical_or ? Binding::logical_or : Binding::logical_and;
    case ExprKind::logical_not: return Binding::logical_not;
    case ExprKind::in_list: return expr.children.size() == 1 ? Binding::tightest : Binding::comparison;
    case ExprKind::equal:
    case ExprKind::not_equal:
    case ExprKind::less:
    case ExprKind::less_equal:
    case ExprKind::greater:
    case ExprKind::greater_equal:
    case ExprKind::is_true:
    case ExprKind::is_not_true:
    case ExprKind::is_null:
    case ExprKind::is_not_null:
    case ExprKind::in_select: return Binding::comparison;
    case ExprKind::concat: return Binding::concat;
    case ExprKind::column:
    case ExprKind::parameter:
    case ExprKind::literal:
    case ExprKind::exists:
    case ExprKind::scalar_select:
    case ExprKind::case_when:
    case ExprKind::count_all:
    case ExprKind::count: return Binding::tightest;
    case ExprKind::in_json:
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::modulo:
    case ExprKind::negate:
    case ExprKind::starts_with:
    case ExprKind::ends_with:
    case ExprKind::contains:
    case ExprKind::matches:
    case ExprKind::length:
    case ExprKind::byte_length:
    case ExprKind::json_length:
    case ExprKind::greatest:
    case ExprKind::sum:
    case ExprKind::minimum:
    case ExprKind::maximum:
    case ExprKind::average:
    case ExprKind::json_object:
    case ExprKind::json_array:
    case ExprKind::page_rows:
    case ExprKind::page_first:
    case ExprKind::page_last:
    case ExprKind::cursor_keys:
    case ExprKind::full_text_match: return special_binding(expr);
  }
  return Binding::logical_or;
}

void Writer::expression(const Expr& expr, Binding least) {
  const auto own = binding(expr);
  const bool enclosed = parentheses_ == Parentheses::all ? own != Binding::tightest : own < least;
  if (enclosed) text_ += '(';
  bare(expr);
  if (enclosed) text_ += ')';
}

void Writer::bare(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::column: return qualified(expr.table, expr.name);
    case ExprKind::parameter: note_parameter(expr); return parameter(expr);
    case ExprKind::literal: return literal(expr.value, expr.type);
    case ExprKind::equal: return comparison(expr, " = ");
    case ExprKind::not_equal: return comparison(expr, " <> ");
    case ExprKind::less: return expr.children.size() > 2 ? rows(expr, " < ") : comparison(expr, " < ");
    case ExprKind::less_equal: return comparison(expr, " <= ");
    case ExprKind::greater: return expr.children.size() > 2 ? rows(expr, " > ") : comparison(expr, " > ");
    case ExprKind::greater_equal: return comparison(expr, " >= ");
    case ExprKind::logical_and: return join(ordered(expr), Binding::logical_and);
    case ExprKind::logical_or: return join(ordered(expr), Binding::logical_or);
    case ExprKind::logical_not: text_ += "NOT "; return expression(*expr.children[0], Binding::comparison);
    case ExprKind::is_true: return postfix(expr, " IS TRUE");
    case ExprKind::is_not_true: return postfix(expr, " IS NOT TRUE");
    case ExprKind::is_null: return postfix(expr, " IS NULL");
    case ExprKind::is_not_null: return postfix(expr, " IS NOT NULL");
    case ExprKind::in_list:
      if (expr.children.size() == 1) return literal(false, Type::boolean);
      return in_list(expr);
    case ExprKind::in_select: operand(*expr.children[0]); return subselect(" IN ", *expr.select);
    case ExprKind::exists: return subselect("EXISTS ", *expr.select);
    case ExprKind::scalar_select: return subselect("", *expr.select);
    case ExprKind::case_when: return case_when(expr);
    case ExprKind::concat:
      expression(*expr.children[0], Binding::concat);
      text_ += " || ";
      return expression(*expr.children[1], Binding::tightest);
    case ExprKind::count_all: text_ += "count(*)"; return;
    case ExprKind::count: return call("count", expr);
    case ExprKind::in_json:
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::modulo:
    case ExprKind::negate:
    case ExprKind::starts_with:
    case ExprKind::ends_with:
    case ExprKind::contains:
    case ExprKind::matches:
    case ExprKind::length:
    case ExprKind::byte_length:
    case ExprKind::json_length:
    case ExprKind::greatest:
    case ExprKind::sum:
    case ExprKind::minimum:
    case ExprKind::maximum:
    case ExprKind::average:
    case ExprKind::json_object:
    case ExprKind::json_array:
    case ExprKind::page_rows:
    case ExprKind::page_first:
    case ExprKind::page_last:
    case ExprKind::cursor_keys:
    case ExprKind::full_text_match: return special(expr);
  }
}

}  // namespace tenon::sql
