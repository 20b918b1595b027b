#include "db/postgres/connector.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <random>

namespace tenon::db::postgres {
namespace {

/// Between a half and the whole of it, so that many servers do not ask at the same moment.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds delay) {
  thread_local std::minstd_rand random(std::random_device{}());
  return delay / 2 +
         std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, delay.count() / 2)(random));
}

}  // namespace

void Connector::connect(Patience patience, Got got) {
  if (shared_.closing) return got(std::unexpected(unavailable("the database is closing")));
  if (auto spare = shared_.take_spare(patience); spare && spare->attach()) return got(std::move(spare));
  if (away_ && base::Deadline::Clock::now() < next_try_) return got(std::unexpected(*away_));
  auto connection = std::make_shared<Connection>(shared_.connection_options);
  // Holds it until it is open or refused.
  connection->open([this, connection, got = std::move(got)](Outcome<void> outcome) mutable {
    opened(connection, std::move(outcome), got);
  });
}

void Connector::opened(const std::shared_ptr<Connection>& connection, Outcome<void> outcome, Got& got) {
  if (outcome) {
    if (away_) base::log(base::LogLevel::info, "db", "the database is back");
    away_.reset();
    delay_ = {};
    return got(connection);
  }
  if (!away_)
    base::log(base::LogLevel::error, "db", "the database is away",
              {{"cause", std::string_view(outcome.error().message)}});
  away_ = outcome.error();
  const auto& options = shared_.options;
  delay_ = std::clamp(delay_ * 2, options.first_retry, options.last_retry);
  next_try_ = base::Deadline::Clock::now() + with_jitter(delay_);
  got(std::unexpected(std::move(outcome.error())));
}

}  // namespace tenon::db::postgres
