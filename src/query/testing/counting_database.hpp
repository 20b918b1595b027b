#pragma once
#include "query/testing/forwarding_database.hpp"

#include <string>
#include <vector>

namespace tenon::query::testing {

/// A database that remembers the statements it was read by.
class CountingDatabase final : public ForwardingDatabase {
 public:
  using ForwardingDatabase::ForwardingDatabase;
  std::vector<std::string> statements;

  base::Task<db::Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                     const db::OnRow& on_row, const std::function<void()>& restart,
                                     base::Deadline deadline) override {
    statements.push_back(statement.text);
    return ForwardingDatabase::read(statement, parameters, on_row, restart, deadline);
  }
};

}  // namespace tenon::query::testing
