#include "base/time.hpp"
#include "lang/cel/parser.hpp"
#include "schema/rules/checker.hpp"
#include "schema/rules/rule_literal.hpp"

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;
using lang::cel::Operator;

ExpressionKind arithmetic_kind(Operator op) {
  if (op == Operator::add) return ExpressionKind::add;
  if (op == Operator::subtract) return ExpressionKind::subtract;
  if (op == Operator::multiply) return ExpressionKind::multiply;
  if (op == Operator::divide) return ExpressionKind::divide;
  return ExpressionKind::modulo;
}

bool is_number(Type type) {
  return type == Type::integer || type == Type::floating;
}

/// The type of `left op right`; nothing if there is none.
std::optional<Type> result_type(Operator op, const RuleType& left, const RuleType& right) {
  if (left.refers_to || right.refers_to || is_json(left) || is_json(right)) return std::nullopt;
  const Type l = left.type;
  const Type r = right.type;
  if (is_number(l) && is_number(r)) {
    if (op == Operator::modulo) return l == Type::integer && r == Type::integer ? std::optional(l) : std::nullopt;
    return l == r ? l : Type::floating;
  }
  const bool adds = op == Operator::add;
  const bool subtracts = op == Operator::subtract;
  if (adds && l == Type::string && r == Type::string) return Type::string;
  if (l == Type::timestamp && r == Type::duration && (adds || subtracts)) return Type::timestamp;
  if (l == Type::duration && r == Type::timestamp && adds) return Type::timestamp;
  if (l == Type::timestamp && r == Type::timestamp && subtracts) return Type::duration;
  if (l == Type::duration && r == Type::duration && (adds || subtracts)) return Type::duration;
  return std::nullopt;
}

/// The account's field of that name that its claims carry; null if there is none.
const Field* claimed_field(const Model& model, const std::string& name) {
  const Field* field = model.account ? model.account->resource->find_field(name) : nullptr;
  const bool carried = field && field->stored() && !field->list && !field->write_only && !is_json(rule_type(*field));
  return carried ? field : nullptr;
}

}  // namespace

Operand Checker::typed(std::shared_ptr<Expression> expression, RuleType type) {
  expression->type = type.type;
  expression->element = type.element;
  return {std::move(expression), type, false};
}

Operand Checker::value(const Node& node, const RuleType* expected) {
  if (exhausted_) return {};
  if (is_condition(node)) {
    report(node.span, "a condition cannot stand here", "join conditions with && and ||");
    return {};
  }
  switch (node.kind) {
    case NodeKind::null_literal: report(node.span, "null can only be compared with == and !="); return {};
    case NodeKind::bool_literal:
    case NodeKind::int_literal:
    case NodeKind::double_literal:
    case NodeKind::string_literal: return literal(node, expected);
    case NodeKind::list: report(node.span, "a list can only stand on the right of \"in\""); return {};
    case NodeKind::identifier:
    case NodeKind::select:
    case NodeKind::index: return place_value(node, expected);
    case NodeKind::call:
    case NodeKind::method: return value_call(node);
    case NodeKind::unary: return negative(node);
    case NodeKind::binary: return arithmetic(node);
    case NodeKind::conditional: return value_choice(node, expected);
  }
  return {};
}

Operand Checker::literal(const Node& node, const RuleType* expected) {
  auto outcome = type_literal(node, expected);
  if (!outcome) {
    report(node.span, std::move(outcome.error().message), std::move(outcome.error().hint));
    return {};
  }
  auto expression = make(ExpressionKind::literal, outcome->type.type, node.span);
  expression->value = std::move(outcome->value);
  return typed(std::move(expression), outcome->type);
}

