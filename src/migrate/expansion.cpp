#include "migrate/expansion.hpp"

#include "migrate/plan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::migrate {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// One table that both schemas have.
class TableExpansion {
 public:
  TableExpansion(const TableChange& change, Expansion& expansion) : change_(change), expansion_(expansion) {
    for (const auto& pair : change.columns) {
      if (!pair.to) old_.push_back(pair.from->name);
      if (!pair.from) new_.push_back(pair.to->name);
      if (pair.from && pair.to && pair.from->name != pair.to->name) renamed_.push_back(pair.to->name);
    }
  }

  Table expand() {
    table_ = *change_.to;
    table_.columns.clear();
    for (const auto& pair : change_.columns)
      if (pair.to) table_.columns.push_back(expanded(pair));
    for (const auto& pair : change_.columns) {
      if (!pair.from || (pair.to && pair.to->name == pair.from->name)) continue;
      auto column = *pair.from;
      // The newer schema stores nothing in it. Where the database has a value for that, there is one.
      if (pair.to || !column.database_default()) column.required = false;
      table_.columns.push_back(std::move(column));
    }
    collect_checks();
    collect_keys();
    collect_indexes();
    const bool searches_new = std::ranges::any_of(
        table_.full_text, [&](const auto& name) { return holds(new_, name) || holds(renamed_, name); });
    if (searches_new || (!change_.same_full_text && !change_.from->full_text.empty())) {
      table_.full_text = change_.from->full_text;
      table_.full_text_name = change_.from->full_text_name;
    }
    return std::move(table_);
  }

 private:
  Column expanded(const Pair<Column>& pair) {
    auto column = *pair.to;
    const bool renamed = pair.from && pair.from->name != pair.to->name;
    const bool asks_more = column.required && (!pair.from || !pair.from->required);
    if (asks_more && (pair.from || !column.database_default())) {
      if (const auto fill = filling(*change_.to, column, sql::Dialect::postgres, Direction::up))
        expansion_.supplied.push_back({table_.name, column.name, fill->value});
      column.required = false;
    }
    if (renamed) {
      column.required = false;
      expansion_.alike.push_back({table_.name, pair.from->name, column.name});
    }
    return column;
  }

  static bool within(const std::vector<std::string>& columns, const std::vector<std::string>& names) {
    return std::ranges::all_of(columns, [&](const auto& column) { return holds(names, column); });
  }
  bool is_renamed(const std::vector<std::string>& columns) const {
    return std::ranges::any_of(columns, [&](const auto& column) { return holds(renamed_, column); });
  }

  /// Those of several columns may not hold where none of them is stored.
  static bool is_of(const Check& check, const std::vector<std::string>& names) {
    return !check.column.empty() && within(columns_of(check.expr), names);
  }

  void collect_checks() {
    table_.checks.clear();
    for (const auto& pair : change_.checks) {
      if (pair.same && is_renamed(columns_of(pair.to->expr))) add(table_.checks, *pair.from);
      if (pair.same || (pair.to && is_of(*pair.to, new_))) add(table_.checks, *pair.to);
      if (!pair.same && pair.from && is_of(*pair.from, old_)) add(table_.checks, *pair.from);
    }
  }

  /// A row that is deleted along in another way from now on keeps to the old way until the end.
  void collect_keys() {
    table_.foreign_keys.clear();
    for (const auto& pair : change_.foreign_keys) {
      if (pair.from && (!pair.same || holds(renamed_, pair.to->column))) add(table_.foreign_keys, *pair.from);
      if (pair.to && (pair.same || holds(new_, pair.to->column))) add(table_.foreign_keys, *pair.to);
    }
  }

