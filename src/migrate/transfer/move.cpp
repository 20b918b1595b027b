#include "migrate/transfer/move.hpp"

#include "migrate/applied.hpp"
#include "migrate/data_fingerprint.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/remembered.hpp"
#include "sql/administration.hpp"
#include "sql/catalogue.hpp"
#include "sql/sequence.hpp"
#include "sql/snapshot.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace tenon::migrate {
namespace {

constexpr const char* schema_table = "tenon_schema";
constexpr const char* history_table = "tenon_migrations";

/// Keys and indexes are quicker to make once the rows are there, and keys of rows in a circle cannot be kept before.
bool comes_after_rows(std::string_view statement) {
  return statement.starts_with("CREATE INDEX") || statement.starts_with("CREATE UNIQUE INDEX") ||
         statement.starts_with("ALTER TABLE");
}

const StoredTable* find(const std::vector<StoredTable>& tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &StoredTable::name);
  return found == tables.end() ? nullptr : &*found;
}

/// One move, in an open transaction of each side.
class Move {
 public:
  Move(const Side& from, const Side& to, const schema::Model& model, const MoveOptions& options)
      : from_(from), to_(to), options_(options), definition_(definition_of(model, options.own_tables, to.dialect)) {
    for (auto& table : stored_tables(model)) model_tables_.emplace(table.name, std::move(table));
  }

  std::vector<MovedTable> run() {
    require_empty();
    make_tables();
    plan();
    for (const auto& table : tables_) {
      report(MoveOptions::Stage::copying, table.name, 0);
      copy_rows(from_, to_, table, [&](std::uint64_t rows) { report(MoveOptions::Stage::copying, table.name, rows); });
    }
    for (const auto& statement : definition_)
      if (comes_after_rows(statement)) define(statement);
    for (const auto& table : tables_) carry_numbers(table);
    if (to_.dialect == sql::Dialect::sqlite) check_references();
    const auto remembered = read_remembered(from_.session, from_.dialect);
    remember(to_.session, to_.dialect, definition_, remembered ? remembered->snapshot : std::string(),
             remembered ? remembered->origin : Origin::made, options_.tenon_version);
    return compare();
  }

 private:
  void report(MoveOptions::Stage stage, std::string_view table, std::uint64_t rows) {
    if (options_.on_progress) options_.on_progress(stage, table, rows);
  }

  void require_empty() {
    const auto there = read_tables(to_.session, to_.dialect, Bookkeeping::with);
    if (there.empty()) return;
    std::string names;
    for (const auto& table : there) names += (names.empty() ? "" : ", ") + table.name;
    throw std::runtime_error("the target is not empty, it has the tables " + names + ": nothing was moved");
  }

  void define(const std::string& statement) {
    report(MoveOptions::Stage::indexing, std::string_view(statement).substr(0, statement.find_first_of("(\n")), 0);
    execute_or_throw(to_.session, statement, "the target cannot be made like the source");
  }

  void make_tables() {
    for (const auto& statement : definition_)
      if (!comes_after_rows(statement)) define(statement);
    for (const auto& statement : options_.more_tables) define(statement);
    if (has_table(from_.session, from_.dialect, history_table)) make_history_table(to_.session, to_.dialect);
  }

  /// What is copied, in an order in which keys find their rows (those that are kept meanwhile).
  void plan() {
    const auto there = read_tables(from_.session, from_.dialect, Bookkeeping::with);
    const auto here = read_tables(to_.session, to_.dialect, Bookkeeping::with);
    std::string order;
    for (const auto& statement : definition_) order += statement;
    for (const auto& statement : options_.more_tables) order += statement;
    std::vector<std::pair<std::size_t, const StoredTable*>> found;
    for (const auto& table : there) {
      if (table.name == schema_table) continue;
      // PostgreSQL knows more of its types.
      const auto* target = find(here, table.name);
      if (!target)
        throw std::runtime_error("the source has a table " + table.name +
                                 " that is not Tenon's and would be left behind: nothing was moved");
      found.emplace_back(order.find("CREATE TABLE " + sql::quoted(table.name)),
                         to_.dialect == sql::Dialect::postgres ? target : &table);
    }
    for (const auto& table : here)
      if (table.name != schema_table && !find(there, table.name))
        throw std::runtime_error("the source has no table " + table.name + ": nothing was moved");
    std::ranges::sort(found);
    for (const auto& [place, table] : found) {
      const auto model = model_tables_.find(table->name);
      tables_.push_back(model == model_tables_.end() ? *table : model->second);
    }
  }