Operand Checker::place_value(const Node& node, const RuleType* expected) {
  const Place place = resolve(node);
  switch (place.kind) {
    case PlaceKind::fault:
    case PlaceKind::define: return {};
    case PlaceKind::unknown: {
      if (!expected || !expected->enumeration || expected->type == Type::list) {
        unknown_name(node);
        return {};
      }
      auto outcome = enum_literal(node.text, *expected->enumeration);
      if (!outcome) {
        report(node.span, std::move(outcome.error().message), std::move(outcome.error().hint));
        return {};
      }
      auto expression = make(ExpressionKind::literal, Type::string, node.span);
      expression->value = std::move(outcome->value);
      return typed(std::move(expression), outcome->type);
    }
    case PlaceKind::row:
      return typed(column(place.row, *place.row.resource->id, node.span), key_type(*place.row.resource));
    case PlaceKind::field:
      if (place.field->is_list_relation()) {
        report(node.span, "\"" + place.field->name + "\" is a list of " + place.field->target->name + ", not a value",
               "write \"" + lang::cel::to_text(node) + ".exists(x, ...)\" to ask about its rows");
        return {};
      }
      return typed(column(place.row, *place.field, node.span), rule_type(*place.field));
    case PlaceKind::auth:
      report(node.span, "\"auth\" is the caller, not a value",
             "write \"auth.id != null\" to ask for somebody signed in");
      return {};
    case PlaceKind::auth_id: {
      const auto& account = scope_.model.account;
      return typed(make(ExpressionKind::auth_id, Type::id, node.span),
                   account ? key_type(*account->resource) : plain(Type::id));
    }
    case PlaceKind::claims: report(node.span, "\"auth.claims\" is no value", "name a claim: auth.claims.x"); return {};
    case PlaceKind::claim: return claim(place, node);
    case PlaceKind::scopes: {
      RuleType scopes = plain(Type::list);
      scopes.element = Type::string;
      return typed(make(ExpressionKind::auth_scopes, Type::list, node.span), scopes);
    }
    case PlaceKind::now: return typed(make(ExpressionKind::now, Type::timestamp, node.span), plain(Type::timestamp));
    case PlaceKind::request: report(node.span, "\"request\" is no value", "rules know \"request.ip\""); return {};
    case PlaceKind::request_ip:
      return typed(make(ExpressionKind::request_ip, Type::string, node.span), plain(Type::string));
  }
  return {};
}

Operand Checker::claim(const Place& place, const Node& node) {
  auto expression = make(ExpressionKind::auth_claim, Type::string, node.span);
  expression->name = place.name;
  if (const Field* field = claimed_field(scope_.model, place.name))
    return typed(std::move(expression), rule_type(*field));
  Operand operand = typed(std::move(expression), plain(Type::string));
  operand.flexible = true;
  return operand;
}

bool Checker::is_contextual(const Node& node) {
  switch (node.kind) {
    case NodeKind::bool_literal:
    case NodeKind::int_literal:
    case NodeKind::double_literal:
    case NodeKind::string_literal: return true;
    case NodeKind::identifier:
    case NodeKind::select:
    case NodeKind::index: {
      const Place place = peek(node);
      if (place.kind == PlaceKind::claim) return claimed_field(scope_.model, place.name) == nullptr;
      return place.kind == PlaceKind::unknown;
    }
    case NodeKind::null_literal:
    case NodeKind::list:
    case NodeKind::call:
    case NodeKind::method:
    case NodeKind::unary:
    case NodeKind::binary:
    case NodeKind::conditional: return false;
  }
  return false;
}

