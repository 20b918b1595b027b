#include "query/lower_page.hpp"

#include "query/lower_selection.hpp"
#include "query/sql_type.hpp"

#include <cassert>

namespace tenon::query {
namespace {

struct Key {
  sql::ExprPtr column;
  sql::ExprPtr value;
  bool descending = false;
  bool nullable = false;
  bool value_is_null = false;
};

/// Strictly after, in one key. Nulls are last ascending and first descending.
sql::ExprPtr after_key(const Key& key) {
  if (key.value_is_null)
    return key.descending ? sql::make(sql::ExprKind::is_not_null, {key.column}) : sql::boolean(false);
  auto beyond = sql::make(key.descending ? sql::ExprKind::less : sql::ExprKind::greater, {key.column, key.value});
  if (key.descending || !key.nullable) return beyond;
  return sql::any_of({std::move(beyond), sql::make(sql::ExprKind::is_null, {key.column})});
}

sql::ExprPtr same_key(const Key& key) {
  if (key.value_is_null) return sql::make(sql::ExprKind::is_null, {key.column});
  return sql::make(sql::ExprKind::equal, {key.column, key.value});
}

Key key_of(LowerScope& scope, const SortKey& sort, Operand value, const std::string& alias) {
  Key key;
  key.column = visible_column(scope, *sort.field, alias);
  key.descending = sort.descending;
  key.nullable = !sort.field->required || key.column->kind != sql::ExprKind::column;
  key.value_is_null = base::is_null((*scope.operands)[static_cast<std::size_t>(value)]);
  if (!key.value_is_null) key.value = scope.operand(value, sql_type(*sort.field));
  return key;
}

}  // namespace

sql::ExprPtr lower_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                         const std::string& alias) {
  assert(keys.size() == after.size());
  std::vector<sql::ExprPtr> ways;
  std::vector<sql::ExprPtr> same;
  sql::ExprPtr bound;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto key = key_of(scope, keys[i], after[i], alias);
    // OR hides the range from the planner: say it once more as a plain bound that an index can seek to.
    // A null here was made where the field could be null: by a caller who may not see it, or under another schema.
    if (i == 0 && keys.size() > 1 && !key.nullable && !key.value_is_null)
      bound =
          sql::make(key.descending ? sql::ExprKind::less_equal : sql::ExprKind::greater_equal, {key.column, key.value});
    auto way = same;
    way.push_back(after_key(key));
    ways.push_back(sql::all_of(std::move(way)));
    same.push_back(same_key(key));
  }
  auto any = sql::any_of(std::move(ways));
  return bound ? sql::all_of({std::move(bound), std::move(any)}) : any;
}

sql::ExprPtr lower_not_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                             const std::string& alias) {
  auto before = lower_after(scope, turned(keys), after, alias);
  std::vector<sql::ExprPtr> same;
  for (std::size_t i = 0; i < keys.size(); ++i) same.push_back(same_key(key_of(scope, keys[i], after[i], alias)));
  return sql::any_of({std::move(before), sql::all_of(std::move(same))});
}

std::vector<SortKey> turned(std::vector<SortKey> keys) {
  for (auto& key : keys) key.descending = !key.descending;
  return keys;
}

}  // namespace tenon::query
