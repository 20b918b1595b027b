#pragma once
#include "base/task_blocking.hpp"
#include "db/sqlite/open.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

/// What the tests of this driver share.
namespace tenon::db::sqlite::testing {

/// A statement of a test's own text. Ids are far from those that sql::render gives.
inline sql::Statement statement(std::string text, int parameters = 0) {
  static std::atomic<std::uint64_t> next{1ULL << 60U};
  sql::Statement made;
  made.id = next.fetch_add(1);
  made.text = std::move(text);
  made.parameters = parameters;
  return made;
}

/// A folder that is gone after the test.
class Folder {
 public:
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "tenon-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<SqliteDatabase> temporary(Options options = {}) {
  return open_temporary(std::move(options));
}

inline void define(Database& database, std::vector<std::string> statements) {
  auto done = database.define(statements);
  ASSERT_TRUE(done) << done.error().message;
}

using Row = std::vector<base::Value>;

/// All rows of a reading statement, in place or not.
inline Outcome<std::vector<Row>> rows(Database& database, const sql::Statement& wanted, int columns,
                                      std::vector<base::Value> parameters = {}) {
  std::vector<Row> found;
  const OnRow on_row = [&](const RowView& view) {
    Row row;
    for (int i = 0; i < columns; ++i) row.push_back(view.value(i));
    found.push_back(std::move(row));
    return true;
  };
  const std::function<void()> restart = [&] { found.clear(); };
  auto outcome = base::run_blocking(database.read(wanted, parameters, on_row, restart, base::Deadline::never()));
  if (!outcome) return std::unexpected(outcome.error());
  return found;
}

/// The single value of a statement that gives one.
inline base::Value value(Database& database, const std::string& text, std::vector<base::Value> parameters = {}) {
  auto found = rows(database, statement(text), 1, std::move(parameters));
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

/// A script of one statement; its failure becomes the script's error.
inline Script script(std::string text, std::vector<base::Value> parameters = {}) {
  return [wanted = statement(std::move(text)),
          values = std::move(parameters)](Transaction& transaction) -> base::Task<base::Result<void>> {
    auto outcome = co_await transaction.run(wanted, values, {});
    if (!outcome) co_return std::unexpected(to_error(outcome.error()));
    co_return base::Result<void>{};
  };
}

inline base::Result<void> write(Database& database, Script work) {
  return base::run_blocking(database.write(std::move(work)));
}

/// Starts writes from one loop at once, and waits for all; what is to be done once all have begun, if anything.
inline std::vector<base::Result<void>> write_all(Database& database, std::vector<Script> scripts,
                                                 const std::function<void()>& when_begun = {}) {
  base::BlockingLoop loop;
  std::vector<base::Task<base::Result<void>>> tasks;
  for (auto& work : scripts) tasks.push_back(database.write(std::move(work)));
  for (auto& task : tasks) task.start();
  if (when_begun) when_begun();
  std::vector<base::Result<void>> answers;
  for (auto& task : tasks) {
    while (!task.done()) loop.run_one();
    answers.push_back(task.take());
  }
  return answers;
}

}  // namespace tenon::db::sqlite::testing
