#include "sql/conversion.hpp"

#include "sql/conversion_text.hpp"

namespace tenon::sql {
namespace {

bool is_integer(Type type) {
  return type == Type::int32 || type == Type::int64;
}

bool is_number(Type type) {
  return is_integer(type) || type == Type::floating || type == Type::decimal;
}

/// What can be said as text and read from it again.
bool has_text(Type type) {
  switch (type) {
    case Type::boolean:
    case Type::int32:
    case Type::int64:
    case Type::floating:
    case Type::decimal:
    case Type::text:
    case Type::uuid:
    case Type::timestamp:
    case Type::date:
    case Type::time: return true;
    case Type::json:
    case Type::bytes: return false;
  }
  return false;
}

/// Of those the form inside a list is known to the database.
bool can_be_element(Type type) {
  return has_text(type) && type != Type::timestamp && type != Type::floating;
}

Conversion between_numbers(Type from, Type to) {
  const bool widens = (from == Type::int32 && is_number(to)) || (from == Type::int64 && to == Type::decimal);
  return widens ? Conversion::safe : Conversion::lossy;
}

}  // namespace

Conversion conversion(StoredForm from, StoredForm to) {
  if (from.element && to.element) return Conversion::impossible;
  if (to.element)
    return *to.element == from.type && can_be_element(from.type) ? Conversion::safe : Conversion::impossible;
  if (from.element)
    return *from.element == to.type && can_be_element(to.type) ? Conversion::lossy : Conversion::impossible;
  if (!has_text(from.type) || !has_text(to.type)) return Conversion::impossible;
  if (to.type == Type::text) return Conversion::safe;
  if (from.type == Type::text) return Conversion::lossy;
  if (is_number(from.type) && is_number(to.type)) return between_numbers(from.type, to.type);
  if (from.type == Type::boolean && is_integer(to.type)) return Conversion::safe;
  if (is_integer(from.type) && to.type == Type::boolean) return Conversion::lossy;
  if (from.type == Type::date && to.type == Type::timestamp) return Conversion::safe;
  if (from.type == Type::timestamp && to.type == Type::date) return Conversion::lossy;
  return Conversion::impossible;
}

std::string converted(std::string_view value, StoredForm from, StoredForm to, Dialect dialect) {
  if (from == to || conversion(from, to) == Conversion::impossible) return std::string(value);
  switch (dialect) {
    case Dialect::sqlite: return sqlite_conversion(value, from, to);
    case Dialect::postgres: return postgres_conversion(value, from, to);
  }
  return std::string(value);
}

std::string random_uuid(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite:
      return "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
             "substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";
    case Dialect::postgres: return "gen_random_uuid()";
  }
  return {};
}

std::string this_moment(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return "CAST(strftime('%s', 'now') AS INTEGER) * 1000000";
    case Dialect::postgres: return "now()";
  }
  return {};
}

}  // namespace tenon::sql
