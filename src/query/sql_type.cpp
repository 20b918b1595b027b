#include "query/sql_type.hpp"

#include <cassert>

namespace tenon::query {
namespace {

sql::Type of_scalar(schema::Scalar scalar) {
  switch (scalar) {
    case schema::Scalar::id:
    case schema::Scalar::uuid: return sql::Type::uuid;
    case schema::Scalar::string:
    case schema::Scalar::email:
    case schema::Scalar::url: return sql::Type::text;
    case schema::Scalar::int32: return sql::Type::int32;
    case schema::Scalar::big_int: return sql::Type::int64;
    case schema::Scalar::floating: return sql::Type::floating;
    case schema::Scalar::boolean: return sql::Type::boolean;
    case schema::Scalar::decimal: return sql::Type::decimal;
    case schema::Scalar::date_time: return sql::Type::timestamp;
    case schema::Scalar::date: return sql::Type::date;
    case schema::Scalar::time: return sql::Type::time;
    case schema::Scalar::json: return sql::Type::json;
    case schema::Scalar::bytes: return sql::Type::bytes;
  }
  return sql::Type::text;
}

}  // namespace

sql::Type sql_type(const schema::Field& field) {
  assert(field.stored());
  if (field.list) return sql::Type::json;
  if (field.kind == schema::FieldKind::enumeration) return sql::Type::text;
  return of_scalar(field.scalar);
}

sql::Type element_type(const schema::Field& list) {
  return list.kind == schema::FieldKind::enumeration ? sql::Type::text : of_scalar(list.scalar);
}

sql::Type sql_type(const schema::Expression& expression) {
  switch (expression.type) {
    case schema::Type::boolean: return sql::Type::boolean;
    case schema::Type::integer:
    case schema::Type::duration: return sql::Type::int64;
    case schema::Type::floating: return sql::Type::floating;
    case schema::Type::decimal: return sql::Type::decimal;
    case schema::Type::string: return sql::Type::text;
    case schema::Type::id: return sql::Type::uuid;
    case schema::Type::timestamp: return sql::Type::timestamp;
    case schema::Type::date: return sql::Type::date;
    case schema::Type::time_of_day: return sql::Type::time;
    case schema::Type::bytes: return sql::Type::bytes;
    case schema::Type::list: return sql::Type::json;
  }
  return sql::Type::text;
}

sql::ExprPtr column_of(const std::string& alias, const schema::Field& field) {
  return sql::column(alias, field.column, sql_type(field));
}

}  // namespace tenon::query
