#include "base/base64.hpp"
#include "sql/row_specification.hpp"
#include "sql/writer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tenon::sql {
namespace {

/// SQLite's own limit on arguments is 127; a guarded member needs two.
constexpr std::size_t members_per_call = 45;

}  // namespace

void SqliteWriter::quote_name(std::string_view name) {
  text_ += '"';
  for (char c : name) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void SqliteWriter::literal(const base::Value& value) {
  struct Printer {
    SqliteWriter& writer;
    void operator()(base::Null) const { writer.text_ += "NULL"; }
    void operator()(bool flag) const { writer.text_ += flag ? '1' : '0'; }
    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(writer.text_), "{}", number); }
    void operator()(double number) const {
      if (!std::isfinite(number)) {
        writer.text_ += "NULL";
        return;
      }
      const auto digits = fmt::format("{}", number);
      writer.text_ += digits;
      if (digits.find_first_of(".e") == std::string::npos) writer.text_ += ".0";
    }
    void operator()(const std::string& text) const {
      if (text.find('\0') != std::string::npos) {
        writer.text_ += "CAST(x'" + base::hex_encode(text) + "' AS TEXT)";
        return;
      }
      writer.text_ += '\'';
      for (char c : text) {
        if (c == '\'') writer.text_ += '\'';
        writer.text_ += c;
      }
      writer.text_ += '\'';
    }
    void operator()(const base::Bytes& bytes) const { writer.text_ += "x'" + base::hex_encode(bytes.data) + "'"; }
  };
  std::visit(Printer{*this}, value);
}

void SqliteWriter::infix(const Expr& expr, std::string_view op) {
  text_ += '(';
  expression(*expr.children[0]);
  text_ += op;
  expression(*expr.children[1]);
  text_ += ')';
}

void SqliteWriter::comparison(const Expr& expr, std::string_view op) {
  const auto& left = *expr.children[0];
  const auto& right = *expr.children[1];
  text_ += '(';
  expression(left);
  // Columns bring their collation along; anything else that is decimal must be told.
  const bool decimal = left.type == Type::decimal || right.type == Type::decimal;
  if (decimal && left.kind != ExprKind::column && right.kind != ExprKind::column) text_ += " COLLATE decimal";
  text_ += op;
  expression(right);
  text_ += ')';
}

void SqliteWriter::call(std::string_view name, const Expr& expr) {
  text_ += name;
  text_ += '(';
  list(expr.children, 0);
  text_ += ')';
}

void SqliteWriter::join(const Expr& expr, std::string_view op, std::string_view none) {
  if (expr.children.empty()) {
    text_ += none;
    return;
  }
  text_ += '(';
  for (std::size_t i = 0; i < expr.children.size(); ++i) {
    if (i > 0) text_ += op;
    expression(*expr.children[i]);
  }
  text_ += ')';
}

void SqliteWriter::postfix(const Expr& expr, std::string_view op) {
  text_ += '(';
  expression(*expr.children[0]);
  text_ += op;
  text_ += ')';
}

void SqliteWriter::list(const std::vector<ExprPtr>& children, std::size_t from) {
  for (std::size_t i = from; i < children.size(); ++i) {
    if (i > from) text_ += ", ";
    expression(*children[i]);
  }
}

