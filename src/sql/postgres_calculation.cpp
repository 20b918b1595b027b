#include "sql/postgres_arithmetic.hpp"
#include "sql/postgres_writer.hpp"

#include <cmath>
#include <limits>

// Numbers and points in time: the same results as db/sqlite/functions_arithmetic.cpp and access/arithmetic.cpp.
namespace tenon::sql {
namespace {

bool is_number(const Expr& expr) {
  return expr.type == Type::int32 || expr.type == Type::int64;
}

bool is_simple(const Expr& expr) {
  return expr.kind == ExprKind::column || expr.kind == ExprKind::parameter || expr.kind == ExprKind::literal;
}

/// A point in time that was calculated is a number of microseconds: it may lie where PostgreSQL has no timestamps.
bool is_calculated_instant(const Expr& expr) {
  if (expr.type != Type::timestamp) return false;
  if (expr.kind == ExprKind::add || expr.kind == ExprKind::subtract) return true;
  if (expr.kind != ExprKind::case_when) return false;
  for (std::size_t i = 0; i < expr.children.size(); ++i) {
    const bool is_value = i % 2 == 1 || i + 1 == expr.children.size();
    if (is_value && is_calculated_instant(*expr.children[i])) return true;
  }
  return false;
}

/// The number as the other type, where nothing is lost.
const base::Value* same_number(const Expr& expr, base::Value& converted) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (expr.kind != ExprKind::literal) return nullptr;
  if (const auto* whole = std::get_if<std::int64_t>(&expr.value)) {
    if (*whole < -exact || *whole > exact) return nullptr;
    converted = static_cast<double>(*whole);
    return &converted;
  }
  const auto* real = std::get_if<double>(&expr.value);
  if (!real || std::trunc(*real) != *real || std::abs(*real) > static_cast<double>(exact)) return nullptr;
  converted = static_cast<std::int64_t>(*real);
  return &converted;
}

std::string_view mirrored(std::string_view op) {
  if (op == " < ") return " > ";
  if (op == " <= ") return " >= ";
  if (op == " > ") return " < ";
  if (op == " >= ") return " <= ";
  return op;
}

/// A whole number "a" and a real "b", without bringing either to the other's type where it does not fit.
std::string mixed_test(std::string_view op, const std::string& a, const std::string& b) {
  const auto start = "CASE WHEN " + a + " IS NULL OR " + b + " IS NULL THEN NULL WHEN ";
  const auto above = b + " >= 9223372036854775808";
  const auto below = b + " < -9223372036854775808";
  if (op == " = " || op == " <> ") {
    const std::string otherwise = op == " = " ? "FALSE" : "TRUE";
    return start + above + " OR " + below + " OR " + b + " <> floor(" + b + ") THEN " + otherwise + " ELSE " + a +
           std::string(op) + b + "::bigint END";
  }
  const bool less = op == " < " || op == " <= ";
  const std::string rounded = (op == " < " || op == " >= " ? "ceil(" : "floor(") + b + ")::bigint";
  return start + above + " THEN " + (less ? "TRUE" : "FALSE") + " WHEN " + below + " THEN " +
         (less ? "FALSE" : "TRUE") + " ELSE " + a + std::string(op) + rounded + " END";
}

}  // namespace

void PostgresWriter::operand_as(const Expr& expr, std::string_view type) {
  if (expr.type == Type::timestamp && type == "bigint") return micros(expr);
  expression(expr, Binding::tightest);
  text_ += "::";
  text_ += type;
}

/// `asked` of the operands by the names "a" and "b".
void PostgresWriter::named(const Expr& expr, std::string_view type, std::string_view asked) {
  text_ += "(SELECT ";
  text_ += asked;
  text_ += " FROM (SELECT ";
  operand_as(*expr.children[0], type);
  text_ += " AS \"a\"";
  if (expr.children.size() > 1) {
    text_ += ", ";
    operand_as(*expr.children[1], type);
    text_ += " AS \"b\"";
  }
  text_ += " OFFSET 0) AS \"o\")";
}

void PostgresWriter::calculation(const Expr& expr) {
  bool floating = false;
  bool other = false;
  for (const auto& child : expr.children) {
    floating = floating || child->type == Type::floating;
    other = other || !(is_number(*child) || child->type == Type::floating || child->type == Type::timestamp);
  }
  if (other) return literal(base::Null{}, expr.type);
  if (floating) return named(expr, "double precision", postgres_floats(expr.kind));
  named(expr, "bigint", postgres_integers(expr.kind));
}

