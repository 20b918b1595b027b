#include "migrate/compare.hpp"

#include <algorithm>

namespace tenon::migrate {
namespace {

using Names = Correspondence::Names;

/// The expression with columns called otherwise, as a text that says equal things alike.
sql::ExprPtr renamed(const sql::ExprPtr& expr, const Names& new_names) {
  auto copy = std::make_shared<sql::Expr>(*expr);
  if (copy->kind == sql::ExprKind::column)
    if (const auto found = new_names.find(copy->name); found != new_names.end()) copy->name = found->second;
  for (auto& child : copy->children) child = renamed(child, new_names);
  return copy;
}

class TableComparison {
 public:
  TableComparison(const Table& from, const Table& to, const Correspondence& names) : names_(names) {
    change_.from = &from;
    change_.to = &to;
    for (const auto& column : to.columns)
      if (const auto* old = names.column(to.name, column.name)) new_names_[*old] = column.name;
  }

  TableChange compare() {
    compare_columns();
    pair_up(change_.from->checks, change_.to->checks, change_.checks,
            [&](const Check& from, const Check& to) { return same_place(from, to) && same_rule(from, to); });
    pair_up(change_.from->foreign_keys, change_.to->foreign_keys, change_.foreign_keys,
            [&](const ForeignKey& from, const ForeignKey& to) {
              const auto* table = names_.table(to.table);
              return now(from.column) == to.column && table && *table == from.table && from.on_delete == to.on_delete;
            });
    pair_up(change_.from->indexes, change_.to->indexes, change_.indexes,
            [&](const IndexShape& from, const IndexShape& to) {
              return from.unique == to.unique && now(from.columns) == to.columns;
            });
    change_.same_full_text = now(change_.from->full_text) == change_.to->full_text;
    return std::move(change_);
  }

 private:
  void compare_columns() {
    for (const auto& to : change_.to->columns) {
      Pair<Column> pair;
      pair.to = &to;
      if (const auto* old = names_.column(change_.to->name, to.name)) pair.from = change_.from->find(*old);
      pair.same = pair.from && stored_alike(*pair.from, to) && pair.from->required == to.required &&
                  pair.from->database_default() == to.database_default();
      change_.columns.push_back(pair);
    }
    for (const auto& from : change_.from->columns) {
      if (new_names_.contains(from.name)) continue;
      Pair<Column> pair;
      pair.from = &from;
      change_.columns.push_back(pair);
    }
  }

  /// Every part stands in exactly one pair; those that are not the same on both sides are gone and new.
  template <typename Part, typename Same>
  static void pair_up(const std::vector<Part>& from, const std::vector<Part>& to, std::vector<Pair<Part>>& pairs,
                      Same same) {
    std::vector<bool> taken(from.size());
    for (const auto& part : to) {
      Pair<Part> pair;
      pair.to = &part;
      for (std::size_t i = 0; i < from.size() && !pair.from; ++i) {
        if (taken[i] || !same(from[i], part)) continue;
        taken[i] = true;
        pair.from = &from[i];
        pair.same = true;
      }
      pairs.push_back(pair);
    }
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (taken[i]) continue;
      Pair<Part> pair;
      pair.from = &from[i];
      pairs.push_back(pair);
    }
  }

  bool same_place(const Check& from, const Check& to) const {
    return from.what == to.what && (from.column.empty() ? to.column.empty() : now(from.column) == to.column);
  }

  /// A column that is stored in another way makes another rule of the same words.
  bool same_rule(const Check& from, const Check& to) const {
    for (const auto& column : columns_of(to.expr)) {
      const auto* old = names_.column(change_.to->name, column);
      const auto* before = old ? change_.from->find(*old) : nullptr;
      if (!before || !stored_alike(*before, *change_.to->find(column))) return false;
    }
    const auto dialect = sql::Dialect::sqlite;
    return sql::to_text(renamed(from.expr, new_names_), dialect) == sql::to_text(to.expr, dialect);
  }

  /// What a column is called afterwards; empty if it is gone.
  std::string now(const std::string& old) const {
    const auto found = new_names_.find(old);
    return found == new_names_.end() ? std::string() : found->second;
  }
  std::vector<std::string> now(const std::vector<std::string>& old) const {
    std::vector<std::string> names;
    for (const auto& name : old) names.push_back(now(name));
    return names;
  }

  const Correspondence& names_;
  Names new_names_;  ///< old column -> new column
  TableChange change_;
};

template <typename Part>
bool all_kept(const std::vector<Pair<Part>>& pairs) {
  return std::ranges::all_of(pairs, [](const Pair<Part>& pair) { return pair.kept(); });
}

}  // namespace

bool TableChange::unchanged() const {
  return !renamed() && all_kept(columns) && all_kept(checks) && all_kept(foreign_keys) && all_kept(indexes) &&
         same_full_text;
}

bool Changes::empty() const {
  return created.empty() && dropped.empty() && std::ranges::all_of(tables, &TableChange::unchanged);
}

const TableChange* Changes::find_by_new_name(std::string_view table) const {
  for (const auto& change : tables)
    if (change.to->name == table) return &change;
  return nullptr;
}

bool stored_alike(const Column& from, const Column& to) {
  if (from.type != to.type || from.list != to.list) return false;
  // The text inside a list is that of its elements.
  return !from.list || (from.scalar == to.scalar && from.enumeration == to.enumeration);
}

Changes compare(const Structure& from, const Structure& to, const Correspondence& names) {
  Changes changes;
  changes.from = &from;
  changes.to = &to;
  changes.moves = names.moves;
  std::vector<const Table*> kept;
  for (const auto& table : to.tables) {
    const auto* old_name = names.table(table.name);
    const auto* old = old_name ? from.find(*old_name) : nullptr;
    if (!old) {
      changes.created.push_back(&table);
      continue;
    }
    kept.push_back(old);
    changes.tables.push_back(TableComparison(*old, table, names).compare());
  }
  for (auto table = from.tables.rbegin(); table != from.tables.rend(); ++table)
    if (std::ranges::find(kept, &*table) == kept.end()) changes.dropped.push_back(&*table);
  return changes;
}

}  // namespace tenon::migrate
