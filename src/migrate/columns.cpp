#include "migrate/columns.hpp"

#include "base/decimal.hpp"

#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

namespace tenon::migrate {
namespace {

using sql::ExprKind;

/// A bound of @range as a literal that compares with the column; nothing if there is no such literal.
std::optional<base::Value> bound(const std::string& decimal, sql::Type type) {
  const char* const end = decimal.data() + decimal.size();
  switch (type) {
    case sql::Type::int32:
    case sql::Type::int64: {
      std::int64_t number = 0;
      const auto read = std::from_chars(decimal.data(), end, number);
      if (read.ec == std::errc() && read.ptr == end) return number;
      return std::nullopt;
    }
    case sql::Type::floating: {
      double number = 0;
      const auto read = std::from_chars(decimal.data(), end, number);
      if (read.ec == std::errc() && read.ptr == end) return number;
      return std::nullopt;
    }
    case sql::Type::decimal: return base::parse_decimal(decimal);
    case sql::Type::boolean:
    case sql::Type::text:
    case sql::Type::uuid:
    case sql::Type::timestamp:
    case sql::Type::date:
    case sql::Type::time:
    case sql::Type::json:
    case sql::Type::bytes: break;
  }
  return std::nullopt;
}

ExprKind measure(const schema::Field& field) {
  if (field.list) return ExprKind::json_length;
  return field.scalar == schema::Scalar::bytes ? ExprKind::byte_length : ExprKind::length;
}

}  // namespace

sql::Type stored_type(schema::Scalar scalar) {
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

sql::Type stored_type(const schema::Field& field) {
  if (field.list) return sql::Type::json;
  if (field.kind == schema::FieldKind::enumeration) return sql::Type::text;
  return stored_type(field.scalar);
}

sql::ReferenceAction reference_action(schema::OnDelete on_delete) {
  switch (on_delete) {
    case schema::OnDelete::restrict: return sql::ReferenceAction::restrict;
    case schema::OnDelete::cascade: return sql::ReferenceAction::cascade;
    case schema::OnDelete::set_null: return sql::ReferenceAction::set_null;
  }
  return sql::ReferenceAction::restrict;
}

std::vector<sql::CheckDefinition> define_checks(const schema::Resource& resource, const schema::Field& field) {
  std::vector<sql::CheckDefinition> checks;
  const auto type = stored_type(field);
  const auto column = sql::column({}, field.column, type);
  const auto add = [&](std::string_view what, std::vector<sql::ExprPtr> conditions) {
    if (conditions.empty()) return;
    sql::CheckDefinition check;
    check.name = resource.table + "_" + field.column + "_" + std::string(what);
    check.expr = sql::all_of(std::move(conditions));
    checks.push_back(std::move(check));
  };
  if (field.kind == schema::FieldKind::enumeration && !field.list) {
    std::vector<sql::ExprPtr> values{column};
    for (const auto& value : field.enumeration->values) values.push_back(sql::literal(value, sql::Type::text));
    add("values", {sql::make(ExprKind::in_list, std::move(values))});
  }
  std::vector<sql::ExprPtr> lengths;
  const auto limit_length = [&](ExprKind comparison, std::optional<std::uint32_t> limit) {
    if (!limit) return;
    auto length = sql::make(measure(field), {column}, sql::Type::int64);
    lengths.push_back(sql::make(comparison, {std::move(length), sql::literal(std::int64_t{*limit}, sql::Type::int64)}));
  };
  limit_length(ExprKind::greater_equal, field.min_length);
  limit_length(ExprKind::less_equal, field.max_length);
  add("length", std::move(lengths));

  std::vector<sql::ExprPtr> range;
  const auto limit_value = [&](ExprKind comparison, const std::optional<std::string>& limit) {
    if (!limit) return;
    if (auto value = bound(*limit, type))
      range.push_back(sql::make(comparison, {column, sql::literal(std::move(*value), type)}));
  };
  limit_value(ExprKind::greater_equal, field.min_value);
  limit_value(ExprKind::less_equal, field.max_value);
  add("range", std::move(range));
  return checks;
}

}  // namespace tenon::migrate
