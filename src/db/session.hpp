#pragma once
#include "db/database.hpp"

namespace tenon::db {

/// A connection of its own, beside those that serve requests: here the structure of a database is changed. Its
/// transactions, settings and locks are what its caller runs (BEGIN, COMMIT, PRAGMA, SET, advisory locks); all of them
/// end with it, an open transaction undone. Every call blocks; one thread at a time. Not for request paths.
class Session {
 public:
  virtual ~Session() = default;

  /// One or several statements as they are, without parameters and rows. Nothing is put around them: each commits by
  /// itself unless a transaction is open (PostgreSQL: several in one text are one transaction, as psql -c would do).
  virtual Outcome<void> execute(const std::string& text) = 0;

  /// One statement with parameters and rows; the number of rows changed. No time limit but the session's settings.
  virtual Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                    const OnRow& on_row) = 0;
};

}  // namespace tenon::db
