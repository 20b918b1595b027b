#pragma once
#include "db/database.hpp"

#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace tenon::db::sqlite {

enum class Access : std::uint8_t { read_only, read_write };

/// How to open one connection. All connections of a process share the file.
struct ConnectionOptions {
  std::string file;  ///< path, or a URI of the memdb file system
  Access access = Access::read_write;
  int busy_timeout_ms = 5'000;   ///< how long another process may hold the lock
  std::size_t statements = 500;  ///< prepared statements kept
  const char* vfs = nullptr;     ///< another file system, for fault injection
};

/// One SQLite connection with its prepared statements. One thread at a time.
class Connection {
 public:
  /// Throws std::runtime_error with a sentence for the operator.
  explicit Connection(const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Steps a statement to its end or until `on_row` returns false; gives the number of rows changed.
  Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                            const OnRow& on_row);
  /// Text without parameters and rows, one or several statements: transactions, pragmas, data definition.
  Outcome<void> execute(const char* text);
  /// False when SQLite has rolled the transaction back by itself.
  bool in_transaction() const;
  /// PRAGMA data_version: moves when another connection has committed.
  std::int64_t data_version();

  /// Interrupts the running statement when it has taken `steps` virtual-machine steps (0: never) or the deadline has
  /// passed.
  void limit(std::int64_t steps, base::Deadline deadline);
  /// Whether the last failure came from the step limit, so that the statement may be run again elsewhere.
  bool over_budget() const { return over_budget_; }

 private:
  sqlite3_stmt* prepare(const sql::Statement& statement, Failure& failure);
  Failure last_failure() const;
  static int on_progress(void* self);

  sqlite3* handle_ = nullptr;
  std::size_t capacity_;
  struct Entry {
    std::uint64_t id;
    sqlite3_stmt* handle;
  };
  std::list<Entry> entries_;  ///< youngest first
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> index_;
  std::int64_t steps_left_ = 0;
  bool limited_ = false;
  bool over_budget_ = false;
  base::Deadline deadline_ = base::Deadline::never();
};

/// Registers collations and functions that our SQL uses.
void register_functions(sqlite3* handle);

}  // namespace tenon::db::sqlite
