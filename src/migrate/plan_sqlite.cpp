#include "migrate/define.hpp"
#include "migrate/links.hpp"
#include "migrate/plan_dialects.hpp"
#include "migrate/plan_parts.hpp"
#include "migrate/rebuild_sqlite.hpp"
#include "sql/alteration.hpp"

#include <algorithm>
#include <set>

namespace tenon::migrate {
namespace {

constexpr auto dialect = sql::Dialect::sqlite;

bool mentions(const std::vector<Check>& checks, const std::string& column) {
  return std::ranges::any_of(checks, [&](const Check& check) {
    const auto columns = columns_of(check.expr);
    return std::ranges::find(columns, column) != columns.end();
  });
}

bool has_key(const Table& table, const std::string& column) {
  return std::ranges::find(table.foreign_keys, column, &ForeignKey::column) != table.foreign_keys.end();
}

/// The new column can be added by itself, with the very definition it would have been created with.
bool can_be_added(const Changes& changes, const Table& table, const Column& column) {
  if (move_into_key(changes, table, column)) return false;
  return !column.required || column.default_value;
}

bool column_needs_rebuild(const Changes& changes, const TableChange& change, const Pair<Column>& pair) {
  if (!pair.from) return !can_be_added(changes, *change.to, *pair.to);
  if (!pair.to) return mentions(change.from->checks, pair.from->name) || has_key(*change.from, pair.from->name);
  return !pair.same || (!pair.kept() && mentions(change.from->checks, pair.from->name));
}

bool key_needs_rebuild(const TableChange& change, const Pair<ForeignKey>& pair) {
  if (pair.same) return false;
  if (!pair.to) return true;
  const auto* column = find_new(change, pair.to->column);
  return column->from != nullptr;
}

bool needs_rebuild(const Changes& changes, const TableChange& change) {
  for (const auto& pair : change.columns)
    if (column_needs_rebuild(changes, change, pair)) return true;
  for (const auto& pair : change.checks)
    if (!pair.kept()) return true;
  for (const auto& pair : change.foreign_keys)
    if (key_needs_rebuild(change, pair)) return true;
  // The row's number, which full text points to, is a column of its own where the key is none.
  const bool searched = change.from->full_text.empty() != change.to->full_text.empty();
  return searched && change.to->sequence.empty();
}

class SqlitePlan {
 public:
  SqlitePlan(const Changes& changes, Direction direction) : changes_(changes), direction_(direction) {
    script_.dialect = dialect;
    script_.direction = direction;
    for (const auto& change : changes.tables)
      if (needs_rebuild(changes, change)) rebuilt_.insert(&change);
  }

  Script make() {
    const auto first = dropped_first(changes_);
    for (const auto& change : changes_.tables) drop_full_text(change);
    for (const auto* table : first) drop_table(*table);
    for (const auto& change : changes_.tables) drop_indexes(change);
    rename_tables();
    for (const auto* table : changes_.created) create_table(*table);
    for (const auto& move : changes_.moves)
      if (move.kind == LinkMove::Kind::key_to_join) copy_keys(move);
    for (const auto& change : changes_.tables) alter(change);
    for (const auto* table : changes_.dropped)
      if (std::ranges::find(first, table) == first.end()) drop_table(*table);
    for (const auto& change : changes_.tables) create_indexes(change);
    for (const auto& change : changes_.tables) create_full_text(change);
    return std::move(script_);
  }

 private:
  Step& add(std::string title, const std::vector<std::string>& statements) {
    auto& step = script_.steps.emplace_back();
    step.title = std::move(title);
    step.lock = Lock::database;
    step.sql = as_sql(statements);
    return step;
  }

  bool is_rebuilt(const TableChange& change) const { return rebuilt_.contains(&change); }

  bool touches_full_text(const TableChange& change) const {
    if (is_rebuilt(change) || change.renamed() || !change.same_full_text) return true;
    return std::ranges::any_of(change.columns, [&](const Pair<Column>& pair) {
      return pair.from && pair.to && pair.from->name != pair.to->name &&
             std::ranges::find(change.from->full_text, pair.from->name) != change.from->full_text.end();
    });
  }