  void carry_numbers(const StoredTable& table) {
    if (table.key.size() != 1) return;
    const auto column = std::ranges::find(table.columns, table.key.front(), &StoredColumn::name);
    if (column == table.columns.end() || column->type != sql::Type::int64) return;
    std::vector<base::Value> last{std::int64_t{0}};
    const db::OnRow on_row = [&last](const db::RowView& row) {
      last[0] = row.integer(0);
      return true;
    };
    constexpr const char* what = "the numbers of new rows cannot be carried along";
    run_or_throw(from_.session, sql::last_number(table.name, column->name, from_.dialect), {}, on_row, what);
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    if (last[0] == base::Value(std::int64_t{0})) return;
    for (const auto& statement : sql::raise_numbers(table.name, column->name, to_.dialect))
      run_or_throw(to_.session, statement, last, ignore, what);
  }

  void check_references() {
    std::string broken;
    const db::OnRow on_row = [&](const db::RowView& row) {
      broken = std::string(row.text(0)) + " point to no row of " + std::string(row.text(2));
      return false;
    };
    run_or_throw(to_.session, sql::list_broken_references(), {}, on_row, "the foreign keys cannot be checked");
    if (!broken.empty()) throw std::runtime_error("rows of " + broken + ": nothing was moved");
  }

  std::vector<MovedTable> compare() {
    std::vector<MovedTable> moved;
    std::string differences;
    for (const auto& table : tables_) {
      report(MoveOptions::Stage::comparing, table.name, 0);
      const std::vector<StoredTable> one{table};
      const auto before = data_fingerprint(from_.session, from_.dialect, one);
      const auto after = data_fingerprint(to_.session, to_.dialect, one);
      if (before != after) {
        differences += "\n  " + table.name + " is not the same";
        for (const auto& line : data_differences(before, after)) differences += "\n    " + line;
      }
      moved.push_back({table.name, after.at(table.name).rows});
    }
    if (!differences.empty())
      throw std::runtime_error("the target does not hold what the source holds; nothing was moved:" + differences);
    return moved;
  }

  const Side from_;
  const Side to_;
  const MoveOptions& options_;
  const std::vector<std::string> definition_;
  std::map<std::string, StoredTable> model_tables_;
  std::vector<StoredTable> tables_;
};

}  // namespace

std::vector<MovedTable> move_database(const Side& from, const Side& to, const schema::Model& model,
                                      const MoveOptions& options) {
  execute_or_throw(from.session, sql::begin_snapshot(from.dialect), "the source cannot be read");
  constexpr const char* unwritable = "the target cannot be written";
  // Rows that point to each other come one after the other; all keys are checked at the end.
  if (to.dialect == sql::Dialect::sqlite)
    execute_or_throw(to.session, sql::enforce_foreign_keys(false), unwritable);
  else
    execute_or_throw(to.session, sql::set_no_statement_timeout(), unwritable);
  execute_or_throw(to.session, sql::begin_writing(to.dialect), unwritable);
  auto moved = Move(from, to, model, options).run();
  execute_or_throw(to.session, "COMMIT", unwritable);
  return moved;
}

std::vector<MovedTable> move_database(db::Database& from, db::Database& to, const schema::Model& model,
                                      const MoveOptions& options) {
  const auto source = open_session(from);
  const auto target = open_session(to);
  return move_database(Side{*source, from.dialect()}, Side{*target, to.dialect()}, model, options);
}

}  // namespace tenon::migrate
