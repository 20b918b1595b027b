#pragma once
#include "base/deadline.hpp"
#include "db/postgres/answer.hpp"
#include "db/postgres/connector.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace tenon::db::postgres {

/// One loop's connections for transactions, each of one transaction at a time; those who find none wait in order, as
/// long as Options::max_wait. For the loop's thread only.
class TransactionPool {
 public:
  TransactionPool(base::Loop& loop, Shared& shared, Connector& connector);
  ~TransactionPool();

  base::Task<Outcome<std::shared_ptr<Connection>>> acquire();
  /// Idle and outside a transaction, or else not open.
  void release(std::shared_ptr<Connection> connection);
  /// Gives idle connections back; for the end of the loop. Nobody who still waits is told.
  void leave();

 private:
  struct Waiter {
    Answer<Outcome<std::shared_ptr<Connection>>> answer;
    base::Deadline deadline;
  };

  void connect();
  void connected(Outcome<std::shared_ptr<Connection>> made);
  void tick();

  base::Loop& loop_;
  Shared& shared_;
  Connector& connector_;
  std::vector<std::shared_ptr<Connection>> idle_;
  std::size_t open_ = 0;  ///< idle, in use, and being made
  std::size_t connecting_ = 0;
  std::deque<Waiter*> waiters_;
  std::unique_ptr<base::Loop::Timer> timer_;
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace tenon::db::postgres
