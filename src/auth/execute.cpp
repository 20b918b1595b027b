#include "auth/execute.hpp"

#include <utility>

namespace tenon::auth {

base::Task<base::Result<std::int64_t>> execute(db::Transaction& transaction, const sql::Statement& statement,
                                               std::vector<base::Value> parameters, const db::OnRow& on_row) {
  auto outcome = co_await transaction.run(statement, parameters, on_row);
  if (outcome) co_return *outcome;
  if (outcome.error().kind == db::FailureKind::foreign_key) co_return std::unexpected(refused());
  co_return std::unexpected(db::to_error(outcome.error()));
}

base::Task<base::Result<std::int64_t>> execute(db::Transaction& transaction, const sql::Statement& statement,
                                               std::vector<base::Value> parameters) {
  const db::OnRow ignore = [](const db::RowView&) { return true; };
  auto changed = co_await execute(transaction, statement, std::move(parameters), ignore);
  co_return changed;
}

base::Error refused() {
  return base::Error(base::ErrorCode::unauthenticated);
}

}  // namespace tenon::auth
