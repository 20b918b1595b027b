#pragma once
#include "db/postgres/changes.hpp"
#include "db/postgres/connection.hpp"

namespace tenon::db::postgres {

/// A transaction on a connection of its own. It begins with its first statement; what writes has a savepoint around it,
/// sent along with it, so that its failure leaves the transaction usable. A failed read ends the transaction: what
/// follows fails, and so does the commit.
class ConnectionTransaction final : public Transaction {
 public:
  ConnectionTransaction(Connection& connection, Changes& changes) : connection_(connection), changes_(changes) {}

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                        const OnRow& on_row) override;
  base::Task<Outcome<void>> commit();
  base::Task<void> roll_back();

  /// Whether the transaction has changed nothing for sure, and may work when it is run again from its start.
  bool may_run_again() const { return may_run_again_; }

 private:
  base::Task<Outcome<void>> control(const sql::Statement& statement);
  void note(const News& news);

  Connection& connection_;
  Changes& changes_;
  std::vector<std::string> watched_;  ///< watched tables that were written
  bool begun_ = false;
  bool broken_ = false;  ///< the server takes nothing but its end
  bool may_run_again_ = false;
};

}  // namespace tenon::db::postgres
