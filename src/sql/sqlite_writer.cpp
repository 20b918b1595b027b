#include "sql/sqlite_writer.hpp"

#include "base/base64.hpp"
#include "sql/row_specification.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace tenon::sql {
namespace {

/// Arguments of one call before its specification. SQLite (3.40) looks for constants among the first 32 alone when it
/// chooses registers, and computes them once: one further behind would be overwritten by the next call.
constexpr std::size_t arguments_per_call = 31;

/// How many of the members fit into one call: at least one, and a guarded member has two arguments.
std::size_t fitting(std::span<const JsonMember> members) {
  std::size_t arguments = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    arguments += (members[i].value ? 1 : 0) + (members[i].guard ? 1 : 0);
    if (arguments > arguments_per_call) return i;
  }
  return members.size();
}

}  // namespace

void SqliteWriter::parameter(const Expr& expr) {
  text_ += '?';
  text_ += std::to_string(expr.index + 1);
}

void SqliteWriter::literal(const base::Value& value, Type) {
  struct Printer {
    std::string& out;
    void operator()(base::Null) const { out += "NULL"; }
    void operator()(bool flag) const { out += flag ? '1' : '0'; }
    void operator()(std::int64_t number) const { out += std::to_string(number); }
    void operator()(double number) const {
      if (!std::isfinite(number)) {
        out += "NULL";
        return;
      }
      const auto digits = fmt::format("{}", number);
      out += digits;
      if (digits.find_first_of(".e") == std::string::npos) out += ".0";
    }
    void operator()(const std::string& text) const {
      // A zero byte would end the statement.
      if (text.find('\0') != std::string::npos) {
        out += "CAST(x'" + base::hex_encode(text) + "' AS TEXT)";
        return;
      }
      out += '\'';
      for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
      }
      out += '\'';
    }
    void operator()(const base::Bytes& bytes) const { out += "x'" + base::hex_encode(bytes.data) + "'"; }
  };
  std::visit(Printer{text_}, value);
}

void SqliteWriter::limit(const Select& select) {
  if (!select.limit && !select.offset) return;
  text_ += " LIMIT ";
  if (select.limit)
    expression(*select.limit);
  else
    text_ += "-1";
  if (!select.offset) return;
  text_ += " OFFSET ";
  expression(*select.offset);
}

void SqliteWriter::collation(const Expr& expr) {
  if (expr.type == Type::decimal && expr.kind != ExprKind::column) text_ += " COLLATE \"decimal\"";
}

void SqliteWriter::nulls(const OrderKey& key) {
  if (!key.nullable) return;
  // SQLite has them the other way round by itself.
  text_ += key.direction == Direction::descending ? " NULLS FIRST" : " NULLS LAST";
}

/// As a range, so that an index can be used. tenon_after_prefix gives the smallest text above all that begin so.
void SqliteWriter::starts_with(const Expr& expr) {
  const auto& subject = *expr.children[0];
  const auto& prefix = *expr.children[1];
  expression(subject, Binding::tightest);
  text_ += " >= ";
  expression(prefix, Binding::tightest);
  text_ += " AND ";
  expression(subject, Binding::tightest);
  text_ += " < tenon_after_prefix(";
  expression(prefix);
  text_ += ')';
}

/// Not EXISTS: an element that is null must leave NULL, and the subject must not meet json_each's own column names.
void SqliteWriter::in_json(const Expr& expr) {
  operand(*expr.children[0]);
  text_ += " IN (SELECT value FROM json_each(";
  expression(*expr.children[1]);
  text_ += "))";
}

void SqliteWriter::members(std::string_view function, std::span<const JsonMember> members) {
  const auto object = specify(members);
  text_ += function;
  text_ += '(';
  list(object.arguments);
  if (!object.arguments.empty()) text_ += ", ";
  literal(object.specification, Type::text);
  text_ += ')';
}

void SqliteWriter::json_object(const Expr& expr) {
  std::span<const JsonMember> rest(expr.members);
  if (fitting(rest) == rest.size()) return members("tenon_object", rest);
  text_ += "tenon_join_members(";
  while (!rest.empty()) {
    const auto part = rest.first(fitting(rest));
    rest = rest.subspan(part.size());
    members("tenon_members", part);
    if (!rest.empty()) text_ += ", ";
  }
  text_ += ')';
}

