#include "migrate/backfill.hpp"
#include "migrate/define.hpp"
#include "migrate/links.hpp"
#include "migrate/plan_dialects.hpp"
#include "migrate/plan_parts.hpp"
#include "schema/naming.hpp"
#include "sql/alteration.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::migrate {
namespace {

constexpr auto dialect = sql::Dialect::postgres;
using schema::fit_sql_name;
using sql::quoted;

/// Three acts: what needs its lock for an instant only, then what takes long and holds nobody up, then what could be
/// done only after that.
class PostgresPlan {
 public:
  PostgresPlan(const Changes& changes, Direction direction) : changes_(changes), direction_(direction) {}

  Script make() {
    const auto first = dropped_first(changes_);
    for (const auto& change : changes_.tables) loosen(change);
    drop_tables(first, before_);
    put_indexes_aside();
    rename_everything();
    create_tables();
    for (const auto& change : changes_.tables) change_columns(change);
    for (const auto& move : changes_.moves) move_links(move);
    for (const auto& change : changes_.tables) constrain(change);
    for (const auto& change : changes_.tables) make_indexes(change);
    for (const auto& change : changes_.tables) drop_remains(change);
    std::vector<const Table*> last;
    for (const auto* table : changes_.dropped)
      if (std::ranges::find(first, table) == first.end()) last.push_back(table);
    drop_tables(last, after_);
    return assemble();
  }

 private:
  using Steps = std::vector<Step>;

  static Step& add(Steps& steps, std::string title, Lock lock, std::string statement) {
    auto& step = steps.emplace_back();
    step.title = std::move(title);
    step.lock = lock;
    step.sql = std::move(statement) + ";";
    return step;
  }
  static Step& add_outside(Steps& steps, std::string title, Lock lock, std::string statement) {
    auto& step = add(steps, std::move(title), lock, std::move(statement));
    step.place = Place::outside;
    return step;
  }

  Script assemble() {
    Script script;
    script.dialect = dialect;
    script.direction = direction_;
    for (auto* steps : {&before_, &fillings_, &checks_, &indexes_, &after_})
      std::ranges::move(*steps, std::back_inserter(script.steps));
    return script;
  }

  /// What keeps rows from changing to their new shape goes first.
  void loosen(const TableChange& change) {
    const auto& table = change.from->name;
    for (const auto& pair : change.checks)
      if (!pair.to)
        add(before_, "Drops check " + pair.from->name, Lock::access_exclusive,
            sql::drop_constraint(table, pair.from->name));
    for (const auto& pair : change.foreign_keys)
      if (!pair.to)
        add(before_, "Drops foreign key " + pair.from->name, Lock::access_exclusive,
            sql::drop_constraint(table, pair.from->name));
    if (!change.from->full_text.empty() && !change.same_full_text)
      add(before_, "Drops the full text of table " + table, Lock::access_exclusive,
          sql::drop_index(change.from->full_text_name));
    for (const auto& pair : change.columns)
      if (pair.from && pair.to && pair.from->required && !pair.to->required)
        add(before_, "Lets column " + pair.from->name + " of table " + table + " be empty", Lock::access_exclusive,
            sql::set_required(table, pair.from->name, false));
  }

  static std::string aside(const std::string& index) { return fit_sql_name("tenon_old_" + index); }

  /// An index that is replaced by another one of the same name serves until that is there.
  bool is_put_aside(const IndexShape& index) const {
    for (const auto& change : changes_.tables)
      for (const auto& pair : change.indexes)
        if (pair.to && !pair.same && pair.to->name == index.name) return true;
    for (const auto* table : changes_.created)
      for (const auto& made : table->indexes)
        if (made.name == index.name) return true;
    for (const auto& change : changes_.tables)
      for (const auto& pair : change.indexes)
        if (pair.same && !pair.kept() && pair.to->name == index.name) return true;
    return false;
  }

  void put_indexes_aside() {
    for (const auto& change : changes_.tables)
      for (const auto& pair : change.indexes)
        if (!pair.to && is_put_aside(*pair.from))
          add(before_, "Puts index " + pair.from->name + " aside", Lock::share_update_exclusive,
              sql::rename_index(pair.from->name, aside(pair.from->name)));
  }

