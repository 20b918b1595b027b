#pragma once
#include "db/session.hpp"
#include "db/sqlite/connection.hpp"

namespace tenon::db::sqlite {

/// A writing connection of its own. While another one holds the write lock it waits as long as `busy_timeout` says.
class SqliteSession final : public Session {
 public:
  /// Throws std::runtime_error with a sentence for the operator.
  explicit SqliteSession(const ConnectionOptions& options) : connection_(options) {}

  Outcome<void> execute(const std::string& text) override { return connection_.execute(text); }
  Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                            const OnRow& on_row) override {
    return connection_.run(statement, parameters, on_row);
  }

 private:
  Connection connection_;
};

}  // namespace tenon::db::sqlite
