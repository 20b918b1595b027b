#pragma once
#include "db/postgres/connection.hpp"

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tenon::db::postgres {

/// The channel on which triggers tell that a watched table was written.
inline constexpr std::string_view change_channel = "tenon_changes";

/// Data definition that makes the triggers of these tables, after the tables; may be run again.
std::vector<std::string> watch_statements(std::span<const std::string> tables);

/// Counts what happens to watched tables. Commits of this process count at once, those of others when the server tells;
/// a thread with a connection of its own listens for that, and makes the triggers where they are missing. While it
/// cannot, no number comes twice. Thread-safe.
class Changes {
 public:
  /// Without tables, or `may_listen`, it never listens.
  Changes(std::shared_ptr<const ConnectionOptions> options, std::vector<std::string> tables, bool may_listen);
  ~Changes();
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  std::uint64_t counter();
  /// This process has committed a change of the table; before anybody is told.
  void note_commit(std::string_view table);
  /// It may have changed anything.
  void note_all() { count_.fetch_add(1, std::memory_order_acq_rel); }
  /// Whether equal numbers come at all.
  bool listening() const { return listening_.load(std::memory_order_acquire); }
  bool watches(std::string_view table) const;

 private:
  void run();
  void listen_once();
  bool make_triggers(PGconn* handle);
  bool answers(PGconn* handle) const;
  void take_notices(PGconn* handle);
  /// Waits for the server or the end; false at the end.
  bool wait(int descriptor, int timeout_ms) const;

  const std::shared_ptr<const ConnectionOptions> options_;
  const std::vector<std::string> tables_;
  std::atomic<std::uint64_t> count_{0};
  std::atomic<bool> listening_{false};
  bool warned_ = false;  ///< the thread's own
  int wakeup_ = -1;      ///< eventfd: the end
  std::thread thread_;
};

}  // namespace tenon::db::postgres
