#include "query/compile_read.hpp"
#include "query/lower_members.hpp"
#include "query/lower_scope.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"
#include "sql/union_all.hpp"

#include <algorithm>

namespace tenon::query {
namespace {

/// The candidate's number and its row as one JSON text, exactly as far as a get would find it.
sql::Select row_of(LowerScope& scope, const GetAny& operation, std::size_t number) {
  const auto& candidate = operation.candidates[number];
  const auto& resource = *candidate.resource;
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  auto wanted = sql::make(sql::ExprKind::equal,
                          {column_of(alias, *resource.id), scope.operand(operation.id, sql_type(*resource.id))});
  select.where = sql::all_of({std::move(wanted), scope.row_rule(resource, schema::Operation::read, alias)});
  if (is_false(select.where)) return select;
  select.outputs.push_back({.expr = sql::literal(static_cast<std::int64_t>(number), sql::Type::int64), .alias = {}});
  select.outputs.push_back(
      {.expr = sql::json_object(lower_members(scope, resource, candidate.members, alias)), .alias = {}});
  return select;
}

}  // namespace

CompiledRead compile(const GetAny& operation, const Ground& ground) {
  CompiledRead compiled;
  LowerScope scope(ground, &operation.operands);
  const auto counted = RateLimits::limits_of(operation);
  sql::UnionAll rows;
  for (std::size_t i = 0; i < operation.candidates.size(); ++i) {
    auto select = row_of(scope, operation, i);
    if (!is_false(select.where)) rows.parts.push_back(std::move(select));
    auto& limits = compiled.found_limits.emplace_back(
        RateLimits::limits_of(*operation.candidates[i].resource, schema::Operation::read));
    std::erase_if(limits, [&](const auto* limit) { return std::ranges::find(counted, limit) != counted.end(); });
  }
  compiled.nothing = rows.parts.empty();
  if (compiled.nothing) return compiled;
  compiled.nested = true;
  compiled.rows = prepare(scope, rows);
  compiled.cursors = std::move(scope.cursors);
  return compiled;
}

}  // namespace tenon::query