  void collect_indexes() {
    table_.indexes.clear();
    for (const auto& pair : change_.indexes) {
      if (pair.same) {
        if (is_renamed(pair.to->columns)) add(table_.indexes, *pair.from);
        add(table_.indexes, *pair.to);
        continue;
      }
      // What is unique for one side only would refuse rows of the other, unless it stores none of its columns.
      if (pair.from && (!pair.from->unique || is_empty(pair.from->columns, old_))) add(table_.indexes, *pair.from);
      if (pair.to && (!pair.to->unique || is_empty(pair.to->columns, new_))) add(table_.indexes, *pair.to);
    }
  }

  /// Whether rows of the side that does not know these columns have nothing in them.
  bool is_empty(const std::vector<std::string>& columns, const std::vector<std::string>& names) const {
    const auto has_none = [&](const std::string& name) {
      const auto* column = table_.find(name);
      return column && !column->required;
    };
    return within(columns, names) && std::ranges::any_of(columns, has_none);
  }

  /// The first one of a name stays.
  template <typename Part>
  static void add(std::vector<Part>& parts, const Part& part) {
    if (std::ranges::find(parts, part.name, &Part::name) == parts.end()) parts.push_back(part);
  }

  const TableChange& change_;
  Expansion& expansion_;
  std::vector<std::string> old_;      ///< columns of the older schema alone
  std::vector<std::string> new_;      ///< of the newer one alone
  std::vector<std::string> renamed_;  ///< of both, by their new names
  Table table_;
};

/// Where one name stands for one thing on both sides.
std::string two_meanings(const TableChange& change) {
  for (const auto& pair : change.columns) {
    if (!pair.from || (pair.to && pair.to->name == pair.from->name)) continue;
    if (change.to->find(pair.from->name)) return pair.from->field;
  }
  return {};
}

void judge(const TableChange& change, std::vector<std::string>& refused) {
  if (change.renamed()) {
    refused.push_back(fmt::format(
        "table {} is called {} from now on, and servers of the older schema would not find it. Keep the name",
        change.from->name, change.to->name));
    return;
  }
  if (const auto field = two_meanings(change); !field.empty())
    refused.push_back(fmt::format("{} goes, and another field takes its name: make that two changes", field));
  for (const auto& pair : change.columns) {
    const bool other_links = change.to->join && (!pair.from || !pair.to || pair.from->name != pair.to->name);
    if (other_links)
      return refused.push_back(
          fmt::format("the links of {} point to something else from now on: make that two changes", change.to->name));
    if (!pair.from || !pair.to) continue;
    if (pair.to->is_key && pair.from->name != pair.to->name)
      refused.push_back(fmt::format("{} is an id: it cannot have two names", pair.from->field));
    if (!stored_alike(*pair.from, *pair.to))
      refused.push_back(fmt::format(
          "{} is stored as another type, which one of the two schemas could not read. Add a field of another name, and "
          "drop this one later",
          pair.to->field));
  }
}

}  // namespace

std::vector<std::string> expansion_refusals(const Changes& changes) {
  std::vector<std::string> refused;
  for (const auto& change : changes.tables) judge(change, refused);
  for (const auto* table : changes.dropped)
    if (changes.to->find(table->name))
      refused.push_back(
          fmt::format("table {} goes, and another one takes its name: make that two changes", table->name));
  for (const auto& move : changes.moves)
    refused.push_back(
        fmt::format("the keys {} of table {} become links, or the other way round. Add a field of another name, and "
                    "drop this one later",
                    move.key_column, move.row_table));
  return refused;
}

Expansion expand(const Changes& changes) {
  Expansion expansion;
  for (const auto& table : changes.to->tables) {
    const auto* change = changes.find_by_new_name(table.name);
    if (!change) {
      expansion.between.tables.push_back(table);
      continue;
    }
    auto expanded = TableExpansion(*change, expansion).expand();
    expansion.between.tables.push_back(std::move(expanded));
  }
  for (auto table = changes.dropped.rbegin(); table != changes.dropped.rend(); ++table)
    expansion.between.tables.push_back(**table);
  return expansion;
}

}  // namespace tenon::migrate
