#pragma once
#include "db/postgres/groups.hpp"
#include "db/postgres/reads.hpp"
#include "db/postgres/transactions.hpp"

namespace tenon::db::postgres {

/// What one loop has of a database. For the loop's thread only; its loop's last job calls `leave`.
class Lane {
 public:
  Lane(base::Loop& loop, std::shared_ptr<Shared> shared);

  /// Runs a script until it does not lose against others, or the database is away.
  base::Task<base::Result<void>> write(Script script);
  void leave();

  Reads& reads() { return reads_; }
  Groups& groups() { return groups_; }

 private:
  struct Run {
    base::Result<void> answer;
    bool again = false;
  };
  base::Task<Run> run_once(Script& script);
  base::Task<void> pause(std::chrono::milliseconds duration);

  base::Loop& loop_;
  const std::shared_ptr<Shared> shared_;
  Connector connector_;
  Reads reads_;
  Groups groups_;
  TransactionPool transactions_;
};

}  // namespace tenon::db::postgres
