#pragma once
#include "db/database.hpp"
#include "db/sqlite/reader_pool.hpp"
#include "db/sqlite/thread_readers.hpp"
#include "db/sqlite/writer.hpp"

#include <filesystem>

namespace tenon::db::sqlite {

struct Options {
  ConnectionOptions connection;
  WriterOptions writer;
  unsigned reader_threads = 2;
  std::chrono::milliseconds max_time{30'000};            ///< of one read, whatever its deadline
  std::size_t max_read_value_bytes = 256 * 1024 * 1024;  ///< see OpenOptions::max_value_bytes
  std::size_t max_waiting_reads = 1'000;                 ///< of those over the budget; more are refused with 503
  /// Virtual-machine steps that a read may take on an event loop: about a millisecond. 0: reads never run there.
  std::int64_t loop_budget = 20'000;
  /// Commits of other processes are noticed this much later at most.
  std::chrono::milliseconds outside_interval{200};
  std::filesystem::path remove_when_closed;  ///< a folder made for this database alone; empty: none
};

/// A SQLite file: reads in place on each loop's own connection, long reads on threads, one writer with group commit.
class SqliteDatabase final : public Database {
 public:
  /// Throws std::runtime_error with a sentence for the operator.
  explicit SqliteDatabase(Options options);
  ~SqliteDatabase() override;

  sql::Dialect dialect() const override { return sql::Dialect::sqlite; }

  base::Task<Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                 const OnRow& on_row, const std::function<void()>& restart,
                                 base::Deadline deadline) override;
  base::Task<base::Result<void>> write(Script script) override;
  base::Task<Outcome<std::int64_t>> write_one(const sql::Statement& statement, std::span<const base::Value> parameters,
                                              const base::Value* key, const OnRow& on_row,
                                              const std::function<void()>& restart, base::Deadline deadline) override;
  Outcome<void> define(std::span<const std::string> statements) override;
  Outcome<std::unique_ptr<Session>> session() override;
  Outcome<std::vector<std::string>> tables() override;
  base::Task<Outcome<void>> ping() override;
  std::uint64_t change_counter() override;
  void close() override;

  /// Commits so far, each of a whole group.
  std::uint64_t commits() const { return writer_.commits(); }
  /// Reads that ran on a reader thread.
  std::uint64_t long_reads() const { return long_reads_.load(std::memory_order_relaxed); }

 private:
  /// Nothing if the statement is to be run on a reader thread.
  std::optional<Outcome<void>> read_here(const sql::Statement& statement, std::span<const base::Value> parameters,
                                         const OnRow& on_row, base::Deadline deadline);

  const Options options_;
  Writer writer_;  // opens first: it makes the file
  ThreadReaders readers_;
  ReaderPool long_readers_;
  std::atomic<std::uint64_t> long_reads_{0};
  std::atomic<std::uint64_t> unknown_changes_{~std::uint64_t{0}};
  bool closed_ = false;
};

}  // namespace tenon::db::sqlite
