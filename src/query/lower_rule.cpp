#include "query/lower_rule.hpp"

#include "access/evaluate.hpp"
#include "access/lists.hpp"
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

/// What is asked of a boolean: both may be false at once, so neither is made by NOT from the other.
enum class Polarity : std::uint8_t { holds, fails };

Polarity opposite(Polarity polarity) {
  return polarity == Polarity::holds ? Polarity::fails : Polarity::holds;
}

ExprKind comparison(ExpressionKind kind) {
  if (kind == ExpressionKind::equal) return ExprKind::equal;
  if (kind == ExpressionKind::not_equal) return ExprKind::not_equal;
  if (kind == ExpressionKind::less) return ExprKind::less;
  if (kind == ExpressionKind::less_equal) return ExprKind::less_equal;
  if (kind == ExpressionKind::greater) return ExprKind::greater;
  return ExprKind::greater_equal;
}

ExprKind negated(ExprKind kind) {
  if (kind == ExprKind::equal) return ExprKind::not_equal;
  if (kind == ExprKind::not_equal) return ExprKind::equal;
  if (kind == ExprKind::less) return ExprKind::greater_equal;
  if (kind == ExprKind::less_equal) return ExprKind::greater;
  if (kind == ExprKind::greater) return ExprKind::less_equal;
  return ExprKind::less;
}

ExprKind text_operator(ExpressionKind kind) {
  if (kind == ExpressionKind::starts_with) return ExprKind::starts_with;
  if (kind == ExpressionKind::ends_with) return ExprKind::ends_with;
  if (kind == ExpressionKind::contains) return ExprKind::contains;
  return ExprKind::matches;
}

ExprKind arithmetic(ExpressionKind kind) {
  if (kind == ExpressionKind::add) return ExprKind::add;
  if (kind == ExpressionKind::subtract) return ExprKind::subtract;
  if (kind == ExpressionKind::multiply) return ExprKind::multiply;
  if (kind == ExpressionKind::divide) return ExprKind::divide;
  return ExprKind::modulo;
}

bool is_list_literal(const Expression& expression) {
  return expression.kind == ExpressionKind::literal && expression.type == schema::Type::list &&
         base::is_null(expression.value);
}

bool is_boolean(const ExprPtr& expr, bool wanted) {
  const bool* value = expr->kind == ExprKind::literal ? std::get_if<bool>(&expr->value) : nullptr;
  return value && *value == wanted;
}

class RuleLowering {
 public:
  explicit RuleLowering(LowerContext& context) : context_(context) {}

  /// True where the expression is definitely true (or definitely false); false or NULL elsewhere.
  ExprPtr judge(const ExpressionPtr& expression, Polarity polarity);

 private:
  ExprPtr logic(const Expression& expression, Polarity polarity);
  ExprPtr conditional(const Expression& expression, Polarity polarity);
  ExprPtr compare(const Expression& expression, Polarity polarity);
  ExprPtr in_list(const ExpressionPtr& needle, const Expression& list, Polarity polarity);
  ExprPtr in_column(const Expression& needle, ExprPtr value, const Expression& list, Polarity polarity);
  ExprPtr related(const Expression& expression, Polarity polarity);
  ExprPtr rows(const Expression& expression, Polarity polarity);
  ExprPtr two_valued(ExprPtr condition, Polarity polarity);

  /// The value, NULL where it is unknown.
  ExprPtr value(const ExpressionPtr& expression);
  ExprPtr calculation(const Expression& expression);
  ExprPtr size(const ExpressionPtr& measured);
  ExprPtr parameter(const ExpressionPtr& expression);
  ExprPtr stored(int variable, const schema::Field& field);

  LowerContext& context_;
};

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