Operand Checker::arithmetic(const Node& node) {
  Operand left = value(*node.children[0]);
  // Only numbers lend their type: "createdAt + '24h'" should say that the string is none.
  const RuleType* expected = left && left.type.type == Type::floating ? &left.type : nullptr;
  Operand right = value(*node.children[1], expected);
  if (!left || !right) return {};
  const auto adopt = [](Operand& operand, const Operand& other) {
    if (!operand.flexible || other.flexible) return;
    operand.expression->type = operand.type.type = other.type.type;
  };
  adopt(left, right);
  adopt(right, left);
  const std::optional<Type> type = result_type(node.op, left.type, right.type);
  if (!type) {
    const bool text_near_time =
        (left.type.type == Type::timestamp || left.type.type == Type::duration) && right.type.type == Type::string;
    report(node.span,
           "\"" + std::string(lang::cel::symbol(node.op)) + "\" does not work on " + describe(left.type) + " and " +
               describe(right.type),
           text_near_time ? "write durations as in duration('24h')" : "");
    return {};
  }
  return typed(
      make(arithmetic_kind(node.op), *type, node.span, {std::move(left.expression), std::move(right.expression)}),
      plain(*type));
}

Operand Checker::negative(const Node& node) {
  Operand operand = value(*node.children[0]);
  if (!operand) return {};
  if (operand.flexible) operand.expression->type = operand.type.type = Type::integer;
  if (!is_number(operand.type.type) || operand.type.refers_to) {
    report(node.span, "\"-\" does not work on " + describe(operand.type));
    return {};
  }
  const Type type = operand.type.type;
  return typed(make(ExpressionKind::negate, type, node.span, {std::move(operand.expression)}), plain(type));
}

Operand Checker::value_choice(const Node& node, const RuleType* expected) {
  ExpressionPtr condition = predicate(*node.children[0]);
  const std::size_t hops = hops_.size();
  Operand yes = value(*node.children[1], expected);
  Operand no = value(*node.children[2], expected ? expected : yes ? &yes.type : nullptr);
  if (hops_.size() != hops) {
    report(node.span, "a path over a relation cannot stand in \"? :\" that is part of a calculation",
           "compare in each branch: a ? b.c == d : e == d");
    return {};
  }
  if (!condition || !yes || !no || !unify(yes, no, node.span)) return {};
  RuleType type = yes.type;
  if (yes.type.type != no.type.type) type = plain(Type::floating);
  return typed(make(ExpressionKind::conditional, type.type, node.span,
                    {std::move(condition), std::move(yes.expression), std::move(no.expression)}),
               type);
}

Operand Checker::value_call(const Node& node) {
  if (node.text == "size") return measure(node);
  if (node.kind == NodeKind::call && (node.text == "timestamp" || node.text == "duration"))
    return instant_or_duration(node);
  unknown_call(node);
  return {};
}

Operand Checker::measure(const Node& node) {
  if (!has_arguments(node, node.kind == NodeKind::method ? 0 : 1, "size(x)")) return {};
  Operand operand = value(*node.children[0]);
  if (!operand) return {};
  const Type type = operand.type.type;
  const bool text = type == Type::string && !operand.type.enumeration && !is_json(operand.type);
  if (!text && type != Type::list && type != Type::bytes) {
    report(node.children[0]->span, describe(operand.type) + " has no size");
    return {};
  }
  return typed(make(ExpressionKind::size, Type::integer, node.span, {std::move(operand.expression)}),
               plain(Type::integer));
}

Operand Checker::instant_or_duration(const Node& node) {
  const bool instant = node.text == "timestamp";
  const std::string form = instant ? "timestamp('2026-01-15T10:30:00Z')" : "duration('24h')";
  if (!has_arguments(node, 1, form)) return {};
  const Node& argument = *node.children[0];
  if (argument.kind != NodeKind::string_literal) {
    report(argument.span, "\"" + node.text + "\" takes a string literal", "write it as in " + form);
    return {};
  }
  const auto micros = instant ? base::parse_date_time(argument.text) : base::parse_duration(argument.text);
  if (!micros) {
    report(argument.span, "\"" + argument.text + "\" is no " + node.text, "write it as in " + form);
    return {};
  }
  const Type type = instant ? Type::timestamp : Type::duration;
  auto expression = make(ExpressionKind::literal, type, node.span);
  expression->value = *micros;
  return typed(std::move(expression), plain(type));
}

}  // namespace tenon::schema
