#include "db/postgres/transactions.hpp"

#include <algorithm>

namespace tenon::db::postgres {
namespace {

constexpr std::chrono::milliseconds tick_length{50};

}  // namespace

TransactionPool::TransactionPool(base::Loop& loop, Shared& shared, Connector& connector)
    : loop_(loop), shared_(shared), connector_(connector) {}

TransactionPool::~TransactionPool() {
  *here_ = false;
}

base::Task<Outcome<std::shared_ptr<Connection>>> TransactionPool::acquire() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->is_open()) co_return connection;
    --open_;
  }
  if (waiters_.size() >= shared_.options.max_waiting) co_return std::unexpected(unavailable("too many writes wait"));
  Waiter waiter{{}, base::Deadline::after(shared_.options.max_wait)};
  waiters_.push_back(&waiter);
  if (connecting_ < waiters_.size() && open_ < shared_.options.transactions_per_loop) connect();
  if (!timer_ && !waiters_.empty()) timer_ = loop_.run_after(tick_length, [this] { tick(); });
  auto got = co_await waiter.answer;
  co_return got;
}

void TransactionPool::release(std::shared_ptr<Connection> connection) {
  if (!connection->is_open()) {
    --open_;
    if (!waiters_.empty() && connecting_ < waiters_.size()) connect();
    return;
  }
  if (waiters_.empty()) {
    idle_.push_back(std::move(connection));
    return;
  }
  auto* waiter = waiters_.front();
  waiters_.pop_front();
  waiter->answer.give(std::move(connection));
}

void TransactionPool::connect() {
  ++open_;
  ++connecting_;
  connector_.connect(Patience::waits, [this, here = here_](Outcome<std::shared_ptr<Connection>> made) {
    if (*here) connected(std::move(made));
  });
}

void TransactionPool::connected(Outcome<std::shared_ptr<Connection>> made) {
  --connecting_;
  if (made) return release(std::move(*made));
  --open_;
  // As long as others are in use they will come back.
  if (open_ > 0) return;
  for (auto* waiter : std::exchange(waiters_, {})) waiter->answer.give(std::unexpected(made.error()));
}

void TransactionPool::tick() {
  timer_.reset();
  std::vector<Waiter*> late;
  std::erase_if(waiters_, [&](Waiter* waiter) {
    if (!waiter->deadline.passed()) return false;
    late.push_back(waiter);
    return true;
  });
  for (auto* waiter : late)
    waiter->answer.give(std::unexpected(unavailable("no connection for a transaction became free in time")));
  if (!waiters_.empty()) timer_ = loop_.run_after(tick_length, [this] { tick(); });
}

void TransactionPool::leave() {
  timer_.reset();
  for (auto& connection : std::exchange(idle_, {}))
    if (connection->is_open()) shared_.give_spare(std::move(connection), Patience::waits);
  open_ = 0;
}

}  // namespace tenon::db::postgres
