#pragma once
#include "base/task_blocking.hpp"
#include "db/postgres/open.hpp"
#include "db/postgres/testing/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

/// What the tests of this driver share.
namespace tenon::db::postgres::testing {

/// A statement of a test's own text. Ids are far from those that sql::render gives.
inline sql::Statement statement(std::string text, std::vector<sql::Type> types = {}, std::string written = {}) {
  static std::atomic<std::uint64_t> next{1ULL << 61U};
  sql::Statement made;
  made.id = next.fetch_add(1);
  made.text = std::move(text);
  made.parameters = static_cast<int>(types.size());
  made.types = std::move(types);
  made.written = std::move(written);
  return made;
}

using Row = std::vector<base::Value>;

/// All rows of a reading statement.
inline base::Task<Outcome<std::vector<Row>>> read_rows(Database& database, const sql::Statement& wanted,
                                                       std::vector<base::Value> parameters = {},
                                                       base::Deadline deadline = base::Deadline::never(),
                                                       int columns = 1) {
  std::vector<Row> found;
  const OnRow on_row = [&](const RowView& view) {
    Row row;
    for (int i = 0; i < columns; ++i) row.push_back(view.value(i));
    found.push_back(std::move(row));
    return true;
  };
  const std::function<void()> restart = [&] { found.clear(); };
  auto outcome = co_await database.read(wanted, parameters, on_row, restart, deadline);
  if (!outcome) co_return std::unexpected(outcome.error());
  co_return found;
}

inline Outcome<std::vector<Row>> rows(Database& database, const sql::Statement& wanted, int columns = 1,
                                      std::vector<base::Value> parameters = {}) {
  return base::run_blocking(
      read_rows(database, wanted, std::move(parameters), base::Deadline::after(std::chrono::seconds(20)), columns));
}

/// The single value of a statement that gives one.
inline base::Value value(Database& database, const std::string& text, std::vector<sql::Type> types = {},
                         std::vector<base::Value> parameters = {}) {
  auto found = rows(database, statement(text, std::move(types)), 1, std::move(parameters));
  if (!found) {
    ADD_FAILURE() << found.error().message << " in: " << text;
    return {};
  }
  if (found->size() != 1) {
    ADD_FAILURE() << found->size() << " rows from: " << text;
    return {};
  }
  return found->front().front();
}

/// A database of its own with the driver over it.
class OpenDatabase {
 public:
  explicit OpenDatabase(const std::function<void(Options&)>& change = {}) {
    auto options = options_of(place_.url(), {});
    if (change) change(options);
    database_ = std::make_unique<PostgresDatabase>(std::move(options));
  }
  PostgresDatabase& operator*() { return *database_; }
  PostgresDatabase* operator->() { return database_.get(); }
  std::string url() const { return place_.url(); }
  std::string psql(const std::string& text) const { return testing::psql(place_.url(), text); }

 private:
  NewDatabase place_;
  std::unique_ptr<PostgresDatabase> database_;
};

inline void define(Database& database, std::vector<std::string> statements) {
  auto done = database.define(statements);
  ASSERT_TRUE(done) << done.error().message;
}

/// A script of one statement; its failure becomes the script's error.
inline Script script(std::string text, std::vector<sql::Type> types = {}, std::vector<base::Value> parameters = {}) {
  return [wanted = statement(std::move(text), std::move(types), "some table"),
          values = std::move(parameters)](Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row;
    auto outcome = co_await transaction.run(wanted, values, on_row);
    if (!outcome) co_return std::unexpected(to_error(outcome.error()));
    co_return base::Result<void>{};
  };
}

inline base::Result<void> write(Database& database, Script work) {
  return base::run_blocking(database.write(std::move(work)));
}

/// Runs all of them on one loop at once, and waits for each.
template <typename T>
std::vector<T> run_all(std::vector<base::Task<T>> tasks) {
  base::BlockingLoop loop;
  for (auto& task : tasks) task.start();
  std::vector<T> results;
  for (auto& task : tasks) {
    while (!task.done()) loop.run_one();
    results.push_back(task.take());
  }
  return results;
}

}  // namespace tenon::db::postgres::testing
