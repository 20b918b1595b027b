#pragma once
#include "base/deadline.hpp"
#include "db/postgres/answer.hpp"
#include "db/postgres/connector.hpp"

#include <deque>
#include <exception>
#include <memory>
#include <unordered_map>
#include <vector>

namespace tenon::db::postgres {

/// One read on its way; the coroutine that waits for it owns what it points to.
struct Read {
  struct Result {
    Outcome<void> outcome;
    std::exception_ptr thrown;  ///< what the row callback threw
  };

  const sql::Statement* statement = nullptr;
  std::span<const base::Value> values;
  const OnRow* on_row = nullptr;
  base::Deadline deadline = base::Deadline::never();
  Answer<Result>* answer = nullptr;  ///< null once it was told

  int lost = 0;            ///< how often a connection broke under it
  int refused = 0;         ///< how often it failed for nothing that it could help
  bool alone = false;      ///< shares its Sync with no other
  bool cancelled = false;  ///< the server was asked to end it
};

/// The reads of one loop over a few connections. What comes in during one turn of the loop is sent together, with one
/// Sync for each connection. One that fails is told; those of its batch behind it, which the server skipped, run again
/// alone. For the loop's thread only.
class Reads {
 public:
  Reads(base::Loop& loop, Shared& shared, Connector& connector);
  ~Reads();

  base::Task<Outcome<void>> run(const sql::Statement& statement, std::span<const base::Value> values,
                                const OnRow& on_row, base::Deadline deadline);

  /// Gives idle connections back; for the end of the loop. Nobody who still waits is told.
  void leave();

  std::size_t connections() const { return connections_.size(); }

 private:
  using Ptr = std::shared_ptr<Read>;
  class ReadBatch;

  void schedule();
  void flush();
  void send();
  void connect();
  void connected(Outcome<std::shared_ptr<Connection>> made);
  void fail_waiting(const Failure& failure);
  void again(const Ptr& read);
  void told(const Ptr& read, News& news, bool was_cancelled);
  void answer(Read& read, Outcome<void> outcome, std::exception_ptr thrown = {});
  void tick();
  void arm();
  void cancel_abandoned();

  base::Loop& loop_;
  Shared& shared_;
  Connector& connector_;
  std::vector<std::shared_ptr<Connection>> connections_;
  bool connecting_ = false;
  std::deque<Ptr> waiting_;
  std::unordered_map<const Read*, Ptr> live_;  ///< not answered yet
  bool scheduled_ = false;
  std::unique_ptr<base::Loop::Timer> timer_;
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);  ///< for jobs that come after the end
};

}  // namespace tenon::db::postgres