void SqliteWriter::case_when(const Expr& expr) {
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

void SqliteWriter::ends_with(const Expr& expr) {
  const auto& subject = *expr.children[0];
  const auto& tail = *expr.children[1];
  text_ += "(substr(";
  expression(subject);
  text_ += ", length(";
  expression(subject);
  text_ += ") - length(";
  expression(tail);
  text_ += ") + 1) = ";
  expression(tail);
  text_ += " AND length(";
  expression(subject);
  text_ += ") >= length(";
  expression(tail);
  text_ += "))";
}

void SqliteWriter::full_text(const Expr& expr) {
  text_ += '(';
  if (!expr.table.empty()) {
    quote_name(expr.table);
    text_ += '.';
  }
  text_ += "rowid IN (SELECT rowid FROM ";
  quote_name(expr.name + "_search");
  text_ += " WHERE ";
  quote_name(expr.name + "_search");
  text_ += " MATCH tenon_search_words(";
  expression(*expr.children[0]);
  text_ += ")))";
}

void SqliteWriter::json_object(const Expr& expr) {
  const auto& members = expr.members;
  text_ += "tenon_object(";
  for (std::size_t from = 0; from < members.size() || from == 0; from += members_per_call) {
    const auto to = std::min(members.size(), from + members_per_call);
    const std::vector<JsonMember> part(members.begin() + static_cast<std::ptrdiff_t>(from),
                                       members.begin() + static_cast<std::ptrdiff_t>(to));
    if (from > 0) text_ += ", ";
    text_ += "tenon_members(";
    literal(write_specification(part));
    for (const auto& member : part) {
      if (member.guard) {
        text_ += ", (";
        expression(*member.guard);
        text_ += ") IS TRUE";
      }
      text_ += ", ";
      expression(*member.value);
    }
    text_ += ')';
  }
  text_ += ')';
}

void SqliteWriter::expression(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::column:
      if (!expr.table.empty()) {
        quote_name(expr.table);
        text_ += '.';
      }
      return quote_name(expr.name);
    case ExprKind::parameter:
      text_ += '?' + std::to_string(expr.index + 1);
      parameters_ = std::max(parameters_, expr.index + 1);
      return;
    case ExprKind::literal: return literal(expr.value);
    case ExprKind::equal: return comparison(expr, " = ");
    case ExprKind::not_equal: return comparison(expr, " <> ");
    case ExprKind::less: return comparison(expr, " < ");
    case ExprKind::less_equal: return comparison(expr, " <= ");
    case ExprKind::greater: return comparison(expr, " > ");
    case ExprKind::greater_equal: return comparison(expr, " >= ");
    case ExprKind::logical_and: return join(expr, " AND ", "1");
    case ExprKind::logical_or: return join(expr, " OR ", "0");
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
      text_ += '(';
      expression(*expr.children[0]);
      if (expr.children[0]->type == Type::decimal && expr.children[0]->kind != ExprKind::column)
        text_ += " COLLATE decimal";
      text_ += " IN (";
      list(expr.children, 1);
      text_ += "))";
      return;
    case ExprKind::in_select:
      text_ += '(';
      expression(*expr.children[0]);
      text_ += " IN (";
      select(*expr.select);
      text_ += "))";
      return;
    case ExprKind::in_json:
      // Not EXISTS: an element that is null must leave NULL, and the subject must not meet json_each's own column names.
      text_ += '(';
      expression(*expr.children[0]);
      text_ += " IN (SELECT value FROM json_each(";
      expression(*expr.children[1]);
      text_ += ")))";
      return;
    case ExprKind::exists:
      text_ += "EXISTS (";
      select(*expr.select);
      text_ += ')';
      return;
    case ExprKind::scalar_select:
      text_ += '(';
      select(*expr.select);
      text_ += ')';
      return;
    case ExprKind::case_when: return case_when(expr);
    case ExprKind::add: return call("tenon_add", expr);
    case ExprKind::subtract: return call("tenon_subtract", expr);
    case ExprKind::multiply: return call("tenon_multiply", expr);
    case ExprKind::divide: return call("tenon_divide", expr);
    case ExprKind::modulo: return call("tenon_modulo", expr);
    case ExprKind::negate: return call("tenon_negate", expr);
    case ExprKind::concat: return infix(expr, " || ");
    case ExprKind::starts_with:
      text_ += "(substr(";
      expression(*expr.children[0]);
      text_ += ", 1, length(";
      expression(*expr.children[1]);
      text_ += ")) = ";
      expression(*expr.children[1]);
      text_ += ')';
      return;
    case ExprKind::ends_with: return ends_with(expr);
    case ExprKind::contains:
      text_ += "(instr(";
      list(expr.children, 0);
      text_ += ") > 0)";
      return;
    case ExprKind::matches: return call("tenon_matches", expr);
    case ExprKind::length:
    case ExprKind::byte_length: return call("length", expr);
    case ExprKind::json_length: return call("json_array_length", expr);
    case ExprKind::greatest: return call("max", expr);
    case ExprKind::count_all: text_ += "count(*)"; return;
    case ExprKind::count: return call("count", expr);
    case ExprKind::sum: return call("sum", expr);
    case ExprKind::minimum: return call("min", expr);
    case ExprKind::maximum: return call("max", expr);
    case ExprKind::average: return call("avg", expr);
    case ExprKind::json_object: return json_object(expr);
    case ExprKind::json_array:
      text_ += "(SELECT tenon_array(j) FROM (";
      select(*expr.select);
      text_ += "))";
      return;
    case ExprKind::full_text_match: return full_text(expr);
  }
}

}  // namespace tenon::sql
