#include "base/task_blocking.hpp"
#include "db/json_row.hpp"
#include "db/sqlite/open.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <random>

// What the driver adds to SQLite: the same statements in a bare loop and through Database, in one run.
namespace {

using namespace tenon;
using Clock = std::chrono::steady_clock;

constexpr int rows = 100'000;
constexpr int reads = 200'000;
constexpr int lists = 20'000;
constexpr int writes = 6'400;
constexpr int waiting = 64;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void report(const char* what, int count, double bare, double ours) {
  std::printf("%-34s %10.0f /s bare %10.0f /s ours   %.2f of its rate\n", what, count / bare, count / ours,
              bare / ours);
}

sql::Select one_post() {
  sql::Select select;
  select.table = "posts";
  select.outputs = {{sql::column({}, "id"), {}}, {sql::column({}, "title"), {}}, {sql::column({}, "body"), {}}};
  select.where = sql::make(sql::ExprKind::equal, {sql::column({}, "id"), sql::parameter(0, sql::Type::text)});
  return select;
}

sql::Select some_posts() {
  auto select = one_post();
  select.where = sql::make(sql::ExprKind::greater, {sql::column({}, "id"), sql::parameter(0, sql::Type::text)});
  select.order_by = {{sql::column({}, "id"), sql::Direction::ascending, false}};
  select.limit = sql::literal(std::int64_t{20}, sql::Type::int64);
  return select;
}

std::string id_of(std::uint64_t number) {
  auto text = std::to_string(number);
  return "01980000-0000-7000-8000-" + std::string(12 - text.size(), '0') + text;
}

class Bare {
 public:
  explicit Bare(const std::string& file) {
    sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;");
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() { sqlite3_close(handle_); }

  void execute(const char* text) { sqlite3_exec(handle_, text, nullptr, nullptr, nullptr); }
  sqlite3_stmt* prepare(const std::string& text) {
    sqlite3_stmt* prepared = nullptr;
    sqlite3_prepare_v2(handle_, text.c_str(), -1, &prepared, nullptr);
    return prepared;
  }

 private:
  sqlite3* handle_ = nullptr;
};

std::size_t run_bare(sqlite3_stmt* prepared, const std::string& id) {
  std::size_t bytes = 0;
  sqlite3_bind_text(prepared, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
  while (sqlite3_step(prepared) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count(prepared); ++column)
      bytes += static_cast<std::size_t>(sqlite3_column_bytes(prepared, column));
  sqlite3_reset(prepared);
  return bytes;
}

void bench_reads(const char* what, db::Database& database, const std::string& file, const sql::Select& select,
                 int count) {
  const auto statement = sql::render(select, sql::Dialect::sqlite);
  std::mt19937_64 random(1);
  double bare_time = 0;
  {
    Bare bare(file);
    auto* prepared = bare.prepare(statement.text);
    const auto start = Clock::now();
    for (int i = 0; i < count; ++i) run_bare(prepared, id_of(random() % rows));
    bare_time = seconds_since(start);
    sqlite3_finalize(prepared);
  }
  std::vector<db::RowMember> members(3);
  for (int i = 0; i < 3; ++i) members[i].column = i;
  members[0].key = db::quoted_key("id");
  members[1].key = db::quoted_key("title");
  members[2].key = db::quoted_key("body");
  std::string out;
  const db::OnRow on_row = [&](const db::RowView& row) {
    base::JsonWriter json(out);
    db::write_row(json, row, members);
    return true;
  };
  const std::function<void()> restart = [&] { out.clear(); };
  base::BlockingLoop loop;
  const auto start = Clock::now();
  for (int i = 0; i < count; ++i) {
    out.clear();
    const std::vector<base::Value> values{id_of(random() % rows)};
    auto task = database.read(statement, values, on_row, restart, base::Deadline::never());
    task.start();
    while (!task.done()) loop.run_one();
    if (!task.take()) std::abort();
  }
  report(what, count, bare_time, seconds_since(start));
}

void bench_writes(db::Database& database, const std::string& file) {
  const std::string text = "INSERT INTO notes (id, body) VALUES (?1, 'a note of some length, as notes are')";
  double bare_time = 0;
  {
    Bare bare(file);
    auto* prepared = bare.prepare(text);
    const auto start = Clock::now();
    for (int i = 0; i < writes; i += waiting) {
      bare.execute("BEGIN IMMEDIATE");
      for (int k = 0; k < waiting; ++k) run_bare(prepared, "bare" + id_of(static_cast<std::uint64_t>(i + k)));
      bare.execute("COMMIT");
    }
    bare_time = seconds_since(start);
    sqlite3_finalize(prepared);
  }
  sql::Statement statement;
  statement.id = 1ULL << 60U;
  statement.text = text;
  statement.parameters = 1;

  base::BlockingLoop loop;
  int begun = 0;
  int ended = 0;
  const auto client = [&]() -> base::Task<void> {
    while (begun < writes) {
      const std::vector<base::Value> values{id_of(static_cast<std::uint64_t>(begun++))};
      db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
        auto outcome = co_await transaction.run(statement, values, {});
        if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
        co_return base::Result<void>{};
      };
      auto task = database.write(std::move(script));
      auto answer = co_await std::move(task);
      if (!answer) std::abort();
      ++ended;
    }
  };
  const auto start = Clock::now();
  std::vector<base::Task<void>> clients;
  for (int i = 0; i < waiting; ++i) clients.push_back(client());
  for (auto& task : clients) task.start();
  while (ended < writes) loop.run_one();
  report("insert, 64 waiting, synchronous", writes, bare_time, seconds_since(start));
}

/// How long the steps take that a read may have on a loop.
void bench_budget(db::Database& database) {
  sql::Statement statement;
  statement.id = (1ULL << 60U) + 1;
  statement.text = "SELECT sum(length(body)) FROM posts WHERE title > 'title 5' AND id <> ?1";
  statement.parameters = 1;
  const std::vector<base::Value> values{std::string("x")};
  const db::OnRow on_row = [](const db::RowView&) { return true; };
  Clock::time_point given_up;
  const std::function<void()> restart = [&] { given_up = Clock::now(); };
  base::BlockingLoop loop;
  const auto start = Clock::now();
  auto task = database.read(statement, values, on_row, restart, base::Deadline::never());
  task.start();
  while (!task.done()) loop.run_one();
  std::printf("a scan gives its loop back after %.2f ms\n",
              std::chrono::duration<double>(given_up - start).count() * 1'000);
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path folder = count > 1 ? arguments[1] : "bench-data";
  std::filesystem::remove_all(folder);
  const auto file = (folder / "bench.db").string();
  const auto database = db::sqlite::open_file(file, {});
  const std::vector<std::string> definition{
      "CREATE TABLE posts (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT",
      "CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT",
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows - 1) +
          ") INSERT INTO posts SELECT printf('01980000-0000-7000-8000-%012d', i), 'title ' || i,"
          " printf('%.*c', 400, 'x') FROM n"};
  if (!database->define(definition)) return 1;
  for (int round = 0; round < 3; ++round) {
    bench_reads("get by id", *database, file, one_post(), reads);
    bench_reads("list of 20", *database, file, some_posts(), lists);
    bench_writes(*database, file);
    const std::vector<std::string> clean{"DELETE FROM notes"};
    if (!database->define(clean)) return 1;
  }
  bench_budget(*database);
  database->close();
  std::filesystem::remove_all(folder);
}