/// A point in time as a number of microseconds.
void PostgresWriter::micros(const Expr& expr) {
  if (const auto* number = std::get_if<std::int64_t>(&expr.value); number && expr.kind == ExprKind::literal)
    return literal(*number, Type::int64);
  if (expr.kind == ExprKind::literal) return literal(base::Null{}, Type::int64);
  if (is_calculated_instant(expr)) return expression(expr, Binding::tightest);
  // What lies before all timestamps is sent as the infinite past.
  const bool may_be_infinite = expr.kind == ExprKind::parameter;
  if (may_be_infinite) {
    text_ += "CASE WHEN isfinite(";
    expression(expr);
    text_ += ") THEN ";
  }
  // The fraction apart: beyond the year 294246 the number of seconds loses digits.
  text_ += "(extract(epoch FROM date_trunc('second', ";
  expression(expr);
  text_ += ")) * 1000000 + extract(microseconds FROM ";
  expression(expr, Binding::tightest);
  text_ += ") % 1000000)::bigint";
  if (may_be_infinite) text_ += " END";
}

void PostgresWriter::comparison(const Expr& expr, std::string_view op) {
  const auto& left = *expr.children[0];
  const auto& right = *expr.children[1];
  if (is_calculated_instant(left) || is_calculated_instant(right)) {
    micros(left);
    text_ += op;
    return micros(right);
  }
  if (is_number(left) && right.type == Type::floating) return compare_mixed(expr, op);
  if (left.type == Type::floating && is_number(right)) return compare_mixed(expr, op);
  Writer::comparison(expr, op);
}

void PostgresWriter::compare_mixed(const Expr& expr, std::string_view op) {
  const bool mirror = expr.children[0]->type == Type::floating;
  const auto& whole = *expr.children[mirror ? 1 : 0];
  const auto& real = *expr.children[mirror ? 0 : 1];
  base::Value converted;
  if (same_number(whole, converted) || same_number(real, converted)) {
    const bool of_whole = same_number(whole, converted) != nullptr;
    if (!of_whole) same_number(real, converted);
    expression(of_whole ? real : whole, Binding::tightest);
    text_ += (of_whole == mirror) ? op : mirrored(op);
    return literal(converted, of_whole ? Type::floating : Type::int64);
  }
  const auto test = mirror ? mirrored(op) : op;
  if (!is_simple(whole) || !is_simple(real)) {
    text_ += "(SELECT " + mixed_test(test, "\"a\"", "\"b\"") + " FROM (SELECT ";
    expression(whole);
    text_ += " AS \"a\", ";
    expression(real);
    text_ += " AS \"b\" OFFSET 0) AS \"o\")";
    return;
  }
  const auto begin = text_.size();
  expression(whole);
  const auto a = text_.substr(begin);
  text_.resize(begin);
  expression(real);
  const auto b = text_.substr(begin);
  text_.resize(begin);
  text_ += mixed_test(test, a, b);
}

void PostgresWriter::in_list(const Expr& expr) {
  bool mixed = false;
  for (const auto& child : expr.children)
    mixed = mixed || is_calculated_instant(*child) || (is_number(*expr.children[0]) && child->type == Type::floating) ||
            (expr.children[0]->type == Type::floating && is_number(*child));
  if (!mixed) return Writer::in_list(expr);
  text_ += '(';
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    if (i > 1) text_ += " OR ";
    Expr equal;
    equal.kind = ExprKind::equal;
    equal.type = Type::boolean;
    equal.children = {expr.children[0], expr.children[i]};
    expression(equal, Binding::comparison);
  }
  text_ += ')';
}

void PostgresWriter::case_when(const Expr& expr) {
  if (!is_calculated_instant(expr)) return Writer::case_when(expr);
  text_ += "CASE";
  std::size_t i = 0;
  for (; i + 1 < expr.children.size(); i += 2) {
    text_ += " WHEN ";
    expression(*expr.children[i]);
    text_ += " THEN ";
    micros(*expr.children[i + 1]);
  }
  if (i < expr.children.size()) {
    text_ += " ELSE ";
    micros(*expr.children[i]);
  }
  text_ += " END";
}

/// PostgreSQL's own passes over nulls.
void PostgresWriter::greatest(const Expr& expr) {
  Expr test;
  test.kind = ExprKind::greater_equal;
  test.type = Type::boolean;
  test.children = expr.children;
  text_ += "CASE WHEN ";
  expression(test);
  text_ += " THEN ";
  expression(*expr.children[0]);
  test.kind = ExprKind::less;
  text_ += " WHEN ";
  expression(test);
  text_ += " THEN ";
  expression(*expr.children[1]);
  text_ += " END";
}

}  // namespace tenon::sql
