#pragma once
#include "db/postgres/canceller.hpp"
#include "db/postgres/changes.hpp"
#include "db/postgres/connection.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace tenon::db::postgres {

/// What a connection does when another one holds the lock that it needs.
enum class Patience : std::uint8_t {
  waits,     ///< until the statement's time is over
  gives_up,  ///< soon: it carries what belongs to many
};

struct Options {
  ConnectionOptions connection;
  std::size_t readers_per_loop = 2;                   ///< connections that share reads
  std::size_t transactions_per_loop = 6;              ///< connections for transactions, each with one at a time
  std::size_t writers_per_loop = 1;                   ///< connections for groups of single writes
  std::size_t max_batch = 64;                         ///< reads that share a Sync
  std::size_t max_group = 128;                        ///< single writes that share a commit
  std::chrono::milliseconds group_lock_timeout{200};  ///< how long a group waits for somebody else's lock
  std::vector<std::string> watched_tables;            ///< see OpenOptions
  bool may_listen = true;                             ///< capability: LISTEN and NOTIFY work on these connections
  std::size_t max_waiting = 10'000;                   ///< reads, and writes, of a loop; more are refused with 503
  std::chrono::milliseconds max_wait{10'000};         ///< for a connection for a transaction
  std::chrono::milliseconds max_time{30'000};         ///< of one read, and of a transaction with all its statements
  std::chrono::milliseconds first_retry{50};          ///< after a connection could not be made; doubles
  std::chrono::milliseconds last_retry{2'000};
  int script_runs = 5;  ///< how often a transaction that lost against others is run
};

/// What the loops of one database have in common. Thread-safe.
class Shared {
 public:
  explicit Shared(Options all);

  const Options options;
  const std::shared_ptr<const ConnectionOptions> connection_options;
  Canceller canceller;
  Changes changes;
  std::atomic<bool> closing{false};

  /// A change of the table was committed here; before anybody is told.
  void note_commit(std::string_view table) { changes.note_commit(table); }

  /// An idle connection of that kind that a loop left behind, off every loop; null if there is none.
  std::shared_ptr<Connection> take_spare(Patience patience);
  /// Keeps an idle one for loops to come, or closes it.
  void give_spare(std::shared_ptr<Connection> connection, Patience patience);
  void close_spares();

 private:
  std::mutex mutex_;
  std::array<std::vector<std::shared_ptr<Connection>>, 2> spares_;  ///< by Patience
};

}  // namespace tenon::db::postgres
