#include "query/lower_page.hpp"

#include "query/lower_selection.hpp"
#include "query/sql_type.hpp"

#include <algorithm>
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

/// Whether the comparison of whole rows says what comes after. Then an index over the keys is sought to the very place:
/// an OR of the ways to come after would be tried on every row that shares the first key.
bool compare_as_rows(const std::vector<Key>& keys) {
  return keys.size() > 1 && std::ranges::all_of(keys, [&](const Key& key) {
           return key.column->kind == sql::ExprKind::column && key.descending == keys.front().descending &&
                  !key.value_is_null && (key.descending || !key.nullable);
         });
}

sql::ExprPtr row_after(const std::vector<Key>& keys) {
  std::vector<sql::ExprPtr> children;
  for (const auto& key : keys) children.push_back(key.column);
  for (const auto& key : keys) children.push_back(key.value);
  return sql::make(keys.front().descending ? sql::ExprKind::less : sql::ExprKind::greater, std::move(children));
}

}  // namespace

namespace {

std::vector<Key> keys_of(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                         const std::string& alias) {
  assert(keys.size() == after.size());
  std::vector<Key> parts;
  for (std::size_t i = 0; i < keys.size(); ++i) parts.push_back(key_of(scope, keys[i], after[i], alias));
  return parts;
}

sql::ExprPtr after_keys(const std::vector<Key>& keys) {
  if (keys.size() == 1) return after_key(keys.front());
  if (compare_as_rows(keys)) return row_after(keys);
  std::vector<sql::ExprPtr> ways;
  std::vector<sql::ExprPtr> same;
  sql::ExprPtr bound;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& key = keys[i];
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

}  // namespace

sql::ExprPtr lower_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                         const std::string& alias) {
  return after_keys(keys_of(scope, keys, after, alias));
}

std::optional<AfterInTwo> lower_after_in_two(LowerScope& scope, const std::vector<SortKey>& keys,
                                             const std::vector<Operand>& after, const std::string& alias) {
  auto parts = keys_of(scope, keys, after, alias);
  auto& first = parts.front();
  if (parts.size() < 2 || !first.nullable || first.column->kind != sql::ExprKind::column) return std::nullopt;
  // Nulls are last going up and first going down.
  if (first.descending != first.value_is_null) return std::nullopt;
  if (first.value_is_null) {
    auto null = sql::make(sql::ExprKind::is_null, {first.column});
    auto rest = after_keys({parts.begin() + 1, parts.end()});
    return AfterInTwo{.near = sql::all_of({std::move(null), std::move(rest)}),
                      .far = sql::make(sql::ExprKind::is_not_null, {first.column})};
  }
  auto null = sql::make(sql::ExprKind::is_null, {first.column});
  // Comparisons leave nulls out by themselves.
  first.nullable = false;
  return AfterInTwo{.near = after_keys(parts), .far = std::move(null)};
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
