#pragma once
#include "db/postgres/shared.hpp"

#include <functional>
#include <optional>

namespace tenon::db::postgres {

/// Makes one loop's connections. While the database is away it asks again at growing intervals with jitter, and refuses
/// at once in between.
class Connector {
 public:
  explicit Connector(Shared& shared) : shared_(shared) {}

  using Got = std::move_only_function<void(Outcome<std::shared_ptr<Connection>>)>;
  /// Calls back once, maybe before it returns.
  void connect(Patience patience, Got got);

 private:
  void opened(const std::shared_ptr<Connection>& connection, Outcome<void> outcome, Got& got);

  Shared& shared_;
  std::chrono::milliseconds delay_{0};
  base::Deadline::Clock::time_point next_try_;
  std::optional<Failure> away_;  ///< why the last try failed
};

}  // namespace tenon::db::postgres
