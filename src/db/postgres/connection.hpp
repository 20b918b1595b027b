#pragma once
#include "base/loop.hpp"
#include "db/postgres/batch.hpp"
#include "db/postgres/canceller.hpp"
#include "db/postgres/statements.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tenon::db::postgres {

struct ConnectionOptions {
  std::vector<std::pair<std::string, std::string>> parameters;  ///< libpq's keywords
  std::string shown;                                            ///< the server's address for logs
  bool prepared = true;            ///< named prepared statements; not behind a pooler of transactions
  std::size_t max_prepared = 500;  ///< on each connection; the least recently used go
  std::chrono::milliseconds connect_timeout{5'000};
  std::size_t max_result_bytes = 64U << 20U;  ///< of one statement; larger results fail
};

/// A connection in pipeline mode that belongs to one loop at a time. Batches are sent as they come and answered in
/// order; nothing ever waits. Kept by shared_ptr: it holds itself while it calls back.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Opened = std::move_only_function<void(Outcome<void>)>;

  explicit Connection(std::shared_ptr<const ConnectionOptions> options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects on this thread's loop; calls back once, not from within.
  void open(Opened opened);
  /// Moves an idle connection to this thread's loop, or off its own.
  bool attach();
  void detach();
  /// Ends it without telling anybody.
  void close();

  /// On a connection that is not open everything is lost at once.
  void submit(std::shared_ptr<Batch> batch);
  bool is_open() const { return state_ == State::open; }
  /// Commands whose batch has not ended.
  std::size_t in_flight() const { return in_flight_; }
  /// The batch and the command that the server is busy with, as far as we heard; null if there is none.
  std::pair<const Batch*, std::size_t> current() const;
  /// Asks the server to end what it is busy with. What was sent behind that is told `skipped`.
  void cancel(Canceller& canceller);
  /// Whether that was ever asked: a late one may have hit another statement than was meant.
  bool was_cancelled() const { return was_cancelled_; }

  /// Called when a batch has ended and when the connection broke. Whoever owns it sets this.
  std::move_only_function<void()> on_change;

 private:
  enum class State : std::uint8_t { closed, connecting, open };
  struct Expected {
    enum class Kind : std::uint8_t { prepare, query, deallocate, sync };
    Kind kind{};
    std::shared_ptr<Batch> batch;
    std::size_t index = 0;
    std::uint64_t prepared = 0;  ///< number of the preparation that is made or used
    std::uint64_t id = 0;        ///< of the statement
    bool told = false;
    std::optional<Refusal> refusal{};  ///< of a commit
  };

  void poll_connecting();
  void poll_later();
  void connected();
  void refuse(Failure failure);
  /// False if the process has no descriptor left.
  bool watch();
  void unwatch();
  void on_readiness(base::Readiness readiness);
  bool send(const std::shared_ptr<Batch>& batch, std::size_t index);
  void send_deallocations();
  void flush();
  void receive();
  void take(ResultPtr result);
  void refuse_result();
  void take_failure(Expected& expected, const PGresult* result);
  void tell(Expected& expected, News& news);
  void end_batch();
  void lose(Failure failure);
  void finish();
  Failure last_failure() const;

  const std::shared_ptr<const ConnectionOptions> options_;
  PGconn* handle_ = nullptr;
  State state_ = State::closed;
  base::Loop* loop_ = nullptr;
  int descriptor_ = -1;  ///< ours, of the same socket: libpq closes its own when it likes
  std::unique_ptr<base::Loop::Watch> watch_;
  std::unique_ptr<base::Loop::Timer> connect_timer_;
  Opened opened_;
  std::shared_ptr<pg_cancel> cancel_;

  PreparedStatements statements_;
  std::vector<std::uint64_t> to_deallocate_;
  std::deque<Expected> expected_;
  std::size_t in_flight_ = 0;
  bool was_cancelled_ = false;
  std::size_t result_bytes_ = 0;  ///< heard since the last result was complete
};

}  // namespace tenon::db::postgres
