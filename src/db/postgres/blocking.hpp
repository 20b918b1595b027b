#pragma once
#include "db/postgres/connection.hpp"
#include "db/session.hpp"

#include <string>
#include <vector>

namespace tenon::db::postgres {

/// A connection that waits for every answer: for start-up and the command line. Its statements have no time limit.
class BlockingConnection final : public Session {
 public:
  explicit BlockingConnection(const ConnectionOptions& options);
  BlockingConnection(const BlockingConnection&) = delete;
  BlockingConnection& operator=(const BlockingConnection&) = delete;
  ~BlockingConnection() override;

  /// Whether there is a connection.
  Outcome<void> opened() const;
  /// Of any number of statements; the first column of the last one's rows, as text.
  Outcome<std::vector<std::string>> ask(const std::string& text);
  Outcome<void> execute(const std::string& text) override;
  Outcome<std::int64_t> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                            const OnRow& on_row) override;

 private:
  PGconn* handle_;
  const std::string shown_;
};

}  // namespace tenon::db::postgres
