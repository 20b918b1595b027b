#include "query/aggregable.hpp"

namespace tenon::query {
namespace {

bool is_single(const schema::Field& field) {
  return field.stored() && !field.list && !field.write_only;
}

}  // namespace

bool can_sum(const schema::Field& field) {
  if (!is_single(field) || field.kind != schema::FieldKind::scalar) return false;
  return field.scalar == schema::Scalar::int32 || field.scalar == schema::Scalar::big_int ||
         field.scalar == schema::Scalar::floating || field.scalar == schema::Scalar::decimal;
}

bool can_compare(const schema::Field& field) {
  if (!is_single(field) || field.kind == schema::FieldKind::to_one) return false;
  if (field.kind == schema::FieldKind::enumeration) return true;
  switch (field.scalar) {
    case schema::Scalar::string:
    case schema::Scalar::int32:
    case schema::Scalar::floating:
    case schema::Scalar::big_int:
    case schema::Scalar::decimal:
    case schema::Scalar::date_time:
    case schema::Scalar::date:
    case schema::Scalar::time:
    case schema::Scalar::email:
    case schema::Scalar::url: return true;
    case schema::Scalar::id:
    case schema::Scalar::uuid:
    case schema::Scalar::boolean:
    case schema::Scalar::json:
    case schema::Scalar::bytes: return false;
  }
  return false;
}

bool can_group(const schema::Field& field) {
  if (!is_single(field)) return false;
  return field.kind != schema::FieldKind::scalar ||
         (field.scalar != schema::Scalar::json && field.scalar != schema::Scalar::bytes);
}

}  // namespace tenon::query