void SqliteWriter::json_array(const Expr& expr) {
  auto rows = *expr.select;
  rows.outputs.front().alias = "j";
  subselect("(SELECT tenon_array(\"j\") FROM ", rows);
  text_ += ')';
}

void SqliteWriter::cursor_keys(const Expr& expr) {
  text_ += "tenon_cursor_keys(";
  list(expr.children);
  text_ += ", ";
  literal(expr.name, Type::text);
  text_ += ')';
}

void SqliteWriter::full_text_match(const Expr& expr) {
  const auto index = expr.name + "_search";
  if (!expr.table.empty()) {
    name(expr.table);
    text_ += '.';
  }
  text_ += "rowid IN (SELECT rowid FROM ";
  name(index);
  text_ += " WHERE ";
  name(index);
  text_ += " MATCH tenon_search_words(";
  expression(*expr.children[0]);
  text_ += "))";
}

void SqliteWriter::aggregate(std::string_view function, const Expr& expr) {
  text_ += function;
  text_ += '(';
  operand(*expr.children[0]);
  text_ += ')';
}

Binding SqliteWriter::special_binding(const Expr& expr) const {
  if (expr.kind == ExprKind::starts_with) return Binding::logical_and;
  if (expr.kind == ExprKind::in_json || expr.kind == ExprKind::full_text_match) return Binding::comparison;
  return Binding::tightest;
}

void SqliteWriter::special(const Expr& expr) {
  const bool decimal = !expr.children.empty() && expr.children[0]->type == Type::decimal;
  switch (expr.kind) {
    case ExprKind::in_json: return in_json(expr);
    case ExprKind::add: return call("tenon_add", expr);
    case ExprKind::subtract: return call("tenon_subtract", expr);
    case ExprKind::multiply: return call("tenon_multiply", expr);
    case ExprKind::divide: return call("tenon_divide", expr);
    case ExprKind::modulo: return call("tenon_modulo", expr);
    case ExprKind::negate: return call("tenon_negate", expr);
    case ExprKind::starts_with: return starts_with(expr);
    case ExprKind::ends_with: return call("tenon_ends_with", expr);
    case ExprKind::contains: return call("tenon_contains", expr);
    case ExprKind::matches: return call("tenon_matches", expr);
    // SQLite's own stops at a zero byte.
    case ExprKind::length: return call(in_constraint_ ? "length" : "tenon_length", expr);
    case ExprKind::byte_length: return call("length", expr);
    case ExprKind::json_length: return call("json_array_length", expr);
    case ExprKind::greatest:
      text_ += "max(";
      operand(*expr.children[0]);
      text_ += ", ";
      expression(*expr.children[1]);
      text_ += ')';
      return;
    case ExprKind::sum: return call(decimal ? "tenon_sum_decimal" : "tenon_sum", expr);
    case ExprKind::average: return call(decimal ? "tenon_average_decimal" : "avg", expr);
    case ExprKind::minimum: return aggregate("min", expr);
    case ExprKind::maximum: return aggregate("max", expr);
    case ExprKind::json_object: return json_object(expr);
    case ExprKind::json_array: return json_array(expr);
    case ExprKind::page_rows: return call(expr.index == 0 ? "tenon_page" : "tenon_page_reversed", expr);
    case ExprKind::page_first: return call("tenon_page_first", expr);
    case ExprKind::page_last: return call("tenon_page_last", expr);
    case ExprKind::cursor_keys: return cursor_keys(expr);
    case ExprKind::full_text_match: return full_text_match(expr);
    case ExprKind::column:
    case ExprKind::parameter:
    case ExprKind::literal:
    case ExprKind::equal:
    case ExprKind::not_equal:
    case ExprKind::less:
    case ExprKind::less_equal:
    case ExprKind::greater:
    case ExprKind::greater_equal:
    case ExprKind::logical_and:
    case ExprKind::logical_or:
    case ExprKind::logical_not:
    case ExprKind::is_true:
    case ExprKind::is_not_true:
    case ExprKind::is_null:
    case ExprKind::is_not_null:
    case ExprKind::in_list:
    case ExprKind::in_select:
    case ExprKind::exists:
    case ExprKind::scalar_select:
    case ExprKind::case_when:
    case ExprKind::concat:
    case ExprKind::count_all:
    case ExprKind::count: return;  // the same everywhere
  }
}

}  // namespace tenon::sql