ExprPtr RuleLowering::judge(const ExpressionPtr& pointer, Polarity polarity) {
  const auto& expression = *pointer;
  const bool holds = polarity == Polarity::holds;
  if (expression.kind == ExpressionKind::literal) {
    const bool* known = std::get_if<bool>(&expression.value);
    return sql::boolean(known && *known == holds);
  }
  if (!access::reads_rows(expression)) {
    auto known = parameter(pointer);
    return holds ? known : sql::make(ExprKind::logical_not, {std::move(known)});
  }
  switch (expression.kind) {
    case ExpressionKind::column:
      // Compared rather than taken as it is: an index over the column can be used.
      return sql::make(ExprKind::equal, {stored(expression.variable, *expression.field), sql::boolean(holds)});
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: return logic(expression, polarity);
    case ExpressionKind::logical_not: return judge(expression.children[0], opposite(polarity));
    case ExpressionKind::conditional: return conditional(expression, polarity);
    case ExpressionKind::is_null:
      return sql::make(holds ? ExprKind::is_null : ExprKind::is_not_null, {value(expression.children[0])});
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal: return compare(expression, polarity);
    case ExpressionKind::in_list: return in_list(expression.children[0], *expression.children[1], polarity);
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: {
      auto test =
          sql::make(text_operator(expression.kind), {value(expression.children[0]), value(expression.children[1])});
      return holds ? test : sql::make(ExprKind::logical_not, {std::move(test)});
    }
    case ExpressionKind::related: return related(expression, polarity);
    case ExpressionKind::exists:
    case ExpressionKind::all: return rows(expression, polarity);
    case ExpressionKind::holds: return two_valued(judge(expression.children[0], Polarity::holds), polarity);
    case ExpressionKind::can:
      assert(false && "rules are specialised before they are lowered");
      return sql::boolean(false);
    case ExpressionKind::literal:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size: break;
  }
  assert(false && "not a boolean that reads rows");
  return sql::boolean(false);
}

ExprPtr RuleLowering::logic(const Expression& expression, Polarity polarity) {
  std::vector<ExprPtr> children;
  for (const auto& child : expression.children) children.push_back(judge(child, polarity));
  const bool conjunction = (expression.kind == ExpressionKind::logical_and) == (polarity == Polarity::holds);
  return conjunction ? sql::all_of(std::move(children)) : sql::any_of(std::move(children));
}

ExprPtr RuleLowering::conditional(const Expression& expression, Polarity polarity) {
  const auto& condition = expression.children[0];
  auto first = sql::all_of({judge(condition, Polarity::holds), judge(expression.children[1], polarity)});
  auto second = sql::all_of({judge(condition, Polarity::fails), judge(expression.children[2], polarity)});
  return sql::any_of({std::move(first), std::move(second)});
}

ExprPtr RuleLowering::compare(const Expression& expression, Polarity polarity) {
  auto kind = comparison(expression.kind);
  if (polarity == Polarity::fails) kind = negated(kind);
  const bool equality = kind == ExprKind::equal || kind == ExprKind::not_equal;
  if (equality && expression.children[0]->type == schema::Type::boolean) {
    // `published == true` asks no more than `published`.
    for (int side : {0, 1}) {
      const auto& literal = *expression.children[static_cast<std::size_t>(side)];
      if (literal.kind != ExpressionKind::literal) continue;
      const bool* known = std::get_if<bool>(&literal.value);
      if (!known) return sql::boolean(false);
      const bool wanted = *known == (kind == ExprKind::equal);
      return judge(expression.children[static_cast<std::size_t>(1 - side)], wanted ? Polarity::holds : Polarity::fails);
    }
  }
  return sql::make(kind, {value(expression.children[0]), value(expression.children[1])});
}

ExprPtr RuleLowering::in_list(const ExpressionPtr& needle, const Expression& list, Polarity polarity) {
  const bool holds = polarity == Polarity::holds;
  if (list.kind == ExpressionKind::conditional) {
    auto first = sql::all_of({judge(list.children[0], Polarity::holds), in_list(needle, *list.children[1], polarity)});
    auto second = sql::all_of({judge(list.children[0], Polarity::fails), in_list(needle, *list.children[2], polarity)});
    return sql::any_of({std::move(first), std::move(second)});
  }
  if (!is_list_literal(list)) return in_column(*needle, value(needle), list, polarity);
  if (list.children.empty()) return holds ? sql::boolean(false) : sql::make(ExprKind::is_not_null, {value(needle)});
  std::vector<ExprPtr> children{value(needle)};
  for (const auto& child : list.children) children.push_back(value(child));
  auto found = sql::make(ExprKind::in_list, std::move(children));
  return holds ? found : sql::make(ExprKind::logical_not, {std::move(found)});
}

