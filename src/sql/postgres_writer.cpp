#include "sql/postgres_writer.hpp"

#include "sql/postgres_full_text.hpp"
#include "sql/postgres_literal.hpp"
#include "sql/postgres_pattern.hpp"
#include "sql/row_specification.hpp"

#include <stdexcept>
#include <utility>

namespace tenon::sql {
namespace {

/// Guards that are true or false: unknown is hidden.
std::vector<JsonMember> certain(std::vector<JsonMember> members) {
  for (auto& member : members)
    if (member.guard) member.guard = make(ExprKind::is_true, {member.guard});
  return members;
}

}  // namespace

void PostgresWriter::parameter(const Expr& expr) {
  text_ += '$';
  text_ += std::to_string(expr.index + 1);
}

void PostgresWriter::literal(const base::Value& value, Type type) {
  text_ += postgres_literal(value, type);
}

void PostgresWriter::limit(const Select& select) {
  if (select.limit) {
    text_ += " LIMIT ";
    expression(*select.limit);
  }
  if (!select.offset) return;
  text_ += " OFFSET ";
  expression(*select.offset);
}

/// Text is ordered by its bytes, whatever the database's own collation is. Columns are declared so.
void PostgresWriter::collation(const Expr& expr) {
  if (expr.type == Type::text && expr.kind != ExprKind::column) text_ += " COLLATE \"C\"";
}

void PostgresWriter::lock_rows() {
  text_ += " FOR NO KEY UPDATE";
}

/// Nulls last in ascending order and first in descending: PostgreSQL's own way.
void PostgresWriter::nulls(const OrderKey&) {}

void PostgresWriter::binary(const Expr& expr, std::string_view before, std::string_view between,
                            std::string_view after) {
  text_ += before;
  expression(*expr.children[0]);
  text_ += between;
  expression(*expr.children[1]);
  text_ += after;
}

/// With a bound that an index over the column can seek to.
void PostgresWriter::starts_with(const Expr& expr) {
  if (expr.children[0]->kind == ExprKind::column) {
    Writer::comparison(expr, " >= ");
    text_ += " AND ";
  }
  call("starts_with", expr);
}

/// The rules were asked for patterns that PostgreSQL cannot say when the server started.
void PostgresWriter::matches(const Expr& expr) {
  const auto& pattern = *expr.children[1];
  const auto* text = pattern.kind == ExprKind::literal ? std::get_if<std::string>(&pattern.value) : nullptr;
  if (!text) return literal(base::Null{}, Type::boolean);
  const auto translated = postgres_pattern(*text);
  if (!translated) throw std::runtime_error("the pattern " + *text + " " + translated.error());
  operand(*expr.children[0]);
  text_ += " ~ ";
  literal(*translated, Type::text);
}

/// Not EXISTS: an element that is null must leave NULL. Elements are compared as what they are in JSON.
void PostgresWriter::in_json(const Expr& expr) {
  const auto& needle = *expr.children[0];
  std::string_view element;
  switch (needle.type) {
    case Type::boolean:
    case Type::floating:
    case Type::decimal:
      expression(needle, Binding::tightest);
      element = postgres_type(needle.type);
      break;
    case Type::int32:
    case Type::int64:
      expression(needle, Binding::tightest);
      text_ += "::numeric";
      element = "numeric";
      break;
    case Type::date:
    case Type::time:
      text_ += "to_char(";
      expression(needle);
      text_ += needle.type == Type::date ? ", 'YYYY-MM-DD')" : ", 'HH24:MI:SS.US')";
      break;
    case Type::text: operand(needle); break;
    case Type::uuid:
    case Type::timestamp:
    case Type::json:
    case Type::bytes:
      expression(needle, Binding::tightest);
      text_ += "::text";
      break;
  }
  text_ += " IN (SELECT \"e\"";
  if (!element.empty()) {
    text_ += "::";
    text_ += element;
  }
  text_ += " FROM json_array_elements_text(";
  expression(*expr.children[1]);
  text_ += ") AS \"e\")";
}

void PostgresWriter::record(const std::vector<ExprPtr>& values) {
  text_ += "ROW(";
  list(values);
  text_ += ')';
}

void PostgresWriter::json_object(const Expr& expr) {
  const auto object = specify(certain(expr.members));
  if (element_ == &expr) return record(object.arguments);
  text_ += "ROW(";
  literal(object.specification, Type::text);
  text_ += ", ";
  record(object.arguments);
  text_ += ')';
}

void PostgresWriter::json_array(const Expr& expr) {
  const auto& output = *expr.select->outputs.front().expr;
  if (output.kind != ExprKind::json_object) {
    auto rows = *expr.select;
    rows.outputs.front().alias = "j";
    subselect(R"((SELECT ('[' || coalesce(string_agg(coalesce("j"::text, 'null'), ','), '') || ']')::json FROM )",
              rows);
    text_ += " AS \"r\")";
    return;
  }
  text_ += "ROW(";
  literal(specify(certain(output.members)).specification, Type::text);
  const auto* outer = std::exchange(element_, &output);
  subselect(", ARRAY", *expr.select);
  element_ = outer;
  text_ += ')';
}

void PostgresWriter::page_rows(const Expr& expr) {
  text_ += "ROW(";
  literal(std::string(expr.index == 0 ? page_specification : reversed_page_specification), Type::text);
  text_ += ", (array_agg(";
  expression(*expr.children[0]);
  text_ += "))[1:";
  expression(*expr.children[1]);
  text_ += "])";
}

void PostgresWriter::page_row(const Expr& expr) {
  text_ += "(array_agg(";
  expression(*expr.children[0]);
  text_ += expr.kind == ExprKind::page_first ? "))[least(1, " : "))[least(count(*), ";
  expression(*expr.children[1]);
  text_ += ")]";
}

void PostgresWriter::cursor_keys(const Expr& expr) {
  text_ += "ROW(";
  literal(cursor_specification + expr.name, Type::text);
  text_ += ", ";
  record(expr.children);
  text_ += ')';
}

void PostgresWriter::full_text_match(const Expr& expr) {
  const auto written = [&](const Expr& part) {
    const auto begin = text_.size();
    expression(part, Binding::tightest);
    auto text = text_.substr(begin);
    text_.resize(begin);
    return text;
  };
  std::vector<std::string> columns;
  for (std::size_t i = 1; i < expr.children.size(); ++i) columns.push_back(written(*expr.children[i]));
  text_ += postgres_search_vector(columns);
  text_ += " @@ ";
  const auto words = written(*expr.children[0]);
  text_ += postgres_search_query(words);
}

Binding PostgresWriter::special_binding(const Expr& expr) const {
  if (expr.kind == ExprKind::starts_with)
    return expr.children[0]->kind == ExprKind::column ? Binding::logical_and : Binding::tightest;
  const bool compares = expr.kind == ExprKind::in_json || expr.kind == ExprKind::contains ||
                        expr.kind == ExprKind::ends_with || expr.kind == ExprKind::matches ||
                        expr.kind == ExprKind::full_text_match || expr.kind == ExprKind::average;
  return compares ? Binding::comparison : Binding::tightest;
}

void PostgresWriter::special(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::in_json: return in_json(expr);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::modulo:
    case ExprKind::negate: return calculation(expr);
    case ExprKind::starts_with: return starts_with(expr);
    case ExprKind::ends_with:
      text_ += "right(";
      expression(*expr.children[0]);
      text_ += ", char_length(";
      expression(*expr.children[1]);
      text_ += ")) = ";
      return expression(*expr.children[1], Binding::tightest);
    case ExprKind::contains: return binary(expr, "strpos(", ", ", ") > 0");
    case ExprKind::matches: return matches(expr);
    case ExprKind::length: return call("char_length", expr);
    case ExprKind::byte_length: return call("octet_length", expr);
    case ExprKind::json_length: return call("json_array_length", expr);
    case ExprKind::greatest: return greatest(expr);
    case ExprKind::sum: return sum(expr);
    case ExprKind::average: return average(expr);
    case ExprKind::minimum: return extreme(expr, "min");
    case ExprKind::maximum: return extreme(expr, "max");
    case ExprKind::json_object: return json_object(expr);
    case ExprKind::json_array: return json_array(expr);
    case ExprKind::page_rows: return page_rows(expr);
    case ExprKind::page_first:
    case ExprKind::page_last: return page_row(expr);
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
