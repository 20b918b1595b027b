#pragma once
#include "base/deadline.hpp"
#include "db/postgres/answer.hpp"
#include "db/postgres/connector.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenon::db::postgres {

/// Writes of one statement each, several to a commit: what waits goes to the server as one implicit transaction with
/// one Sync, and nobody is told before its end. Inserts keep their order; updates and deletes come behind them in the
/// order of their tables and keys, so that two groups lock rows in the same order. A group that fails is run again one
/// by one, so that each has the outcome it would have had alone. For the loop's thread only.
class Groups {
 public:
  Groups(base::Loop& loop, Shared& shared, Connector& connector);
  ~Groups();

  base::Task<Outcome<std::int64_t>> run(const sql::Statement& statement, std::span<const base::Value> values,
                                        const base::Value* key, const OnRow& on_row, base::Deadline deadline);
  /// Gives idle connections back; for the end of the loop. Nobody who still waits is told.
  void leave();

  /// Groups that committed, and the statements in them.
  std::uint64_t groups() const { return groups_; }
  std::uint64_t statements() const { return statements_; }

 private:
  struct One;
  class Group;
  class Hurry;

  void schedule();
  void flush();
  std::vector<One*> take_group();
  void run_alone(Connection& connection, std::vector<One*> members);
  void committed(std::vector<One*>& members, std::vector<ResultPtr>& results);
  void refused(One& member, Refusal refusal);
  void lost(const std::vector<One*>& members, const Failure& failure);
  void connect();
  void tick();

  base::Loop& loop_;
  Shared& shared_;
  Connector& connector_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::deque<One*> waiting_;  ///< never sent, or known not to have been committed
  std::deque<One*> alone_;    ///< likewise, and each in a commit of its own
  bool connecting_ = false;
  bool scheduled_ = false;
  std::uint64_t groups_ = 0;
  std::uint64_t statements_ = 0;
  std::unique_ptr<base::Loop::Timer> timer_;
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace tenon::db::postgres