  void rename_everything() {
    Renames tables;
    Renames indexes;
    Renames sequences;
    for (const auto& change : changes_.tables) {
      const auto& from = *change.from;
      const auto& to = *change.to;
      tables.emplace_back(from.name, to.name);
      indexes.emplace_back(from.primary_key_name, to.primary_key_name);
      if (!from.full_text.empty() && change.same_full_text)
        indexes.emplace_back(from.full_text_name, to.full_text_name);
      for (const auto& pair : change.indexes)
        if (pair.same) indexes.emplace_back(pair.from->name, pair.to->name);
      if (!from.sequence.empty()) sequences.emplace_back(from.sequence, to.sequence);
    }
    for (const auto& [from, to] : ordered(std::move(tables)))
      add(before_, "Renames table " + from + " to " + to, Lock::access_exclusive, sql::rename_table(from, to));
    for (const auto& [from, to] : ordered(std::move(indexes)))
      add(before_, "Renames index " + from + " to " + to, Lock::share_update_exclusive, sql::rename_index(from, to));
    for (const auto& [from, to] : ordered(std::move(sequences)))
      add(before_, "Renames sequence " + from + " to " + to, Lock::access_exclusive, sql::rename_sequence(from, to));
    for (const auto& change : changes_.tables) rename_inside(change);
  }

  void rename_inside(const TableChange& change) {
    const auto& table = change.to->name;
    Renames columns;
    Renames constraints;
    for (const auto& pair : change.columns)
      if (pair.from && pair.to) columns.emplace_back(pair.from->name, pair.to->name);
    for (const auto& pair : change.checks)
      if (pair.same) constraints.emplace_back(pair.from->name, pair.to->name);
    for (const auto& pair : change.foreign_keys)
      if (pair.same) constraints.emplace_back(pair.from->name, pair.to->name);
    drop_columns_in_the_way(change, columns);
    for (const auto& [from, to] : ordered(std::move(columns)))
      add(before_, "Renames column " + from + " of table " + table + " to " + to, Lock::access_exclusive,
          sql::rename_column(table, from, to));
    for (const auto& [from, to] : ordered(std::move(constraints)))
      add(before_, "Renames constraint " + from + " to " + to, Lock::access_exclusive,
          sql::rename_constraint(table, from, to));
  }

  /// A column whose name another one takes cannot stay until the end.
  void drop_columns_in_the_way(const TableChange& change, const Renames& renames) {
    for (const auto& pair : change.columns) {
      if (pair.to || !is_in_the_way(change, *pair.from, renames)) continue;
      for (const auto& index : change.indexes)
        if (!index.to && std::ranges::find(index.from->columns, pair.from->name) != index.from->columns.end())
          dropped_indexes_.push_back(index.from);
      drop_column(change, *pair.from, before_);
    }
  }

  static bool is_in_the_way(const TableChange& change, const Column& column, const Renames& renames) {
    if (std::ranges::any_of(renames, [&](const auto& rename) { return rename.second == column.name; })) return true;
    return change.to->find(column.name) != nullptr;
  }

  void drop_column(const TableChange& change, const Column& column, Steps& steps) {
    auto& step = add(steps, "Drops column " + column.name + " of table " + change.to->name, Lock::access_exclusive,
                     sql::drop_column(change.to->name, column.name));
    if (!moves_into_join(changes_, *change.from, column)) step.loses = {change.from->name + "." + column.name};
  }

  void create_tables() {
    for (const auto* table : changes_.created) {
      auto without_keys = *table;
      without_keys.foreign_keys.clear();
      Structure alone;
      alone.tables = {without_keys};
      auto& step = before_.emplace_back();
      step.title = "Makes table " + table->name;
      step.sql = as_sql(create_statements(alone, dialect));
    }
    for (const auto* table : changes_.created)
      for (const auto& key : table->foreign_keys)
        add(before_, "Adds foreign key " + key.name, Lock::share_row_exclusive,
            sql::add_foreign_key(table->name, key.column, define(key), sql::Validation::now));
  }

  void change_columns(const TableChange& change) {
    for (const auto& pair : change.columns) {
      if (!pair.to) continue;
      if (!pair.from)
        add_column(change, *pair.to);
      else if (!pair.same)
        change_column(change, *pair.from, *pair.to);
    }
  }

  void add_column(const TableChange& change, const Column& column) {
    const auto& table = change.to->name;
    auto definition = define(*change.to, column, References::apart);
    const auto title = "Adds column " + column.name + " to table " + table;
    const bool moved = move_into_key(changes_, *change.to, column) != nullptr;
    const auto fill = column.required ? filling(*change.to, column, dialect, direction_) : std::nullopt;
    if (!column.required || (column.default_value && !moved)) {
      add(before_, title, Lock::access_exclusive, sql::add_column(table, definition, dialect));
      return;
    }
    if (fill && fill->constant && !moved && column.made_default != schema::Default::Kind::now) {
      // Rows that are there take a default that is gone again afterwards: nothing is written.
      definition.default_value = column.filler;
      add(before_, title, Lock::access_exclusive, sql::add_column(table, definition, dialect));
      definition.default_value.reset();
      add(before_, "Takes away its default", Lock::access_exclusive, sql::set_default(table, definition));
      return;
    }
    definition.not_null = false;
    add(before_, title, Lock::access_exclusive, sql::add_column(table, definition, dialect));
    require(change, column, fill);
  }

