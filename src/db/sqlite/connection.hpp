#pragma once
#include "db/database.hpp"
#include "db/sqlite/statement_cache.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace tenon::db::sqlite {

enum class Access : std::uint8_t {
  read_only,   ///< cannot change the database, whatever the statement
  read_write,  ///< the writer
};

/// How to open one connection. All connections of a database share the file.
struct ConnectionOptions {
  std::string file;                                 ///< absolute path
  Access access = Access::read_write;               ///< what it may do
  std::chrono::milliseconds busy_timeout{5'000};    ///< how long to wait while another process holds a lock
  std::size_t statements = 500;                     ///< prepared statements kept
  std::size_t max_value_bytes = 256 * 1024 * 1024;  ///< of one value, also one that is put together; at most 1 GB
  bool durable = true;                              ///< false: commits are not synced; for tests
  const char* file_system = nullptr;                ///< name of a SQLite VFS; for fault injection
};

/// What one run may cost.
struct RunLimits {
  std::int64_t steps = 0;                             ///< virtual-machine steps; 0: no limit
  base::Deadline deadline = base::Deadline::never();  ///< looked at every thousand steps
};

/// Statements without parameters and rows that a writer runs all the time.
enum class Control : std::uint8_t { begin, commit, rollback, savepoint, release, undo };

enum class Checkpoint : std::uint8_t {
  passive,  ///< what can be copied without waiting
  restart,  ///< waits for readers, so that the log begins anew
};

/// One SQLite connection with its prepared statements. One thread at a time.
class Connection {
 public:
  /// Throws std::runtime_error with a sentence for the operator.
  explicit Connection(const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Steps a statement to its end, or, if it only reads, until `on_row` returns false. The number of rows changed by
  /// the statement itself. What `on_row` throws passes through.
  Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                            const OnRow& on_row, const RunLimits& limits = {});
  /// Whether the last run ended because of RunLimits::steps.
  bool over_budget() const { return over_budget_; }

  /// One or several statements without parameters and rows: pragmas, data definition.
  Outcome<void> execute(const std::string& text);
  Outcome<void> control(Control control);
  /// False also after SQLite rolled back by itself.
  bool in_transaction() const;

  /// Names of the tables, sorted; without SQLite's own and those behind full-text indexes.
  Outcome<std::vector<std::string>> tables();
  /// PRAGMA data_version: differs when another connection has committed in between.
  std::int64_t data_version();
  /// Pages in the write-ahead log after the last commit of this connection.
  int log_pages() const { return log_pages_; }
  Outcome<void> checkpoint(Checkpoint mode);

 private:
  /// Virtual-machine steps between two looks at the limits.
  static constexpr int progress_interval = 1'000;

  void configure(const ConnectionOptions& options);
  static int on_progress(void* self);
  static int on_log(void* self, sqlite3* handle, const char* name, int pages);

  sqlite3* handle_ = nullptr;
  StatementCache statements_;
  std::array<sqlite3_stmt*, 6> controls_{};
  sqlite3_stmt* data_version_ = nullptr;
  RunLimits limits_;
  bool over_budget_ = false;
  int log_pages_ = 0;
};

}  // namespace tenon::db::sqlite
