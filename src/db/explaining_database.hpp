#pragma once
#include "db/database.hpp"
#include "db/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tenon::db {

/// One statement that was asked for, and how the database would run it.
struct ExplainedStatement {
  sql::Statement statement;
  std::vector<base::Value> parameters;
  std::vector<std::string> plan;           ///< the database's words, a line each, indented by two spaces a level
  std::vector<std::string> plan_by_index;  ///< the same where scans and sorts are the last resort (PostgreSQL)

  bool writes() const { return !statement.written.empty(); }
};

/// Another database that only reads: what is read is read there, what would be written is not. Every statement is kept
/// with the database's own plan for it.
///
/// The first statement of a script that writes fails as if a unique key were taken, since a script then judges what it
/// would else judge on the stored row; `would_write` tells. For commands: everything blocks, on one thread.
class ExplainingDatabase final : public Database {
 public:
  /// Throws std::runtime_error with a sentence for the operator where the database does not answer.
  explicit ExplainingDatabase(Database& inner);

  const std::vector<ExplainedStatement>& statements() const { return statements_; }
  bool would_write() const { return would_write_; }

  sql::Dialect dialect() const override { return inner_.dialect(); }
  base::Task<Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                 const OnRow& on_row, const std::function<void()>& restart,
                                 base::Deadline deadline) override;
  base::Task<base::Result<void>> write(Script script) override;
  base::Task<Outcome<std::int64_t>> write_one(const sql::Statement& statement, std::span<const base::Value> parameters,
                                              const base::Value* key, const OnRow& on_row,
                                              const std::function<void()>& restart, base::Deadline deadline) override;
  Outcome<void> define(std::span<const std::string> statements) override;
  Outcome<std::unique_ptr<Session>> session() override;
  Outcome<std::vector<std::string>> tables() override { return inner_.tables(); }
  base::Task<Outcome<void>> ping() override { return inner_.ping(); }
  std::uint64_t change_counter() override { return inner_.change_counter(); }
  /// Leaves the other one open.
  void close() override {}

 private:
  class Script;
  void note(const sql::Statement& statement, std::span<const base::Value> parameters);

  Database& inner_;
  std::unique_ptr<Session> planner_;
  std::unique_ptr<Session> index_planner_;  ///< null where plans do not depend on sizes
  std::vector<ExplainedStatement> statements_;
  bool would_write_ = false;
};

}  // namespace tenon::db
