#include "sql/writer.hpp"

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
  expression(expr);
  collation(expr);
}

void Writer::infix(const Expr& expr, std::string_view op) {
  text_ += '(';
  expression(*expr.children[0]);
  text_ += op;
  expression(*expr.children[1]);
  text_ += ')';
}

void Writer::comparison(const Expr& expr, std::string_view op) {
  const auto& left = *expr.children[0];
  const auto& right = *expr.children[1];
  text_ += '(';
  // A column brings its own along, on whichever side it stands.
  if (right.kind == ExprKind::column)
    expression(left);
  else
    operand(left);
  text_ += op;
  expression(right);
  text_ += ')';
}

void Writer::postfix(const Expr& expr, std::string_view op) {
  text_ += '(';
  expression(*expr.children[0]);
  text_ += op;
  text_ += ')';
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

void Writer::join(std::span<const ExprPtr> children, std::string_view op, bool none) {
  if (children.empty()) return literal(none);
  if (children.size() == 1) return expression(*children.front());
  text_ += '(';
  if (children.size() > longest_chain) {
    const auto half = children.size() / 2;
    join(children.first(half), op, none);
    text_ += op;
    join(children.subspan(half), op, none);
  } else {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) text_ += op;
      expression(*children[i]);
    }
  }
  text_ += ')';
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

void Writer::expression(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::column: return qualified(expr.table, expr.name);
    case ExprKind::parameter: parameters_ = std::max(parameters_, expr.index + 1); return parameter(expr);
    case ExprKind::literal: return literal(expr.value);
    case ExprKind::equal: return comparison(expr, " = ");
    case ExprKind::not_equal: return comparison(expr, " <> ");
    case ExprKind::less: return comparison(expr, " < ");
    case ExprKind::less_equal: return comparison(expr, " <= ");
    case ExprKind::greater: return comparison(expr, " > ");
    case ExprKind::greater_equal: return comparison(expr, " >= ");
    case ExprKind::logical_and: return join(expr.children, " AND ", true);
    case ExprKind::logical_or: return join(expr.children, " OR ", false);
    case ExprKind::logical_not:
      text_ += "(NOT ";
      expression(*expr.children[0]);
      text_ += ')';
      return;
    case ExprKind::is_true: return postfix(expr, " IS TRUE");
    case ExprKind::is_not_true: return postfix(expr, " IS NOT TRUE");
    case ExprKind::is_null: return postfix(expr, " IS NULL");
    case ExprKind::is_not_null: return postfix(expr, " IS NOT NULL");
    case ExprKind::in_list:
      if (expr.children.size() == 1) return literal(false);
      text_ += '(';
      operand(*expr.children[0]);
      text_ += " IN (";
      list(std::span(expr.children).subspan(1));
      text_ += "))";
      return;
    case ExprKind::in_select:
      text_ += '(';
      operand(*expr.children[0]);
      subselect(" IN ", *expr.select);
      text_ += ')';
      return;
    case ExprKind::exists: return subselect("EXISTS ", *expr.select);
    case ExprKind::scalar_select: return subselect("", *expr.select);
    case ExprKind::case_when: return case_when(expr);
    case ExprKind::concat: return infix(expr, " || ");
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
    case ExprKind::full_text_match: return special(expr);
  }
}

}  // namespace tenon::sql
