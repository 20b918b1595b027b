#include "schema/rules/rule_type.hpp"

namespace tenon::schema {
namespace {

Type type_of(Scalar scalar) {
  switch (scalar) {
    case Scalar::id:
    case Scalar::uuid: return Type::id;
    case Scalar::string:
    case Scalar::email:
    case Scalar::url:
    case Scalar::json: return Type::string;
    case Scalar::int32:
    case Scalar::big_int: return Type::integer;
    case Scalar::floating: return Type::floating;
    case Scalar::boolean: return Type::boolean;
    case Scalar::decimal: return Type::decimal;
    case Scalar::date_time: return Type::timestamp;
    case Scalar::date: return Type::date;
    case Scalar::time: return Type::time_of_day;
    case Scalar::bytes: return Type::bytes;
  }
  return Type::string;
}

std::string name_of(Scalar scalar) {
  switch (scalar) {
    case Scalar::id: return "ID";
    case Scalar::string: return "String";
    case Scalar::int32: return "Int";
    case Scalar::floating: return "Float";
    case Scalar::boolean: return "Boolean";
    case Scalar::big_int: return "BigInt";
    case Scalar::decimal: return "Decimal";
    case Scalar::date_time: return "DateTime";
    case Scalar::date: return "Date";
    case Scalar::time: return "Time";
    case Scalar::uuid: return "UUID";
    case Scalar::email: return "Email";
    case Scalar::url: return "URL";
    case Scalar::json: return "JSON";
    case Scalar::bytes: return "Bytes";
  }
  return {};
}

std::string name_of(Type type) {
  switch (type) {
    case Type::boolean: return "Boolean";
    case Type::integer: return "Int";
    case Type::floating: return "Float";
    case Type::decimal: return "Decimal";
    case Type::string: return "String";
    case Type::id: return "ID";
    case Type::timestamp: return "DateTime";
    case Type::duration: return "Duration";
    case Type::date: return "Date";
    case Type::time_of_day: return "Time";
    case Type::bytes: return "Bytes";
    case Type::list: return "list";
  }
  return {};
}

bool is_number(Type type) {
  return type == Type::integer || type == Type::floating;
}

}  // namespace

RuleType rule_type(const Field& field) {
  RuleType type;
  if (field.kind == FieldKind::enumeration) {
    type.enumeration = field.enumeration;
  } else {
    type.type = type_of(field.scalar);
    if (field.kind == FieldKind::to_one) {
      type.refers_to = field.target;
    } else {
      type.scalar = field.scalar;
      if (field.owner_type && field.owner_type->id == &field) type.refers_to = field.owner_type;
    }
  }
  if (field.list) {
    type.element = type.type;
    type.type = Type::list;
  }
  return type;
}

RuleType key_type(const Resource& resource) {
  return rule_type(*resource.id);
}

RuleType plain(Type type) {
  RuleType result;
  result.type = type;
  return result;
}

RuleType element_type(const RuleType& list) {
  RuleType element = list;
  element.type = list.element;
  return element;
}

bool is_json(const RuleType& type) {
  return type.scalar == Scalar::json;
}

std::string describe(const RuleType& type) {
  if (type.type == Type::list) return "[" + describe(element_type(type)) + "]";
  if (type.enumeration) return type.enumeration->name;
  if (type.refers_to) return type.refers_to->name;
  if (type.scalar) return name_of(*type.scalar);
  return name_of(type.type);
}

bool comparable(const RuleType& left, const RuleType& right) {
  if (left.type == Type::list || right.type == Type::list || is_json(left) || is_json(right)) return false;
  if (left.refers_to && right.refers_to && left.refers_to != right.refers_to) return false;
  if (left.enumeration && right.enumeration && left.enumeration != right.enumeration) return false;
  return left.type == right.type || (is_number(left.type) && is_number(right.type));
}

bool has_order(const RuleType& type) {
  if (type.enumeration || type.refers_to || is_json(type)) return false;
  switch (type.type) {
    case Type::integer:
    case Type::floating:
    case Type::decimal:
    case Type::string:
    case Type::timestamp:
    case Type::duration:
    case Type::date:
    case Type::time_of_day: return true;
    case Type::boolean:
    case Type::id:
    case Type::bytes:
    case Type::list: return false;
  }
  return false;
}

}  // namespace tenon::schema
