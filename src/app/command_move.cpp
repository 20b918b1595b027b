#include "app/backend.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/progress.hpp"
#include "app/version.hpp"
#include "migrate/transfer/move.hpp"
#include "query/bulk/import_tables.hpp"
#include "query/kept_answers.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

using Stage = migrate::MoveOptions::Stage;

std::unique_ptr<db::Database> open_side(const std::string& url, std::string_view side) {
  try {
    return db::open(url, {});
  } catch (const std::runtime_error& fault) {
    std::string message = fault.what();
    // Its messages are about the setting that is usually meant.
    if (const std::string_view setting = "DATABASE_URL"; message.starts_with(setting))
      message.replace(0, setting.size(), side);
    throw std::runtime_error(message);
  }
}

void require_current(db::Database& database, const schema::Model& model, const std::string& schema_path) {
  const auto status = migrate::status(database, model, own_tables(model, database.dialect()));
  switch (status.state) {
    case migrate::State::current: return;
    case migrate::State::empty: throw std::runtime_error("the source is empty");
    case migrate::State::different: break;
  }
  std::string message = "the source was not made from " + schema_path + ":";
  for (const auto& difference : status.differences) message += "\n  " + difference;
  throw std::runtime_error(message);
}

/// Definitions of those tables of ours that the source has and its schema does not ask for.
std::vector<std::string> more_tables(db::Database& from, sql::Dialect dialect) {
  const auto tables = from.tables();
  if (!tables) throw std::runtime_error("the source does not answer: " + tables.error().message);
  const auto has = [&](std::string_view name) { return std::ranges::find(*tables, name) != tables->end(); };
  std::vector<std::string> statements;
  if (has(query::bulk::table::imports)) statements = query::bulk::import_tables(dialect);
  if (has(query::kept_answers_table))
    for (auto& statement : query::kept_answers_definition(dialect)) statements.push_back(std::move(statement));
  return statements;
}

std::string text_of(Stage stage, std::string_view table, std::uint64_t rows) {
  switch (stage) {
    case Stage::copying: return "copying " + std::string(table) + ": " + rows_text(rows);
    case Stage::indexing: return std::string(table);
    case Stage::comparing: return "comparing " + std::string(table);
  }
  return {};
}

void print_moved(const std::vector<migrate::MovedTable>& moved) {
  int width = 5;
  std::uint64_t rows = 0;
  for (const auto& table : moved) {
    width = std::max(width, static_cast<int>(table.name.size()));
    rows += table.rows;
  }
  std::printf("%-*s %15s  fingerprints\n", width, "table", "rows");
  for (const auto& table : moved)
    std::printf("%-*s %15s  equal\n", width, table.name.c_str(), grouped(table.rows).c_str());
  std::printf("moved %s in %zu tables\n", rows_text(rows).c_str(), moved.size());
}

}  // namespace

int run_move(Arguments& arguments) {
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  const auto from_url = arguments.take_option("--from", "");
  const auto to_url = arguments.take_option("--to", "");
  arguments.finish();
  if (from_url.empty() || to_url.empty()) throw UsageError{"both --from URL and --to URL are needed"};
  const auto model = load_schema(schema_path, stderr);
  const auto from = open_side(from_url, "--from");
  require_current(*from, *model, schema_path);
  const auto to = open_side(to_url, "--to");

  migrate::MoveOptions options;
  options.own_tables = own_tables(*model, to->dialect());
  options.more_tables = more_tables(*from, to->dialect());
  options.tenon_version = version;
  Progress progress(stderr);
  options.on_progress = [&](Stage stage, std::string_view table, std::uint64_t rows) {
    progress.show(text_of(stage, table, rows));
  };
  const auto moved = migrate::move_database(*from, *to, *model, options);
  progress.clear();
  print_moved(moved);
  from->close();
  to->close();
  return 0;
}

}  // namespace tenon::app
