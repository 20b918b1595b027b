#include "sql/postgres_arithmetic.hpp"
#include "sql/postgres_writer.hpp"

#include <cctype>

namespace tenon::sql {
namespace {

/// Below it no number of rows overflows a sum.
constexpr std::string_view small = "abs(x) < 1e290";
constexpr std::string_view large = "abs(x) >= 1e290";

/// A template with the argument in place of each word "x".
std::string fill(std::string_view pattern, const std::string& argument) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool word_before = i > 0 && (std::isalnum(static_cast<unsigned char>(pattern[i - 1])) != 0);
    const bool word_behind = i + 1 < pattern.size() && (std::isalnum(static_cast<unsigned char>(pattern[i + 1])) != 0);
    if (pattern[i] == 'x' && !word_before && !word_behind)
      text += argument;
    else
      text += pattern[i];
  }
  return text;
}

/// Exact, and rounded half away from zero at the 18th digit.
constexpr std::string_view decimal_average =
    "sign(sum(x)) * div(abs(sum(x)) * 2000000000000000000 + count(x), 2 * count(x)) * 0.000000000000000001";

}  // namespace

void PostgresWriter::aggregate(std::string_view function, const Expr& expr) {
  text_ += function;
  text_ += '(';
  operand(*expr.children[0]);
  text_ += ')';
}

void PostgresWriter::sum(const Expr& expr) {
  const auto type = expr.children[0]->type;
  if (type == Type::floating) return floating_sum(expr);
  if (type == Type::decimal) return aggregate("sum", expr);
  text_ += "CASE WHEN ";
  aggregate("sum", expr);
  text_ += " BETWEEN -9223372036854775808 AND 9223372036854775807 THEN ";
  aggregate("sum", expr);
  text_ += "::bigint END";
}

/// PostgreSQL's own fails where the total, even on the way, is infinite: large numbers are added up scaled.
void PostgresWriter::floating_sum(const Expr& expr) {
  const auto begin = text_.size();
  expression(*expr.children[0], Binding::tightest);
  const auto argument = text_.substr(begin);
  text_.resize(begin);
  const auto add = [&](std::string_view pattern) { text_ += fill(pattern, argument); };
  const std::string low = "sum(x) FILTER (WHERE " + std::string(small) + ")";
  const std::string high = "sum(x * 2::double precision ^ -200) FILTER (WHERE " + std::string(large) + ")";
  const std::string both =
      "(" + high + " + CASE WHEN abs(" + low + ") >= 1 THEN " + low + " * 2::double precision ^ -200 ELSE 0 END)";
  add("CASE WHEN count(x) FILTER (WHERE " + std::string(large) + ") = 0 THEN " + low + " WHEN abs(" + both +
      ") < 2::double precision ^ 824 THEN " + both + " * 2::double precision ^ 200 END");
}

void PostgresWriter::average(const Expr& expr) {
  const auto& child = *expr.children[0];
  const auto begin = text_.size();
  expression(child, Binding::tightest);
  const auto argument = text_.substr(begin);
  text_.resize(begin);
  if (child.type == Type::decimal) {
    text_ += fill(decimal_average, argument);
    return;
  }
  if (child.type != Type::floating) {
    text_ += fill("sum(x)::double precision / count(x)", argument);
    return;
  }
  // The aggregates in there are those of the query around: their columns are.
  text_ += "(SELECT ";
  text_ += postgres_floats(ExprKind::divide);
  text_ += " FROM (SELECT ";
  floating_sum(expr);
  text_ += fill(R"( AS "a", count(x)::double precision AS "b" OFFSET 0) AS "o"))", argument);
}

/// PostgreSQL has no order of uuid, boolean and bytea as aggregates.
void PostgresWriter::extreme(const Expr& expr, std::string_view function) {
  const auto& child = *expr.children[0];
  if (child.type == Type::boolean) return aggregate(function == "min" ? "bool_and" : "bool_or", expr);
  if (child.type != Type::uuid && child.type != Type::bytes) return aggregate(function, expr);
  const bool uuid = child.type == Type::uuid;
  if (!uuid) text_ += "decode(";
  text_ += function;
  text_ += uuid ? "(" : "(encode(";
  expression(child, Binding::tightest);
  text_ += uuid ? "::text COLLATE \"C\")::uuid" : ", 'hex') COLLATE \"C\"), 'hex')";
}

}  // namespace tenon::sql
