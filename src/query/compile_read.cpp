#include "query/compile_read.hpp"

#include "query/lower_connection.hpp"
#include "query/lower_filter.hpp"
#include "query/lower_page.hpp"
#include "query/lower_scope.hpp"
#include "query/lower_search.hpp"
#include "query/lower_selection.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"

namespace tenon::query {
namespace {

sql::ExprPtr field_is(LowerScope& scope, const schema::Field& field, Operand value, const std::string& alias) {
  return sql::make(sql::ExprKind::equal, {column_of(alias, field), scope.operand(value, sql_type(field))});
}

/// The row that is asked for. By another key than the id only where the caller may see that key.
sql::ExprPtr is_wanted(LowerScope& scope, const Get& operation, const std::string& alias) {
  const auto& resource = *operation.selection.resource;
  if (!operation.key) return field_is(scope, *resource.id, operation.id, alias);
  auto guard = scope.read_guard(*operation.key, alias);
  auto same = field_is(scope, *operation.key, operation.id, alias);
  return guard ? sql::all_of({std::move(same), std::move(guard)}) : same;
}

/// One row if the caller may read the parent and its relation.
void compile_parent(CompiledRead& compiled, const Parent& parent, const Ground& ground) {
  LowerScope scope(ground);
  const auto& resource = *parent.relation->owner_type;
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  select.where = sql::all_of(
      {field_is(scope, *resource.id, parent.id, alias), scope.row_rule(resource, schema::Operation::read, alias)});
  if (auto guard = scope.read_guard(*parent.relation, alias))
    select.where = sql::all_of({select.where, std::move(guard)});
  compiled.parent_hidden = is_false(select.where);
  if (!compiled.parent_hidden) compiled.parent = prepare(scope, select);
}

/// FROM and WHERE of a list, without its page.
sql::Select listed_rows(LowerScope& scope, const List& operation, const std::string& alias) {
  const auto& resource = *operation.selection.resource;
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  std::vector<sql::ExprPtr> conditions;
  if (operation.parent) {
    const auto& relation = *operation.parent->relation;
    const auto key_type = sql_type(*relation.owner_type->id);
    auto key = scope.operand(operation.parent->id, key_type);
    if (relation.kind == schema::FieldKind::to_many) {
      conditions.push_back(sql::make(sql::ExprKind::equal, {column_of(alias, *relation.inverse), std::move(key)}));
    } else {
      const auto join = scope.fresh_alias();
      auto same_row = sql::make(
          sql::ExprKind::equal,
          {sql::column(join, relation.join.other_column, sql_type(*resource.id)), column_of(alias, *resource.id)});
      select.joins.push_back({.table = relation.join.table, .alias = join, .on = std::move(same_row)});
      conditions.push_back(
          sql::make(sql::ExprKind::equal, {sql::column(join, relation.join.this_column, key_type), std::move(key)}));
    }
    conditions.push_back(scope.inverse_guard(relation, alias));
  }
  if (operation.search >= 0) conditions.push_back(lower_search(scope, resource, operation.search, alias));
  conditions.push_back(lower_filter(scope, operation.filter, alias));
  conditions.push_back(scope.row_rule(resource, schema::Operation::read, alias));
  select.where = sql::all_of(std::move(conditions));
  return select;
}

}  // namespace

CompiledRead compile(const Get& operation, const Ground& ground) {
  CompiledRead compiled;
  LowerScope scope(ground, &operation.operands);
  const auto& resource = *operation.selection.resource;
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  compiled.spelled_out = !operation.selection.members.empty();
  auto wanted = is_wanted(scope, operation, alias);
  select.where = sql::all_of({std::move(wanted), scope.row_rule(resource, schema::Operation::read, alias)});
  compiled.nothing = is_false(select.where);
  if (compiled.nothing) return compiled;
  compiled.members = as_columns(lower_selection(scope, operation.selection, alias), select.outputs);
  compiled.version_column = static_cast<int>(select.outputs.size());
  select.outputs.push_back({.expr = column_of(alias, *resource.updated_at), .alias = {}});
  compiled.nested = !operation.selection.includes.empty() || !operation.selection.members.empty();
  compiled.rows = prepare(scope, select);
  compiled.cursors = std::move(scope.cursors);
  return compiled;
}

CompiledRead compile(const Connect& operation, const Ground& ground) {
  CompiledRead compiled;
  LowerScope scope(ground, &operation.operands);
  ListSource source{.resource = *operation.resource};
  auto connection = lower_connection(scope, source, operation.page, operation.members);
  sql::Select select = std::move(connection.select);
  compiled.members = as_columns(std::move(connection.members), select.outputs);
  compiled.nested = true;
  compiled.rows = prepare(scope, select);
  compiled.cursors = std::move(scope.cursors);
  return compiled;
}

namespace {

/// Of what comes behind a cursor: all of it, or one of the two parts that an index can be sought for.
enum class Part : std::uint8_t { whole, near, far };

/// The rows of a page, into `compiled`. False if the list has no such part.
bool compile_page(CompiledRead& compiled, const List& operation, const Ground& ground, Part part) {
  LowerScope scope(ground, &operation.operands);
  const auto& resource = *operation.selection.resource;
  const auto alias = scope.fresh_alias();
  auto select = listed_rows(scope, operation, alias);
  compiled.nothing = is_false(select.where);
  if (compiled.nothing) return true;

  const auto keys = with_id(resource, operation.sort);
  const auto order = compiled.backwards ? turned(keys) : keys;
  const auto& wanted = compiled.backwards ? operation.cursor.before : operation.cursor.after;
  if (part != Part::whole) {
    if (wanted.empty() || (compiled.backwards && !operation.cursor.after.empty())) return false;
    const auto parts = lower_after_in_two(scope, order, wanted, alias);
    if (!parts) return false;
    select.where = sql::all_of({select.where, part == Part::near ? parts->near : parts->far});
  } else {
    if (!operation.cursor.after.empty())
      select.where = sql::all_of({select.where, lower_after(scope, keys, operation.cursor.after, alias)});
    if (compiled.backwards)
      select.where = sql::all_of({select.where, lower_after(scope, order, operation.cursor.before, alias)});
  }
  compiled.members = as_columns(lower_selection(scope, operation.selection, alias), select.outputs);
  compiled.key_columns.clear();
  for (const auto& key : keys) {
    compiled.key_columns.push_back(static_cast<int>(select.outputs.size()));
    select.outputs.push_back({.expr = visible_column(scope, *key.field, alias), .alias = {}});
  }
  select.order_by = lower_order(scope, order, alias);
  select.limit = scope.operand(operation.limit, sql::Type::int64);
  if (operation.offset)
    select.offset = scope.operand(operation.offset->offset, sql::Type::int64);
  else
    compiled.probe_operand = operation.limit;
  compiled.rows = prepare(scope, select);
  compiled.cursors = std::move(scope.cursors);
  return true;
}

}  // namespace

CompiledRead compile(const List& operation, const Ground& ground) {
  CompiledRead compiled;
  if (operation.parent) compile_parent(compiled, *operation.parent, ground);
  if (compiled.parent_hidden) return compiled;
  compiled.nested = !operation.selection.includes.empty();
  compiled.backwards = !operation.cursor.before.empty();
  if (compile_page(compiled, operation, ground, Part::far)) {
    if (compiled.nothing) return compiled;
    compiled.more_rows = std::move(compiled.rows);
    compile_page(compiled, operation, ground, Part::near);
  } else {
    compile_page(compiled, operation, ground, Part::whole);
    if (compiled.nothing) return compiled;
  }
  if (operation.offset) {
    LowerScope counting(ground);
    auto counted = listed_rows(counting, operation, counting.fresh_alias());
    counted.outputs.push_back({.expr = sql::make(sql::ExprKind::count_all, {}, sql::Type::int64), .alias = {}});
    compiled.total = prepare(counting, counted);
  }
  return compiled;
}

}  // namespace tenon::query
