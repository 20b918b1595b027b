#include "migrate/applied.hpp"

#include "migrate/stored_rows.hpp"
#include "sql/catalogue.hpp"

#include <utility>

namespace tenon::migrate {
namespace {

constexpr const char* history_table = "tenon_migrations";
constexpr const char* unreadable = "the history of migrations cannot be read";
constexpr const char* unwritable = "the history of migrations cannot be written";

struct HistoryColumn {
  const char* name;
  sql::Type type;
  bool not_null;
};

constexpr std::array columns{
    HistoryColumn{"number", sql::Type::int32, true},
    HistoryColumn{"name", sql::Type::text, true},
    HistoryColumn{"checksum", sql::Type::text, true},
    HistoryColumn{"applied_at", sql::Type::timestamp, true},
    HistoryColumn{"tenon_version", sql::Type::text, true},
    // "up" or "down" while it is on its way, and how many steps of that are done.
    HistoryColumn{"running", sql::Type::text, false},
    HistoryColumn{"steps_done", sql::Type::int32, true},
};

sql::CreateTable history_definition() {
  sql::CreateTable table;
  table.table = history_table;
  for (const auto& column : columns) {
    sql::ColumnDefinition definition;
    definition.name = column.name;
    definition.type = column.type;
    definition.not_null = column.not_null;
    table.columns.push_back(std::move(definition));
  }
  table.primary_key = {"number"};
  return table;
}

std::optional<Direction> direction_of(const db::RowView& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column) == "down" ? Direction::down : Direction::up;
}

/// Values of the row, as `columns`; `number` is parameter 0.
std::vector<base::Value> row_of(const Migration& migration, std::optional<Direction> running, std::size_t steps_done,
                                std::string_view tenon_version) {
  std::vector<base::Value> values{std::int64_t{migration.number}, migration.name, migration.checksum,
                                  base::now_micros(), std::string(tenon_version)};
  values.push_back(running ? base::Value(std::string(direction_name(*running))) : base::Value());
  values.push_back(static_cast<std::int64_t>(steps_done));
  return values;
}

sql::ExprPtr this_number() {
  return sql::make(sql::ExprKind::equal,
                   {sql::column({}, "number", sql::Type::int32), sql::parameter(0, sql::Type::int32)});
}

std::string words(const AppliedMigration& migration) {
  return "migration " + migration.name;
}

}  // namespace

bool has_table(db::Session& session, sql::Dialect dialect, std::string_view name) {
  bool found = false;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found = found || row.text(0) == name;
    return !found;
  };
  run_or_throw(session, sql::list_columns(dialect), {}, on_row, "the tables cannot be listed");
  return found;
}

void make_history_table(db::Session& session, sql::Dialect dialect) {
  if (has_table(session, dialect, history_table)) return;
  for (const auto& statement : sql::render(history_definition(), dialect))
    execute_or_throw(session, statement, unwritable);
}

std::vector<AppliedMigration> read_applied(db::Session& session, sql::Dialect dialect) {
  if (!has_table(session, dialect, history_table)) return {};
  sql::Select select;
  select.table = history_table;
  for (const auto& column : columns) select.outputs.push_back({sql::column({}, column.name, column.type), {}});
  select.order_by = {{sql::column({}, "number", sql::Type::int32), sql::Direction::ascending, false}};
  std::vector<AppliedMigration> applied;
  const db::OnRow on_row = [&](const db::RowView& row) {
    auto& migration = applied.emplace_back();
    migration.number = static_cast<int>(row.integer(0));
    migration.name = row.text(1);
    migration.checksum = row.text(2);
    migration.applied_at = row.integer(3);
    migration.tenon_version = row.text(4);
    migration.running = direction_of(row, 5);
    migration.steps_done = static_cast<std::size_t>(row.integer(6));
    return true;
  };
  run_or_throw(session, sql::render(select, dialect), {}, on_row, unreadable);
  return applied;
}

void note_progress(db::Session& session, sql::Dialect dialect, const Migration& migration, Direction direction,
                   std::size_t done, std::size_t steps, std::string_view tenon_version) {
  const bool ended = done >= steps;
  if (ended && direction == Direction::down) {
    sql::Delete remove;
    remove.table = history_table;
    remove.where = this_number();
    const std::vector<base::Value> number{std::int64_t{migration.number}};
    run_or_throw(session, sql::render(remove, dialect), number, {}, unwritable);
    return;
  }
  const auto values =
      row_of(migration, ended ? std::nullopt : std::optional(direction), ended ? 0 : done, tenon_version);
  sql::Update update;
  update.table = history_table;
  sql::Insert insert;
  insert.table = history_table;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto value = sql::parameter(static_cast<int>(i), columns[i].type);
    if (i > 0) update.assignments.push_back({columns[i].name, value});
    insert.values.push_back({columns[i].name, std::move(value)});
  }
  update.where = this_number();
  if (run_or_throw(session, sql::render(update, dialect), values, {}, unwritable) == 0)
    run_or_throw(session, sql::render(insert, dialect), values, {}, unwritable);
}

HistoryState compare_history(const std::vector<Migration>& folder, const std::vector<AppliedMigration>& database) {
  HistoryState state;
  for (const auto& applied : database) {
    const auto place = static_cast<std::size_t>(applied.number - 1);
    if (place == folder.size() && state.applied == place && phase_of(applied.name) == Phase::expand) {
      state.expanded = applied.name;
      continue;
    }
    if (applied.number < 1 || place >= folder.size()) {
      state.faults.push_back("the database has " + words(applied) +
                             ", which is not in the folder: it comes from a newer version of the application. Deploy "
                             "that version, or let that version run `tenon migrate down --to " +
                             std::to_string(folder.size()) + "`");
      continue;
    }
    const auto& migration = folder[place];
    if (migration.name != applied.name)
      state.faults.push_back("the database has " + words(applied) + ", the folder has " + migration.name +
                             " in its place: give the one that is not applied yet the next free number");
    else if (migration.checksum != applied.checksum)
      state.faults.push_back("migration " + migration.name +
                             " was changed after it was applied: put its files back as they were, and write the change "
                             "as a new migration");
    if (place != state.applied || state.unfinished)
      state.faults.push_back(words(applied) + " is applied, but one before it is not");
    else if (applied.running)
      state.unfinished = applied;
    else
      ++state.applied;
  }
  return state;
}

}  // namespace tenon::migrate
