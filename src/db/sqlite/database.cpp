#include "db/sqlite/database.hpp"

#include "base/log.hpp"

#include <map>

namespace tenon::db::sqlite {
namespace {

/// Virtual-machine steps that a read may take on an event loop: about a millisecond.
constexpr std::int64_t loop_budget = 60'000;
/// Other processes' commits are noticed this much later at most.
constexpr std::chrono::milliseconds foreign_interval{200};

std::atomic<std::uint64_t> next_database{1};

ConnectionOptions reading(ConnectionOptions options) {
  options.access = Access::read_only;
  return options;
}

}  // namespace

SqliteDatabase::SqliteDatabase(ConnectionOptions options, const OpenOptions& open_options)
    : read_options_(reading(options)),
      number_(next_database.fetch_add(1)),
      // The writer opens first: it is the one that may create the file and turn it to WAL.
      writer_(options, open_options.max_waiting_writes),
      slow_reads_(read_options_, open_options.reader_threads, 1'000) {}

SqliteDatabase::~SqliteDatabase() {
  close();
}

void SqliteDatabase::close() {
  writer_.close();
  slow_reads_.close();
}

SqliteDatabase::Reader& SqliteDatabase::reader() {
  thread_local std::map<std::uint64_t, std::weak_ptr<Reader>> mine;
  auto& slot = mine[number_];
  if (auto existing = slot.lock()) return *existing;
  auto made = std::make_shared<Reader>(read_options_);
  slot = made;
  std::lock_guard lock(mutex_);
  readers_.push_back(made);
  return *made;
}

base::Task<Outcome<void>> SqliteDatabase::read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                               const OnRow& on_row, const std::function<void()>& restart,
                                               base::Deadline deadline) {
  auto& connection = reader().connection;
  connection.limit(loop_budget, deadline);
  auto outcome = connection.run(statement, parameters, on_row);
  if (outcome) co_return Outcome<void>{};
  if (!connection.over_budget()) co_return std::unexpected(std::move(outcome.error()));

  restart();
  base::Offload<Outcome<void>>::Begin begin = [&](base::Offload<Outcome<void>>::Complete complete) {
    auto shared = std::make_shared<base::Offload<Outcome<void>>::Complete>(std::move(complete));
    ReaderPool::Work work = [&statement, parameters, &on_row, deadline, shared](Connection& slow) {
      slow.limit(0, deadline);
      auto result = slow.run(statement, parameters, on_row);
      Outcome<void> answer;
      if (!result) answer = std::unexpected(std::move(result.error()));
      (*shared)(std::move(answer));
    };
    if (!slow_reads_.submit(work))
      (*shared)(std::unexpected(
          Failure{.kind = FailureKind::unavailable, .constraint = {}, .message = "too many long reads wait"}));
  };
  base::Offload<Outcome<void>> wait(std::move(begin));
  auto result = co_await wait;
  co_return result;
}

base::Task<base::Result<void>> SqliteDatabase::write(Script script) {
  base::Offload<Writer::Answer>::Begin begin = [&](Writer::Complete complete) {
    writer_.submit(std::move(script), std::move(complete));
  };
  base::Offload<Writer::Answer> wait(std::move(begin));
  auto answer = co_await wait;
  co_return answer;
}

Outcome<void> SqliteDatabase::define(std::span<const std::string> statements) {
  return writer_.exclusively([statements](Connection& connection) -> Outcome<void> {
    if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
    for (const auto& statement : statements) {
      auto done = connection.execute(statement.c_str());
      if (done) continue;
      (void)connection.execute("ROLLBACK");
      done.error().message += " in: " + statement;
      return done;
    }
    return connection.execute("COMMIT");
  });
}

Outcome<std::vector<std::string>> SqliteDatabase::tables() {
  sql::Statement statement;
  statement.id = std::numeric_limits<std::uint64_t>::max();
  statement.text =
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
  std::vector<std::string> names;
  auto& connection = reader().connection;
  connection.limit(0, base::Deadline::never());
  auto outcome = connection.run(statement, {}, [&](const RowView& row) {
    names.emplace_back(row.text(0));
    return true;
  });
  if (!outcome) return std::unexpected(std::move(outcome.error()));
  return names;
}

base::Task<Outcome<void>> SqliteDatabase::ping() {
  auto names = tables();
  if (!names) co_return std::unexpected(std::move(names.error()));
  co_return Outcome<void>{};
}

std::uint64_t SqliteDatabase::change_counter() {
  auto& mine = reader();
  // Our own commits count at once; data_version also sees those of other processes, but costs a statement.
  if (const auto now = std::chrono::steady_clock::now(); now - mine.looked > foreign_interval) {
    mine.looked = now;
    mine.connection.limit(0, base::Deadline::never());
    if (const auto version = mine.connection.data_version(); version != mine.data_version) {
      mine.data_version = version;
      ++mine.foreign_changes;
    }
  }
  return writer_.commits() + (mine.foreign_changes << 40U);
}

}  // namespace tenon::db::sqlite