  void drop_full_text(const TableChange& change) {
    if (change.from->full_text.empty() || !touches_full_text(change)) return;
    add("Drops the full text of table " + change.from->name,
        sql::drop_full_text(define_full_text(*change.from), dialect));
  }

  void create_full_text(const TableChange& change) {
    if (change.to->full_text.empty() || !touches_full_text(change)) return;
    const auto full_text = define_full_text(*change.to);
    auto statements = sql::render(full_text, dialect);
    statements.push_back(sql::fill_full_text(full_text));
    add("Makes the full text of table " + change.to->name, statements);
  }

  void drop_indexes(const TableChange& change) {
    // They go with the table that is made anew; but until then something new may want their name.
    if (is_rebuilt(change) && !change.renamed()) return;
    for (const auto& pair : change.indexes)
      if (pair.from && (is_rebuilt(change) || !pair.kept()))
        add("Drops index " + pair.from->name, {sql::drop_index(pair.from->name)});
  }

  void create_indexes(const TableChange& change) {
    for (const auto& pair : change.indexes) {
      if (!pair.to || (pair.kept() && !is_rebuilt(change))) continue;
      add("Makes index " + pair.to->name, {sql::create_index(define(*change.to, *pair.to), dialect)});
    }
  }

  void rename_tables() {
    Renames renames;
    for (const auto& change : changes_.tables) renames.emplace_back(change.from->name, change.to->name);
    for (const auto& [from, to] : ordered(std::move(renames)))
      add("Renames table " + from + " to " + to, {sql::rename_table(from, to)});
  }

  void create_table(const Table& table) {
    Structure alone;
    alone.tables = {table};
    add("Makes table " + table.name, create_statements(alone, dialect));
  }

  void drop_table(const Table& table) {
    std::vector<std::string> statements;
    if (!table.full_text.empty()) statements = sql::drop_full_text(define_full_text(table), dialect);
    statements.push_back(sql::drop_table(table.name));
    add("Drops table " + table.name + " with all its rows", statements).loses = {table.name};
    script_.foreign_keys_off = true;
  }

  void copy_keys(const LinkMove& move) {
    for (const auto& change : changes_.tables) {
      if (change.from->name != move.row_table) continue;
      add("Makes links in table " + move.join_table + " of the keys " + move.key_column,
          {copy_keys_statement(move, change.to->name, change.from->key().name)});
    }
  }

  void alter(const TableChange& change) {
    if (!is_rebuilt(change)) return alter_in_place(change);
    Step& step = add("Makes table " + change.to->name + " anew", rebuild(changes_, change, direction_));
    step.notes = words_of(change);
    step.rewrites = {change.to->name};
    step.loses = losses(changes_, change, direction_);
    script_.foreign_keys_off = true;
  }

  void alter_in_place(const TableChange& change) {
    const auto& table = change.to->name;
    for (const auto& pair : change.columns)
      if (!pair.to)
        add("Drops column " + pair.from->name + " of table " + table, {sql::drop_column(table, pair.from->name)})
            .loses = losses_of(change, *pair.from);
    Renames renames;
    for (const auto& pair : change.columns)
      if (pair.from && pair.to) renames.emplace_back(pair.from->name, pair.to->name);
    for (const auto& [from, to] : ordered(std::move(renames)))
      add("Renames column " + from + " of table " + table + " to " + to, {sql::rename_column(table, from, to)});
    for (const auto& pair : change.columns)
      if (!pair.from)
        add("Adds column " + pair.to->name + " to table " + table,
            {sql::add_column(table, define(*change.to, *pair.to, References::inside), dialect)});
  }

  std::vector<std::string> losses_of(const TableChange& change, const Column& column) const {
    if (moves_into_join(changes_, *change.from, column)) return {};
    return {change.from->name + "." + column.name};
  }

  const Changes& changes_;
  const Direction direction_;
  std::set<const TableChange*> rebuilt_;
  Script script_;
};

}  // namespace

Script plan_for_sqlite(const Changes& changes, Direction direction) {
  return SqlitePlan(changes, direction).make();
}

}  // namespace tenon::migrate