  void change_column(const TableChange& change, const Column& from, const Column& to) {
    const auto& table = change.to->name;
    const auto definition = define(*change.to, to, References::apart);
    if (!stored_alike(from, to)) change_type(change, from, to);
    if (from.database_default() != to.database_default())
      add(before_,
          definition.default_value ? "Sets the default of column " + to.name + " of table " + table
                                   : "Drops the default of column " + to.name + " of table " + table,
          Lock::access_exclusive, sql::set_default(table, definition));
    if (!from.required && to.required) require(change, to, filling(*change.to, to, dialect, direction_));
  }

  void change_type(const TableChange& change, const Column& from, const Column& to) {
    const auto& table = change.to->name;
    auto definition = define(*change.to, to, References::apart);
    if (from.database_default()) {
      auto without = definition;
      without.default_value.reset();
      add(before_, "Drops the default of column " + to.name, Lock::access_exclusive, sql::set_default(table, without));
    }
    auto value = sql::converted(quoted(to.name), form_of(from), form_of(to), dialect);
    const bool lossy = sql::conversion(form_of(from), form_of(to)) == sql::Conversion::lossy;
    if (lossy && from.required && to.required) value = fmt::format("coalesce({}, {})", value, fallback(to, dialect));
    auto& step = add(before_, "Changes the type of column " + to.name + " of table " + table, Lock::access_exclusive,
                     sql::set_type(table, definition, value));
    step.notes = {"Every row is written anew meanwhile: readers and writers wait for all of it."};
    step.rewrites = {table};
    if (lossy) step.loses = {change.from->name + "." + from.name};
    if (from.database_default() && definition.default_value && from.database_default() == to.database_default())
      add(before_, "Sets the default of column " + to.name, Lock::access_exclusive,
          sql::set_default(table, definition));
  }

  /// New rows first, then the rows that are there, then the database may rely on it.
  void require(const TableChange& change, const Column& column, const std::optional<Filling>& fill) {
    const auto& table = change.to->name;
    sql::CheckDefinition check;
    check.name = fit_sql_name("tenon_required_" + table + "_" + column.name);
    check.expr = sql::make(sql::ExprKind::is_not_null, {sql::column({}, column.name, column.type)});
    if (fill && fill->numbered) {
      const auto key = quoted(change.to->key().name);
      add(before_, "Fills column " + column.name + " of table " + table, Lock::rows,
          fmt::format("UPDATE {0} SET {1} = \"filled\".\"value\" FROM (SELECT {2}, {3} AS \"value\" FROM {0}) AS "
                      "\"filled\" WHERE {0}.{2} = \"filled\".{2} AND {0}.{1} IS NULL",
                      quoted(table), quoted(column.name), key, fill->value));
    } else if (fill) {
      // An older application goes on storing rows without it, and changing rows that are not filled yet.
      auto& step =
          add(before_, "Fills " + column.name + " in rows that are stored from now on", Lock::share_row_exclusive, "");
      step.sql = as_sql(sql::fill_new_rows(table, column.name, fill->value, fill_name(*change.to, column)));
      // Where there is nothing to fill with, the check below tells.
      std::ranges::move(backfill_steps(*change.to, column, fill->value), std::back_inserter(fillings_));
    }
    add(before_, "Asks new rows of table " + table + " for " + column.name, Lock::access_exclusive,
        sql::add_check(table, check, sql::Validation::later));
    add_outside(checks_, "Checks that every row has it", Lock::share_update_exclusive,
                sql::validate_constraint(table, check.name));
    add(after_, "Makes column " + column.name + " of table " + table + " required", Lock::access_exclusive,
        sql::set_required(table, column.name, true));
    add(after_, "Drops the check that did it so far", Lock::access_exclusive, sql::drop_constraint(table, check.name));
    if (!fill || fill->numbered) return;
    add(after_, "Ends filling " + column.name, Lock::access_exclusive, "").sql =
        as_sql(sql::drop_row_trigger(table, fill_name(*change.to, column)));
  }

