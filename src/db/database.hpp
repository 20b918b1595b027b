#pragma once
#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/value.hpp"
#include "sql/render.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Run a Statement, get rows. Drivers are in the subfolders; nobody above sees which one it is.
namespace tenon::db {

enum class FailureKind : std::uint8_t {
  unique,       ///< a unique key is taken
  foreign_key,  ///< a referenced row is missing, or a row is still referenced
  not_null,
  check,        ///< a check constraint; `constraint` is its name
  busy,         ///< another process holds the database
  deadline,     ///< took longer than the deadline or the budget
  too_big,      ///< what a read puts together is larger than OpenOptions::max_value_bytes
  full,         ///< disk full, or a write or fsync failed: nothing of the group is stored
  unavailable,  ///< the database is away or shutting down
  other,        ///< ours: malformed SQL, missing table, corrupt file
};

/// Why a statement did not run. Never shown to clients as it is: see to_error and query/failure.cpp.
struct Failure {
  FailureKind kind = FailureKind::other;
  std::string constraint;  ///< name, where the driver tells
  std::string message;     ///< driver's words, for the log
};
template <typename T>
using Outcome = std::expected<T, Failure>;

/// busy, unavailable, full, deadline -> 503; too_big -> 422 (too_expensive); the rest -> 500. Constraint kinds are the
/// caller's business and end as 500 here.
base::Error to_error(const Failure& failure);

/// The current row of a running statement; valid only during the callback.
class RowView {
 public:
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double floating(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  ///< also the bytes of a blob; valid until the next row
  virtual bool is_blob(int column) const = 0;
  /// As a Value by what is stored (SQLite: integer, real, text or blob; booleans come as int64).
  virtual base::Value value(int column) const = 0;

 protected:
  ~RowView() = default;
};

/// Called for each row; returning false stops the statement.
using OnRow = std::function<bool(const RowView&)>;

/// Statements inside one transaction. On SQLite nothing here ever suspends; on other databases it does: await it.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Runs one statement; the number of rows changed. A failed statement leaves the transaction usable.
  virtual base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement,
                                                std::span<const base::Value> parameters, const OnRow& on_row) = 0;
};

/// What one write does. On SQLite it runs on the writer's thread, so it must not touch anything owned by a loop;
/// elsewhere it runs on the loop that asked. An error undoes all of it. It may be run again from its start, where its
/// transaction lost against another one or its connection broke before the commit: it first forgets what the earlier
/// run gave.
using Script = std::move_only_function<base::Task<base::Result<void>>(Transaction&)>;

class Session;

/// A database. Thread-safe: `read` uses the calling loop's own connection.
class Database {
 public:
  virtual ~Database() = default;

  /// In which words statements for it are rendered.
  virtual sql::Dialect dialect() const = 0;

  /// Runs one reading statement on the calling loop (SQLite: in place, under a budget; a statement that exceeds it is
  /// run again from the start on a reader thread, so `restart` is called first and everything collected so far must be
  /// forgotten). The statement, the parameters and the callbacks must outlive the await.
  virtual base::Task<Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                         const OnRow& on_row, const std::function<void()>& restart,
                                         base::Deadline deadline) = 0;

  /// Runs a script in its own transaction (SQLite: in its own savepoint of a group) and continues only after the commit
  /// is durable. The script's error comes back as it is, with everything it did undone; a failed commit is 503. A
  /// script that was taken in is run to its end even if nobody waits any more.
  virtual base::Task<base::Result<void>> write(Script script) = 0;

  /// Runs one writing statement in a transaction of its own, which may share its commit with others': the rows it
  /// changed, only after the commit is durable. A failed one changes nobody else's outcome. `key` is the id of the row
  /// that an UPDATE or DELETE changes (those that share a commit are put in its order, so that two commits cannot wait
  /// for each other in a circle) and null for INSERT. `restart` is called before the statement runs again, as in
  /// `read`; what it names must outlive the await, and on_row may run on another thread.
  virtual base::Task<Outcome<std::int64_t>> write_one(const sql::Statement& statement,
                                                      std::span<const base::Value> parameters, const base::Value* key,
                                                      const OnRow& on_row, const std::function<void()>& restart,
                                                      base::Deadline deadline) = 0;

  /// Executes data definition in one transaction; for start-up and the command line, blocks.
  virtual Outcome<void> define(std::span<const std::string> statements) = 0;

  /// A connection for changing the structure (db/session.hpp); none of them may outlive the database. For start-up and
  /// the command line, blocks.
  virtual Outcome<std::unique_ptr<Session>> session() = 0;

  /// Names of the tables that exist, sorted; without the driver's own.
  virtual Outcome<std::vector<std::string>> tables() = 0;

  /// Cheap answer to "does it work?" for /readyz.
  virtual base::Task<Outcome<void>> ping() = 0;

  /// Counts commits that came from elsewhere or from here since opening: equal numbers mean that no watched table
  /// (OpenOptions) was written in between (per loop; cheap). Where that is not known, no number comes twice.
  virtual std::uint64_t change_counter() = 0;

  /// Finishes what was taken in, then closes. No call may follow.
  virtual void close() = 0;
};

struct OpenOptions {
  unsigned loops = 1;                               ///< how many loops will read
  unsigned reader_threads = 2;                      ///< for reads over the budget
  std::size_t max_waiting_writes = 10'000;          ///< more are refused with 503
  std::chrono::milliseconds max_time{30'000};       ///< of one read, and of one write with all its statements; then 503
  std::size_t max_value_bytes = 256 * 1024 * 1024;  ///< SQLite: of one value that a read gives, nested JSON too
  std::vector<std::string> watched_tables;          ///< whose changes `change_counter` must count; SQLite counts all
  bool prepared = true;  ///< PostgreSQL: named prepared statements and settings of the session; not behind a pooler
};

/// Opens what a DATABASE_URL names: `sqlite:PATH` (relative to the working directory), `sqlite::memory:` for tests, or
/// `postgres://…` with libpq's parameters. Throws std::runtime_error with a sentence for the operator, in which no
/// password stands.
std::unique_ptr<Database> open(std::string_view url, const OpenOptions& options);

/// A DATABASE_URL for people and logs: without a password.
std::string shown_url(std::string_view url);

}  // namespace tenon::db
