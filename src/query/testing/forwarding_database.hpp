#pragma once
#include "db/database.hpp"
#include "db/session.hpp"

#include <utility>

namespace tenon::query::testing {

/// Another database, which does everything: for tests that do one thing otherwise.
class ForwardingDatabase : public db::Database {
 public:
  explicit ForwardingDatabase(db::Database& real) : real_(real) {}

  sql::Dialect dialect() const override { return real_.dialect(); }
  base::Task<db::Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                     const db::OnRow& on_row, const std::function<void()>& restart,
                                     base::Deadline deadline) override {
    return real_.read(statement, parameters, on_row, restart, deadline);
  }
  base::Task<base::Result<void>> write(db::Script script) override { return real_.write(std::move(script)); }
  base::Task<db::Outcome<std::int64_t>> write_one(const sql::Statement& statement,
                                                  std::span<const base::Value> parameters, const base::Value* key,
                                                  const db::OnRow& on_row, const std::function<void()>& restart,
                                                  base::Deadline deadline) override {
    return real_.write_one(statement, parameters, key, on_row, restart, deadline);
  }
  db::Outcome<std::unique_ptr<db::Session>> session() override { return real_.session(); }
  db::Outcome<void> define(std::span<const std::string> definitions) override { return real_.define(definitions); }
  db::Outcome<std::vector<std::string>> tables() override { return real_.tables(); }
  base::Task<db::Outcome<void>> ping() override { return real_.ping(); }
  std::uint64_t change_counter() override { return real_.change_counter(); }
  void close() override {}

 protected:
  db::Database& real_;
};

}  // namespace tenon::query::testing
