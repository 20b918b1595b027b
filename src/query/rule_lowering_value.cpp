#include "access/evaluate.hpp"
#include "query/rule_lowering.hpp"
#include "query/sql_type.hpp"

#include <cassert>
#include <utility>

namespace tenon::query {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using sql::ExprKind;
using sql::ExprPtr;

ExprKind arithmetic(ExpressionKind kind) {
  if (kind == ExpressionKind::add) return ExprKind::add;
  if (kind == ExpressionKind::subtract) return ExprKind::subtract;
  if (kind == ExpressionKind::multiply) return ExprKind::multiply;
  if (kind == ExpressionKind::divide) return ExprKind::divide;
  return ExprKind::modulo;
}

}  // namespace

bool is_list_literal(const Expression& expression) {
  return expression.kind == ExpressionKind::literal && expression.type == schema::Type::list &&
         base::is_null(expression.value);
}

bool is_constant(const ExprPtr& expr, bool wanted) {
  const bool* value = expr->kind == ExprKind::literal ? std::get_if<bool>(&expr->value) : nullptr;
  return value && *value == wanted;
}

ExprPtr RuleLowering::stored(int variable, const schema::Field& field) {
  const auto alias = context_.aliases.find(variable);
  if (alias != context_.aliases.end()) return column_of(alias->second, field);
  assert(variable == schema::variable::old && "every other row has a table");
  ParameterSource source;
  source.kind = ParameterSource::Kind::old_column;
  source.field = &field;
  source.type = sql_type(field);
  const auto type = source.type;
  return sql::parameter(context_.add(std::move(source)), type);
}

ExprPtr RuleLowering::parameter(const ExpressionPtr& expression) {
  ParameterSource source;
  source.kind = ParameterSource::Kind::context;
  source.expression = expression;
  source.type = sql_type(*expression);
  const auto type = source.type;
  return sql::parameter(context_.add(std::move(source)), type);
}

ExprPtr RuleLowering::value(const ExpressionPtr& pointer) {
  const auto& expression = *pointer;
  const auto type = sql_type(expression);
  if (expression.kind == ExpressionKind::column) return stored(expression.variable, *expression.field);
  if (expression.kind == ExpressionKind::literal && !is_list_literal(expression))
    return sql::literal(expression.value, type);
  if (!access::reads_rows(expression)) return parameter(pointer);
  if (expression.kind == ExpressionKind::conditional && expression.type != schema::Type::boolean) {
    const auto& condition = expression.children[0];
    return sql::make(
        ExprKind::case_when,
        {judge(condition, Polarity::holds), value(expression.children[1]), judge(condition, Polarity::fails),
         value(expression.children[2]), sql::literal(base::Null{}, type)},
        type);
  }
  if (expression.type == schema::Type::boolean)
    return sql::make(ExprKind::case_when,
                     {judge(pointer, Polarity::holds), sql::boolean(true), judge(pointer, Polarity::fails),
                      sql::boolean(false), sql::literal(base::Null{}, type)},
                     type);
  // A list made of columns is only ever asked whether it is there.
  if (is_list_literal(expression)) return sql::literal(std::string("[]"), type);
  return calculation(expression);
}

ExprPtr RuleLowering::calculation(const Expression& expression) {
  const auto type = sql_type(expression);
  if (expression.kind == ExpressionKind::size) return size(expression.children[0]);
  if (expression.kind == ExpressionKind::negate)
    return sql::make(ExprKind::negate, {value(expression.children[0])}, type);
  const bool text = expression.type == schema::Type::string;
  return sql::make(text ? ExprKind::concat : arithmetic(expression.kind),
                   {value(expression.children[0]), value(expression.children[1])}, type);
}

ExprPtr RuleLowering::size(const ExpressionPtr& measured) {
  constexpr auto number = sql::Type::int64;
  if (is_list_literal(*measured)) return sql::literal(static_cast<std::int64_t>(measured->children.size()), number);
  if (measured->kind == ExpressionKind::conditional) {
    const auto& condition = measured->children[0];
    return sql::make(ExprKind::case_when,
                     {judge(condition, Polarity::holds), size(measured->children[1]), judge(condition, Polarity::fails),
                      size(measured->children[2]), sql::literal(base::Null{}, number)},
                     number);
  }
  if (measured->type == schema::Type::list) return sql::make(ExprKind::json_length, {value(measured)}, number);
  if (measured->type == schema::Type::bytes) return sql::make(ExprKind::byte_length, {value(measured)}, number);
  return sql::make(ExprKind::length, {value(measured)}, number);
}

}  // namespace tenon::query
