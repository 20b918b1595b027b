#pragma once
#include "schema/model.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

/// Rules by hand, for tests: short enough to read like the rule's own text.
namespace tenon::access::testing {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using schema::Type;

inline Type type_of(schema::Scalar scalar) {
  switch (scalar) {
    case schema::Scalar::id:
    case schema::Scalar::uuid: return Type::id;
    case schema::Scalar::int32:
    case schema::Scalar::big_int: return Type::integer;
    case schema::Scalar::floating: return Type::floating;
    case schema::Scalar::boolean: return Type::boolean;
    case schema::Scalar::decimal: return Type::decimal;
    case schema::Scalar::date_time: return Type::timestamp;
    case schema::Scalar::date: return Type::date;
    case schema::Scalar::time: return Type::time_of_day;
    case schema::Scalar::bytes: return Type::bytes;
    case schema::Scalar::string:
    case schema::Scalar::email:
    case schema::Scalar::url:
    case schema::Scalar::json: return Type::string;
  }
  return Type::string;
}

inline Type type_of(const schema::Field& field) {
  return field.list ? Type::list : field.kind == schema::FieldKind::enumeration ? Type::string : type_of(field.scalar);
}

inline ExpressionPtr finish(Expression node) {
  return std::make_shared<const Expression>(std::move(node));
}

inline ExpressionPtr node(ExpressionKind kind, std::vector<ExpressionPtr> children, Type type = Type::boolean) {
  Expression made;
  made.kind = kind;
  made.type = type;
  made.children = std::move(children);
  return finish(std::move(made));
}

inline ExpressionPtr literal(base::Value value, Type type) {
  Expression made;
  made.kind = ExpressionKind::literal;
  made.type = type;
  made.value = std::move(value);
  return finish(std::move(made));
}
inline ExpressionPtr floating(double value) {
  return literal(value, Type::floating);
}
inline ExpressionPtr flag(bool value) {
  return literal(value, Type::boolean);
}
inline ExpressionPtr number(std::int64_t value) {
  return literal(value, Type::integer);
}
inline ExpressionPtr text(std::string value) {
  return literal(std::move(value), Type::string);
}
inline ExpressionPtr null(Type type = Type::boolean) {
  return literal(base::Null{}, type);
}
inline ExpressionPtr list_of(Type element, std::vector<ExpressionPtr> children) {
  Expression made;
  made.kind = ExpressionKind::literal;
  made.type = Type::list;
  made.element = element;
  made.children = std::move(children);
  return finish(std::move(made));
}

inline ExpressionPtr column(const schema::Field& field, int variable = schema::variable::row) {
  Expression made;
  made.kind = ExpressionKind::column;
  made.type = type_of(field);
  made.element = field.kind == schema::FieldKind::enumeration ? Type::string : type_of(field.scalar);
  made.field = &field;
  made.variable = variable;
  return finish(std::move(made));
}

inline ExpressionPtr auth_is(int role) {
  Expression made;
  made.kind = ExpressionKind::auth_is;
  made.role = role;
  return finish(std::move(made));
}
inline ExpressionPtr auth_anonymous() {
  return node(ExpressionKind::auth_anonymous, {});
}
inline ExpressionPtr auth_id(Type type = Type::id) {
  return node(ExpressionKind::auth_id, {}, type);
}
inline ExpressionPtr claim(std::string name, Type type, Type element = Type::string) {
  Expression made;
  made.kind = ExpressionKind::auth_claim;
  made.type = type;
  made.element = element;
  made.name = std::move(name);
  return finish(std::move(made));
}
inline ExpressionPtr scopes() {
  return node(ExpressionKind::auth_scopes, {}, Type::list);
}
inline ExpressionPtr now() {
  return node(ExpressionKind::now, {}, Type::timestamp);
}
inline ExpressionPtr request_ip() {
  return node(ExpressionKind::request_ip, {}, Type::string);
}

inline ExpressionPtr relation(ExpressionKind kind, const schema::Field& field, int bound, ExpressionPtr body,
                              int variable = schema::variable::row) {
  Expression made;
  made.kind = kind;
  made.field = &field;
  made.variable = variable;
  made.bound = bound;
  made.children = {std::move(body)};
  return finish(std::move(made));
}
inline ExpressionPtr can(schema::Operation operation, const schema::Field& field,
                         int variable = schema::variable::row) {
  Expression made;
  made.kind = ExpressionKind::can;
  made.operation = operation;
  made.field = &field;
  made.variable = variable;
  return finish(std::move(made));
}

inline ExpressionPtr both(std::vector<ExpressionPtr> children) {
  return node(ExpressionKind::logical_and, std::move(children));
}
inline ExpressionPtr either(std::vector<ExpressionPtr> children) {
  return node(ExpressionKind::logical_or, std::move(children));
}
inline ExpressionPtr no(ExpressionPtr child) {
  return node(ExpressionKind::logical_not, {std::move(child)});
}
inline ExpressionPtr equal(ExpressionPtr left, ExpressionPtr right) {
  return node(ExpressionKind::equal, {std::move(left), std::move(right)});
}
inline ExpressionPtr is_null(ExpressionPtr child) {
  return node(ExpressionKind::is_null, {std::move(child)});
}

inline schema::Rule allow(std::initializer_list<schema::Operation> operations, ExpressionPtr when,
                          ExpressionPtr check = nullptr) {
  schema::Rule rule;
  for (auto operation : operations) rule.operations.add(operation);
  rule.when = std::move(when);
  rule.check = std::move(check);
  return rule;
}
inline schema::Rule deny(std::initializer_list<schema::Operation> operations, ExpressionPtr when) {
  auto rule = allow(operations, std::move(when));
  rule.effect = schema::Effect::deny;
  return rule;
}

}  // namespace tenon::access::testing
