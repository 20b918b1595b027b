#include "db/postgres/reads.hpp"

#include "db/postgres/row.hpp"

#include <algorithm>

namespace tenon::db::postgres {
namespace {

constexpr std::chrono::milliseconds tick_length{20};
/// More on one connection wait with us, where their deadline can take them back.
constexpr std::size_t max_in_flight = 256;
constexpr int max_lost = 2;
constexpr int max_refused = 3;

}  // namespace

class Reads::ReadBatch final : public Batch {
 public:
  ReadBatch(Reads& owner, const Connection& connection) : owner_(owner), connection_(connection) {}
  void add(Ptr read) {
    commands_.push_back({read->statement, read->values});
    reads.push_back(std::move(read));
  }
  const std::vector<Command>& commands() const override { return commands_; }
  void told(std::size_t index, News& news) override { owner_.told(reads[index], news, connection_.was_cancelled()); }
  void ended(const End&) override {}

  std::vector<Ptr> reads;

 private:
  Reads& owner_;
  const Connection& connection_;
  std::vector<Command> commands_;
};

Reads::Reads(base::Loop& loop, Shared& shared, Connector& connector)
    : loop_(loop), shared_(shared), connector_(connector) {}

Reads::~Reads() {
  *here_ = false;
}

base::Task<Outcome<void>> Reads::run(const sql::Statement& statement, std::span<const base::Value> values,
                                     const OnRow& on_row, base::Deadline deadline) {
  if (deadline.passed()) co_return std::unexpected(failure(FailureKind::deadline, "no time was left to read"));
  if (waiting_.size() >= shared_.options.max_waiting) co_return std::unexpected(unavailable("too many reads wait"));
  Answer<Read::Result> answer;
  auto read = std::make_shared<Read>();
  read->statement = &statement;
  read->values = values;
  read->on_row = &on_row;
  read->deadline = deadline;
  read->answer = &answer;
  live_.emplace(read.get(), read);
  waiting_.push_back(std::move(read));
  schedule();
  auto result = co_await answer;
  if (result.thrown) std::rethrow_exception(result.thrown);
  co_return std::move(result.outcome);
}

/// Once for all that come in during this turn of the loop.
void Reads::schedule() {
  if (std::exchange(scheduled_, true)) return;
  loop_.post([this, here = here_] {
    if (!*here) return;
    scheduled_ = false;
    flush();
  });
}

void Reads::flush() {
  std::erase_if(connections_, [](const auto& connection) { return !connection->is_open(); });
  std::erase_if(waiting_, [](const Ptr& read) { return !read->answer; });
  if (waiting_.empty()) return;
  if (!connections_.empty()) send();
  const bool busy = std::ranges::all_of(connections_, [](const auto& each) { return each->in_flight() > 0; });
  if (!connecting_ && busy && connections_.size() < shared_.options.readers_per_loop &&
      (connections_.empty() || live_.size() > connections_.size()))
    connect();
  arm();
}

void Reads::send() {
  struct Share {
    std::shared_ptr<Connection> connection;
    std::size_t load;
    std::shared_ptr<ReadBatch> batch;
  };
  std::vector<Share> shares;
  for (const auto& connection : connections_) shares.push_back({connection, connection->in_flight(), nullptr});
  const auto submit = [](Share& share) {
    if (auto batch = std::exchange(share.batch, nullptr)) share.connection->submit(std::move(batch));
  };
  while (!waiting_.empty()) {
    auto& share = *std::ranges::min_element(shares, {}, &Share::load);
    if (share.load >= max_in_flight) break;
    auto read = std::move(waiting_.front());
    waiting_.pop_front();
    const bool alone = read->alone;
    if (alone) submit(share);
    if (!share.batch) share.batch = std::make_shared<ReadBatch>(*this, *share.connection);
    share.batch->add(std::move(read));
    ++share.load;
    if (alone || share.batch->reads.size() >= shared_.options.max_batch) submit(share);
  }
  for (auto& share : shares) submit(share);
}

void Reads::connect() {
  connecting_ = true;
  connector_.connect(Patience::waits, [this, here = here_](Outcome<std::shared_ptr<Connection>> made) {
    if (*here) connected(std::move(made));
  });
}

void Reads::connected(Outcome<std::shared_ptr<Connection>> made) {
  connecting_ = false;
  if (!made) {
    if (connections_.empty()) fail_waiting(made.error());
    return;
  }
  (*made)->on_change = [this] {
    if (!waiting_.empty()) schedule();
  };
  connections_.push_back(std::move(*made));
  if (!waiting_.empty()) schedule();
}

void Reads::fail_waiting(const Failure& why) {
  for (const auto& read : std::exchange(waiting_, {}))
    if (read->answer) answer(*read, std::unexpected(why));
}

/// At the front: it has waited longest.
void Reads::again(const Ptr& read) {
  read->alone = true;
  waiting_.push_front(read);
  schedule();
}

void Reads::told(const Ptr& read, News& news, bool was_cancelled) {
  if (!read->answer) return;
  switch (news.fate) {
    case Fate::done: {
      std::exception_ptr thrown;
      try {
        give_rows(news.result.get(), *read->on_row);
      } catch (...) {
        thrown = std::current_exception();
      }
      return answer(*read, {}, thrown);
    }
    case Fate::skipped: return again(read);
    case Fate::lost:
      if (++read->lost < max_lost) return again(read);
      break;
    case Fate::failed: {
      const bool meant_another = was_cancelled && news.refusal.failure.kind == FailureKind::deadline;
      const bool may_work = meant_another || remedy(news.refusal.sqlstate) != Remedy::none;
      if (may_work && ++read->refused < max_refused) return again(read);
      break;
    }
  }
  answer(*read, std::unexpected(news.refusal.failure));
}

void Reads::answer(Read& read, Outcome<void> outcome, std::exception_ptr thrown) {
  Read::Result result;
  result.outcome = std::move(outcome);
  result.thrown = std::move(thrown);
  auto* waiting = std::exchange(read.answer, nullptr);
  live_.erase(&read);  // whoever called holds it
  waiting->give(std::move(result));
}

void Reads::arm() {
  if (timer_ || live_.empty()) return;
  timer_ = loop_.run_after(tick_length, [this] { tick(); });
}

void Reads::tick() {
  const auto now = base::Deadline::Clock::now();
  std::vector<Ptr> late;
  for (const auto& [_, read] : live_)
    if (read->deadline.at() <= now) late.push_back(read);
  for (const auto& read : late)
    if (read->answer) answer(*read, std::unexpected(failure(FailureKind::deadline, "the read took too long")));
  cancel_abandoned();
  timer_.reset();
  const bool busy = std::ranges::any_of(connections_, [](const auto& each) { return each->in_flight() > 0; });
  if (busy || !live_.empty()) timer_ = loop_.run_after(tick_length, [this] { tick(); });
}

/// What nobody waits for any more does not keep the others waiting.
void Reads::cancel_abandoned() {
  for (const auto& connection : connections_) {
    const auto [batch, index] = connection->current();
    if (!batch) continue;
    const auto& read = static_cast<const ReadBatch*>(batch)->reads[index];
    if (read->answer || std::exchange(read->cancelled, true)) continue;
    connection->cancel(shared_.canceller);
  }
}

void Reads::leave() {
  timer_.reset();
  for (auto& connection : std::exchange(connections_, {})) {
    if (connection->is_open() && connection->in_flight() == 0)
      shared_.give_spare(std::move(connection), Patience::waits);
    else
      connection->close();
  }
}

}  // namespace tenon::db::postgres
