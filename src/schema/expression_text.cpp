#include "schema/expression_text.hpp"

#include "schema/model.hpp"

#include <string_view>
#include <utility>

namespace tenon::schema {
namespace {

std::string variable_text(int number) {
  if (number == variable::row) return "row";
  if (number == variable::old) return "old";
  return "$" + std::to_string(number);
}

std::string column_text(const Expression& expression) {
  return variable_text(expression.variable) + "." + expression.field->name;
}

std::string joined(const Expression& expression, std::string_view separator) {
  std::string out;
  for (const ExpressionPtr& child : expression.children) {
    if (!out.empty()) out.append(separator);
    out += to_text(*child);
  }
  return out;
}

std::string infix(const Expression& expression, std::string_view symbol) {
  return "(" + joined(expression, " " + std::string(symbol) + " ") + ")";
}

std::string call(std::string_view name, const Expression& expression) {
  return std::string(name) + "(" + joined(expression, ", ") + ")";
}

std::string binding(std::string_view name, const Expression& expression) {
  return std::string(name) + "(" + column_text(expression) + " as " + variable_text(expression.bound) + ": " +
         joined(expression, ", ") + ")";
}

std::string_view type_suffix(Type type) {
  switch (type) {
    case Type::boolean:
    case Type::integer:
    case Type::floating:
    case Type::string:
    case Type::list: return "";
    case Type::decimal: return ":decimal";
    case Type::id: return ":id";
    case Type::timestamp: return ":timestamp";
    case Type::duration: return ":duration";
    case Type::date: return ":date";
    case Type::time_of_day: return ":time";
    case Type::bytes: return ":bytes";
  }
  return {};
}

std::string_view claim_type(Type type) {
  switch (type) {
    case Type::boolean: return ":boolean";
    case Type::integer: return ":integer";
    case Type::floating: return ":floating";
    case Type::string:
    case Type::list:
    case Type::decimal:
    case Type::id:
    case Type::timestamp:
    case Type::duration:
    case Type::date:
    case Type::time_of_day:
    case Type::bytes: return type_suffix(type);
  }
  return {};
}

std::string literal_text(const Expression& expression) {
  const bool list = expression.type == Type::list && base::is_null(expression.value);
  if (list) return "[" + joined(expression, ", ") + "]";
  return base::to_debug_text(expression.value).append(type_suffix(expression.type));
}

std::string_view word(Operation operation) {
  switch (operation) {
    case Operation::create: return "CREATE";
    case Operation::read: return "READ";
    case Operation::update: return "UPDATE";
    case Operation::remove: return "DELETE";
  }
  return {};
}

}  // namespace

std::string to_text(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::literal: return literal_text(expression);
    case ExpressionKind::column: return column_text(expression);
    case ExpressionKind::auth_id: return "auth.id";
    case ExpressionKind::auth_claim: return "auth.claims." + expression.name + std::string(claim_type(expression.type));
    case ExpressionKind::auth_scopes: return "auth.scopes";
    case ExpressionKind::now: return "now";
    case ExpressionKind::request_ip: return "request.ip";
    case ExpressionKind::conditional:
      return "(" + to_text(*expression.children[0]) + " ? " + to_text(*expression.children[1]) + " : " +
             to_text(*expression.children[2]) + ")";
    case ExpressionKind::add: return infix(expression, "+");
    case ExpressionKind::subtract: return infix(expression, "-");
    case ExpressionKind::multiply: return infix(expression, "*");
    case ExpressionKind::divide: return infix(expression, "/");
    case ExpressionKind::modulo: return infix(expression, "%");
    case ExpressionKind::negate: return call("-", expression);
    case ExpressionKind::size: return call("size", expression);
    case ExpressionKind::auth_is: return "auth.is(" + std::to_string(expression.role) + ")";
    case ExpressionKind::auth_anonymous: return "anonymous";
    case ExpressionKind::is_null: return call("is_null", expression);
    case ExpressionKind::logical_not: return "!" + to_text(*expression.children[0]);
    case ExpressionKind::logical_and: return infix(expression, "&&");
    case ExpressionKind::logical_or: return infix(expression, "||");
    case ExpressionKind::equal: return infix(expression, "==");
    case ExpressionKind::not_equal: return infix(expression, "!=");
    case ExpressionKind::less: return infix(expression, "<");
    case ExpressionKind::less_equal: return infix(expression, "<=");
    case ExpressionKind::greater: return infix(expression, ">");
    case ExpressionKind::greater_equal: return infix(expression, ">=");
    case ExpressionKind::in_list: return infix(expression, "in");
    case ExpressionKind::starts_with: return call("starts_with", expression);
    case ExpressionKind::ends_with: return call("ends_with", expression);
    case ExpressionKind::contains: return call("contains", expression);
    case ExpressionKind::matches: return call("matches", expression);
    case ExpressionKind::related: return binding("related", expression);
    case ExpressionKind::exists: return binding("exists", expression);
    case ExpressionKind::all: return binding("all", expression);
    case ExpressionKind::can:
      return "can(" + std::string(word(expression.operation)) + ", " + column_text(expression) + ")";
    case ExpressionKind::holds: return call("holds", expression);
  }
  return {};
}

}  // namespace tenon::schema
