#include "migrate/constraints.hpp"

#include "migrate/define.hpp"

#include <cstdint>
#include <cstdlib>

namespace tenon::migrate {
namespace {

sql::ExprPtr column(const schema::Field& field) {
  return sql::column({}, field.column, column_type(field));
}

sql::ExprPtr length_of(const schema::Field& field) {
  auto kind = sql::ExprKind::length;
  if (field.list) kind = sql::ExprKind::json_length;
  if (!field.list && field.scalar == schema::Scalar::bytes) kind = sql::ExprKind::byte_length;
  return sql::make(kind, {column(field)}, sql::Type::int64);
}

sql::ExprPtr bound(const schema::Field& field, const std::string& text) {
  switch (column_type(field)) {
    case sql::Type::int32:
    case sql::Type::int64:
      return sql::literal(static_cast<std::int64_t>(std::strtoll(text.c_str(), nullptr, 10)), sql::Type::int64);
    case sql::Type::floating: return sql::literal(std::strtod(text.c_str(), nullptr), sql::Type::floating);
    case sql::Type::boolean:
    case sql::Type::decimal:
    case sql::Type::text:
    case sql::Type::uuid:
    case sql::Type::timestamp:
    case sql::Type::date:
    case sql::Type::time:
    case sql::Type::json:
    case sql::Type::bytes: break;
  }
  return sql::literal(text, column_type(field));
}

}  // namespace

std::vector<sql::CheckDefinition> constraints_of(const schema::Field& field) {
  std::vector<sql::CheckDefinition> checks;
  const auto name = [&](const char* what) { return field.owner_type->table + "_" + field.column + "_" + what; };
  const auto add = [&](const char* what, sql::ExprPtr expr) {
    checks.push_back({.name = name(what), .expr = std::move(expr)});
  };
  if (field.kind == schema::FieldKind::enumeration && !field.list) {
    std::vector<sql::ExprPtr> values{column(field)};
    for (const auto& value : field.enumeration->values) values.push_back(sql::literal(value, sql::Type::text));
    add("values", sql::make(sql::ExprKind::in_list, std::move(values)));
  }
  const auto limit = [](std::uint32_t value) {
    return sql::literal(static_cast<std::int64_t>(value), sql::Type::int64);
  };
  if (field.min_length)
    add("min_length", sql::make(sql::ExprKind::greater_equal, {length_of(field), limit(*field.min_length)}));
  if (field.max_length)
    add("max_length", sql::make(sql::ExprKind::less_equal, {length_of(field), limit(*field.max_length)}));
  if (field.list) return checks;
  if (field.min_value)
    add("minimum", sql::make(sql::ExprKind::greater_equal, {column(field), bound(field, *field.min_value)}));
  if (field.max_value)
    add("maximum", sql::make(sql::ExprKind::less_equal, {column(field), bound(field, *field.max_value)}));
  return checks;
}

}  // namespace tenon::migrate