ExprPtr RuleLowering::in_column(const Expression& needle, ExprPtr subject, const Expression& list, Polarity polarity) {
  const bool is_column = list.kind == ExpressionKind::column;
  if (is_column && !access::has_comparable_elements(list.element)) return sql::boolean(false);
  ExprPtr haystack = is_column ? stored(list.variable, *list.field) : value(std::make_shared<const Expression>(list));
  auto element = subject;
  // BigInt is a string in the JSON text of a list, as on the wire.
  if (is_column && needle.type == schema::Type::integer && list.field->scalar == schema::Scalar::big_int)
    element = sql::make(ExprKind::concat, {subject, sql::literal(std::string(), sql::Type::text)}, sql::Type::text);
  auto found = sql::make(ExprKind::in_json, {std::move(element), haystack});
  if (polarity == Polarity::holds) return found;
  // No row to compare with makes IN false even for NULL.
  return sql::all_of({sql::make(ExprKind::is_not_null, {std::move(subject)}),
                      sql::make(ExprKind::is_not_null, {std::move(haystack)}),
                      sql::make(ExprKind::logical_not, {std::move(found)})});
}

ExprPtr RuleLowering::related(const Expression& expression, Polarity polarity) {
  const auto& target = *expression.field->target;
  sql::Select select;
  select.table = target.table;
  select.alias = context_.fresh_alias();
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  auto key = stored(expression.variable, *expression.field);
  context_.aliases[expression.bound] = select.alias;
  auto body = judge(expression.children[0], polarity);
  if (is_boolean(body, false)) return body;
  select.where = sql::all_of({sql::make(ExprKind::equal, {column_of(select.alias, *target.id), std::move(key)}), body});
  return sql::exists(std::move(select));
}

ExprPtr RuleLowering::rows(const Expression& expression, Polarity polarity) {
  const auto& field = *expression.field;
  const auto& target = *field.target;
  auto key = stored(expression.variable, *field.owner_type->id);
  sql::Select select;
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  ExprPtr connected;
  const auto alias = context_.fresh_alias();
  context_.aliases[expression.bound] = alias;
  if (field.kind == schema::FieldKind::many_to_many) {
    select.table = field.join.table;
    select.alias = context_.fresh_alias();
    connected =
        sql::make(ExprKind::equal,
                  {sql::column(select.alias, field.join.this_column, sql_type(*field.owner_type->id)), std::move(key)});
    const auto other = sql::column(select.alias, field.join.other_column, sql_type(*target.id));
    select.joins.push_back({.table = target.table,
                            .alias = alias,
                            .on = sql::make(ExprKind::equal, {column_of(alias, *target.id), other})});
  } else {
    select.table = target.table;
    select.alias = alias;
    connected = sql::make(ExprKind::equal, {column_of(alias, *field.inverse), std::move(key)});
  }
  // Some row decides: for `exists` one that makes the body true, for `all` one that makes it false.
  const auto deciding = expression.kind == ExpressionKind::exists ? Polarity::holds : Polarity::fails;
  if (polarity == deciding) {
    auto body = judge(expression.children[0], deciding);
    if (is_boolean(body, false)) return body;
    select.where = sql::all_of({std::move(connected), std::move(body)});
    return sql::exists(std::move(select));
  }
  auto body = judge(expression.children[0], opposite(deciding));
  if (is_boolean(body, true)) return body;
  if (!is_boolean(body, false))
    connected = sql::all_of({std::move(connected), sql::make(ExprKind::is_not_true, {body})});
  select.where = std::move(connected);
  return sql::make(ExprKind::logical_not, {sql::exists(std::move(select))});
}

ExprPtr RuleLowering::two_valued(ExprPtr condition, Polarity polarity) {
  if (polarity == Polarity::holds) return condition;
  if (is_boolean(condition, true)) return sql::boolean(false);
  if (is_boolean(condition, false)) return sql::boolean(true);
  if (condition->kind == ExprKind::exists) return sql::make(ExprKind::logical_not, {std::move(condition)});
  return sql::make(ExprKind::is_not_true, {std::move(condition)});
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

ExprPtr lower(const Expression& rule, LowerContext& context, Polarity polarity) {
  return RuleLowering(context).judge(std::make_shared<const Expression>(rule), polarity);
}

}  // namespace

ExprPtr lower_holds(const Expression& rule, LowerContext& context) {
  return lower(rule, context, Polarity::holds);
}

ExprPtr lower_fails(const Expression& rule, LowerContext& context) {
  return lower(rule, context, Polarity::fails);
}

}  // namespace tenon::query