  void move_links(const LinkMove& move) {
    if (move.kind == LinkMove::Kind::key_to_join) {
      for (const auto& change : changes_.tables)
        if (change.from->name == move.row_table)
          add(before_, "Makes links in table " + move.join_table + " of the keys " + move.key_column, Lock::rows,
              copy_keys_statement(move, change.to->name, change.to->key().name));
      return;
    }
    const auto* change = changes_.find_by_new_name(move.row_table);
    if (!change) return;
    const auto table = quoted(move.row_table);
    const auto row = table + "." + quoted(change->to->key().name);
    add(before_, "Makes keys " + move.key_column + " of the links in table " + move.join_table, Lock::rows,
        fmt::format("UPDATE {} SET {} = {} WHERE {} IN (SELECT {} FROM {})", table, quoted(move.key_column),
                    first_link(move, row), row, quoted(move.this_column), quoted(move.join_table)));
  }

  void constrain(const TableChange& change) {
    const auto& table = change.to->name;
    if (direction_ == Direction::down)
      for (const auto* check : new_column_checks(change)) fit(change, *check);
    for (const auto& pair : change.checks) {
      if (pair.from) continue;
      sql::CheckDefinition check;
      check.name = pair.to->name;
      check.expr = pair.to->expr;
      add(before_, "Adds check " + check.name, Lock::access_exclusive,
          sql::add_check(table, check, sql::Validation::later));
      validate(table, check.name);
    }
    for (const auto& pair : change.foreign_keys) {
      if (pair.from) continue;
      add(before_, "Adds foreign key " + pair.to->name, Lock::share_row_exclusive,
          sql::add_foreign_key(table, pair.to->column, define(*pair.to), sql::Validation::later));
      validate(table, pair.to->name);
    }
  }

  void validate(const std::string& table, const std::string& constraint) {
    add_outside(checks_, "Checks the rows of table " + table + " for " + constraint, Lock::share_update_exclusive,
                sql::validate_constraint(table, constraint));
  }

  void fit(const TableChange& change, const Check& check) {
    const auto& column = *change.to->find(check.column);
    auto& step = add(before_, "Makes values fit that break " + check.name, Lock::rows,
                     fmt::format("UPDATE {} SET {} = {} WHERE NOT ({})", quoted(change.to->name), quoted(column.name),
                                 fallback(column, dialect), sql::to_text(check.expr, dialect)));
    step.loses = {change.from->name + "." + find_new(change, column.name)->from->name};
  }

  void make_indexes(const TableChange& change) {
    for (const auto& pair : change.indexes) {
      if (pair.from) continue;
      auto& step = add_outside(indexes_, "Makes index " + pair.to->name, Lock::share_update_exclusive,
                               sql::create_index(define(*change.to, *pair.to), dialect, sql::Writers::go_on));
      step.index = pair.to->name;
    }
    if (change.to->full_text.empty() || change.same_full_text) return;
    auto& step = add_outside(indexes_, "Makes the full text of table " + change.to->name, Lock::share_update_exclusive,
                             sql::create_full_text(define_full_text(*change.to), sql::Writers::go_on));
    step.index = change.to->full_text_name;
  }

  void drop_remains(const TableChange& change) {
    for (const auto& pair : change.indexes) {
      if (pair.to || std::ranges::find(dropped_indexes_, pair.from) != dropped_indexes_.end()) continue;
      const auto name = is_put_aside(*pair.from) ? aside(pair.from->name) : pair.from->name;
      add(after_, "Drops index " + name, Lock::access_exclusive, sql::drop_index(name));
    }
    Renames none;
    for (const auto& pair : change.columns)
      if (pair.from && pair.to) none.emplace_back(pair.from->name, pair.to->name);
    for (const auto& pair : change.columns)
      if (!pair.to && !is_in_the_way(change, *pair.from, none)) drop_column(change, *pair.from, after_);
  }

  /// Keys to tables that go before theirs have to go before both.
  void drop_tables(const std::vector<const Table*>& tables, Steps& steps) {
    for (std::size_t i = 0; i < tables.size(); ++i)
      for (const auto& key : tables[i]->foreign_keys)
        for (std::size_t earlier = 0; earlier < i; ++earlier)
          if (tables[earlier]->name == key.table)
            add(steps, "Drops foreign key " + key.name, Lock::access_exclusive,
                sql::drop_constraint(tables[i]->name, key.name));
    for (const auto* table : tables)
      add(steps, "Drops table " + table->name + " with all its rows", Lock::access_exclusive,
          sql::drop_table(table->name))
          .loses = {table->name};
  }

  const Changes& changes_;
  const Direction direction_;
  Steps before_;                                    ///< in one transaction
  Steps fillings_;                                  ///< outside
  Steps checks_;                                    ///< outside
  Steps indexes_;                                   ///< outside
  Steps after_;                                     ///< in one transaction
  std::vector<const IndexShape*> dropped_indexes_;  ///< with a column of theirs
};

}  // namespace

Script plan_for_postgres(const Changes& changes, Direction direction) {
  return PostgresPlan(changes, direction).make();
}

}  // namespace tenon::migrate
