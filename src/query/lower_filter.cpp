#include "query/lower_filter.hpp"

#include "query/sql_type.hpp"

#include <span>

namespace tenon::query {
namespace {

sql::ExprPtr compare(LowerScope& scope, const Filter& filter, const std::string& alias) {
  const auto& field = *filter.path.field;
  const auto type = sql_type(field);
  const auto value = [&](std::size_t index) { return scope.operand(filter.operands[index], type); };
  const auto binary = [&](sql::ExprKind kind) { return sql::make(kind, {column_of(alias, field), value(0)}); };
  switch (filter.comparison) {
    case Comparison::equal: return binary(sql::ExprKind::equal);
    case Comparison::not_equal: return binary(sql::ExprKind::not_equal);
    case Comparison::less: return binary(sql::ExprKind::less);
    case Comparison::less_equal: return binary(sql::ExprKind::less_equal);
    case Comparison::greater: return binary(sql::ExprKind::greater);
    case Comparison::greater_equal: return binary(sql::ExprKind::greater_equal);
    case Comparison::contains: return binary(sql::ExprKind::contains);
    case Comparison::starts_with: return binary(sql::ExprKind::starts_with);
    case Comparison::ends_with: return binary(sql::ExprKind::ends_with);
    case Comparison::has_element: {
      auto element = scope.operand(filter.operands[0], element_type(field));
      // BigInt is a string in the JSON text of a list, as on the wire.
      if (field.kind == schema::FieldKind::scalar && field.scalar == schema::Scalar::big_int)
        element =
            sql::make(sql::ExprKind::concat, {element, sql::literal(std::string(), sql::Type::text)}, sql::Type::text);
      return sql::make(sql::ExprKind::in_json, {std::move(element), column_of(alias, field)});
    }
    case Comparison::is_null:
      return sql::make(sql::ExprKind::equal, {sql::make(sql::ExprKind::is_null, {column_of(alias, field)}),
                                              scope.operand(filter.operands[0], sql::Type::boolean)});
    case Comparison::in:
    case Comparison::not_in: {
      std::vector<sql::ExprPtr> children{column_of(alias, field)};
      for (std::size_t i = 0; i < filter.operands.size(); ++i) children.push_back(value(i));
      auto in = sql::make(sql::ExprKind::in_list, std::move(children));
      return filter.comparison == Comparison::in ? in : sql::make(sql::ExprKind::logical_not, {in});
    }
  }
  return sql::boolean(false);
}

sql::ExprPtr guarded(sql::ExprPtr guard, sql::ExprPtr condition) {
  if (!guard) return condition;
  return sql::all_of({std::move(guard), std::move(condition)});
}

sql::ExprPtr along(LowerScope& scope, const Filter& filter, std::span<const schema::Field* const> hops,
                   const std::string& alias) {
  // Named first, so that parameters are numbered alike by every compiler.
  if (hops.empty()) {
    auto guard = scope.read_guard(*filter.path.field, alias);
    return guarded(std::move(guard), compare(scope, filter, alias));
  }
  const auto& hop = *hops.front();
  auto guard = scope.read_guard(hop, alias);
  const auto next = scope.fresh_alias();
  auto rows = related_rows(scope, hop, alias, next);
  rows.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  rows.where = sql::all_of({rows.where, along(scope, filter, hops.subspan(1), next)});
  return guarded(std::move(guard), sql::exists(std::move(rows)));
}

sql::ExprPtr lower_related(LowerScope& scope, const Filter& filter, const std::string& alias) {
  const auto& relation = *filter.path.field;
  auto guard = scope.read_guard(relation, alias);
  const auto next = scope.fresh_alias();
  auto rows = related_rows(scope, relation, alias, next);
  rows.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  std::vector<sql::ExprPtr> conditions{rows.where};
  for (const auto& child : filter.children) conditions.push_back(lower_filter(scope, child, next));
  rows.where = sql::all_of(std::move(conditions));
  return guarded(std::move(guard), sql::exists(std::move(rows)));
}

}  // namespace

sql::ExprPtr lower_filter(LowerScope& scope, const Filter& filter, const std::string& alias) {
  if (filter.kind == Filter::Kind::compare) return along(scope, filter, filter.path.hops, alias);
  if (filter.kind == Filter::Kind::related) return lower_related(scope, filter, alias);
  std::vector<sql::ExprPtr> children;
  for (const auto& child : filter.children) children.push_back(lower_filter(scope, child, alias));
  return filter.kind == Filter::Kind::all_of ? sql::all_of(std::move(children)) : sql::any_of(std::move(children));
}

}  // namespace tenon::query
