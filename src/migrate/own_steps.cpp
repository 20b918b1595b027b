#include "migrate/own_steps.hpp"

#include "migrate/applied.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/stored_rows.hpp"
#include "sql/catalogue.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace tenon::migrate {
namespace {

/// The table that a statement makes; empty if it makes something else.
std::string made_table(std::string_view statement) {
  constexpr std::string_view start = "CREATE TABLE \"";
  if (!statement.starts_with(start)) return {};
  const auto rest = statement.substr(start.size());
  return std::string(rest.substr(0, rest.find('"')));
}

Step own_step(std::string title, std::string text, Lock lock) {
  Step step;
  step.title = std::move(title);
  step.lock = lock;
  step.sql = std::move(text);
  return step;
}

/// What of `some` is not in `others`.
std::vector<std::string> missing(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  std::vector<std::string> found;
  for (const auto& each : some)
    if (std::ranges::find(others, each) == others.end()) found.push_back(each);
  return found;
}

/// How long another instance may be at work on the structure.
constexpr std::chrono::seconds patience{60};

bool all_there(const std::vector<std::string>& statements, const std::vector<std::string>& tables) {
  return std::ranges::all_of(statements, [&](const std::string& statement) {
    const auto table = made_table(statement);
    return table.empty() || std::ranges::find(tables, table) != tables.end();
  });
}

/// Everything before, and what after has besides: a table that both make stays as it was.
std::vector<std::string> of_both(std::vector<std::string> before, const std::vector<std::string>& after) {
  std::vector<std::string> tables;
  for (const auto& statement : before)
    if (auto table = made_table(statement); !table.empty()) tables.push_back(std::move(table));
  bool skipped = false;
  for (const auto& statement : after) {
    // What belongs to a table comes behind it.
    if (const auto table = made_table(statement); !table.empty())
      skipped = std::ranges::find(tables, table) != tables.end();
    if (!skipped) before.push_back(statement);
  }
  return before;
}

/// With the first `count` migrations of a history applied.
std::vector<std::string> own_tables_after(const std::vector<Migration>& history, std::size_t count,
                                          const OwnTables& own_tables) {
  if (count == 0) return {};
  auto wanted = own_tables(*history[count - 1].model());
  if (!is_second_part(history, count) || count == 1) return wanted;
  return of_both(own_tables(*history[count - 2].model()), wanted);
}

}  // namespace

Script complete_script(const std::vector<Migration>& history, std::size_t place, sql::Dialect dialect,
                       Direction direction, const OwnTables& own_tables) {
  auto lower = own_tables_after(history, place, own_tables);
  auto upper = own_tables_after(history, place + 1, own_tables);
  if (direction == Direction::down) std::swap(lower, upper);
  return with_own_tables(history[place].script(dialect, direction), lower, upper);
}

Script with_own_tables(Script script, const std::vector<std::string>& before, const std::vector<std::string>& after) {
  auto gone = missing(before, after);
  // Those that point to others were made later.
  std::ranges::reverse(gone);
  std::vector<Step> drops;
  for (const auto& statement : gone) {
    const auto table = made_table(statement);
    if (table.empty()) continue;
    const auto lock = script.dialect == sql::Dialect::sqlite ? Lock::database : Lock::access_exclusive;
    drops.push_back(own_step("drop Tenon's table " + table, "DROP TABLE " + sql::quoted(table), lock));
    drops.back().loses = {table};
  }
  script.steps.insert(script.steps.begin(), drops.begin(), drops.end());
  const auto lock = script.dialect == sql::Dialect::sqlite ? Lock::database : Lock::none;
  for (const auto& statement : missing(after, before)) {
    const auto table = made_table(statement);
    script.steps.push_back(
        own_step(table.empty() ? "complete Tenon's tables" : "make Tenon's table " + table, statement, lock));
  }
  return script;
}

void make_missing_tables(db::Database& database, const std::vector<std::string>& statements) {
  const auto tables = database.tables();
  if (!tables) throw std::runtime_error("the database does not answer: " + tables.error().message);
  if (all_there(statements, *tables)) return;
  const auto dialect = database.dialect();
  const auto session = open_session(database);
  const InstanceLock lock(*session, dialect, patience);
  in_transaction(*session, dialect, [&] {
    bool skipped = false;
    for (const auto& statement : statements) {
      // What belongs to a table comes behind it, and was made with it.
      if (const auto table = made_table(statement); !table.empty()) skipped = has_table(*session, dialect, table);
      if (skipped) continue;
      execute_or_throw(*session, statement,
                       "Tenon's own tables cannot be made (`tenon migrate up` as a user who may make tables does it)");
    }
  });
}

}  // namespace tenon::migrate
