#pragma once
#include "db/database.hpp"
#include "db/session.hpp"
#include "migrate/history_folder.hpp"
#include "migrate/instance_lock.hpp"
#include "schema/load.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the tests of running migrations share.
namespace tenon::migrate::testing {

inline schema::ModelPtr model_of(std::string_view text) {
  auto loaded = schema::load_text(text, schema::Lints::skip);
  for (const auto& diagnostic : loaded.diagnostics)
    if (diagnostic.severity == lang::Severity::error) ADD_FAILURE() << lang::print(diagnostic, lang::Colour::off);
  return loaded.model;
}

inline std::unique_ptr<db::Database> temporary() {
  return db::open("sqlite::memory:", {});
}

inline Step step(std::string sql) {
  Step made;
  made.title = sql.substr(0, 60);
  made.lock = Lock::database;
  made.sql = std::move(sql);
  return made;
}

inline std::string script_text(Direction direction, std::vector<Step> steps, bool foreign_keys_off = false) {
  Script script;
  script.direction = direction;
  script.foreign_keys_off = foreign_keys_off;
  script.steps = std::move(steps);
  return write_script(script);
}

/// A migration as if it had been read from a folder; its checksum is that of its texts.
inline Migration migration(int number, const std::string& name, std::string snapshot, std::vector<Step> up,
                           std::vector<Step> down) {
  Migration made;
  made.number = number;
  made.name = migration_folder_name(number, name);
  made.folder = "migrations/" + made.name;
  made.snapshot = std::move(snapshot);
  made.scripts[{sql::Dialect::sqlite, Direction::up}] = script_text(Direction::up, std::move(up));
  made.scripts[{sql::Dialect::sqlite, Direction::down}] = script_text(Direction::down, std::move(down));
  made.checksum = made.name + made.snapshot;
  return made;
}

/// All rows of a text, values as SQL-like words.
inline std::vector<std::string> rows_of(db::Database& database, const std::string& text, int columns = 1) {
  const auto session = open_session(database);
  std::vector<std::string> rows;
  const db::OnRow on_row = [&](const db::RowView& row) {
    auto& line = rows.emplace_back();
    for (int i = 0; i < columns; ++i) line += (i > 0 ? " " : "") + base::to_debug_text(row.value(i));
    return true;
  };
  sql::Statement statement;
  static std::uint64_t next = 1ULL << 61U;
  statement.id = next++;
  statement.text = text;
  const auto done = session->run(statement, {}, on_row);
  EXPECT_TRUE(done) << done.error().message;
  return rows;
}

}  // namespace tenon::migrate::testing
