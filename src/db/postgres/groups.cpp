#include "db/postgres/groups.hpp"

#include "db/postgres/row.hpp"

#include <algorithm>
#include <exception>
#include <limits>

namespace tenon::db::postgres {
namespace {

constexpr std::chrono::milliseconds tick_length{20};
constexpr int max_refused = 5;

struct Told {
  Outcome<std::int64_t> outcome;
  std::exception_ptr thrown;  ///< what the row callback threw
};

}  // namespace

/// One row that somebody has locked must not hold up all who share a commit with its writer: the wait ends soon, and
/// the group runs one by one.
class Groups::Hurry final : public Batch {
 public:
  explicit Hurry(std::chrono::milliseconds timeout) {
    // Behind every number that sql::render gives.
    statement_.id = std::numeric_limits<std::uint64_t>::max() - 20;
    statement_.text = "SET lock_timeout = " + std::to_string(timeout.count());
    commands_.push_back({&statement_, {}});
  }
  const std::vector<Command>& commands() const override { return commands_; }
  void told(std::size_t, News&) override {}
  void ended(const postgres::End&) override {}

 private:
  sql::Statement statement_;
  std::vector<Command> commands_;
};

/// One statement; lives in the coroutine that waits for it.
struct Groups::One {
  const sql::Statement& statement;
  std::span<const base::Value> values;
  const base::Value* key;
  const OnRow& on_row;
  base::Deadline deadline;
  Answer<Told> answer;
  int refused = 0;  ///< how often it failed for nothing that it could help

  void tell(Outcome<std::int64_t> outcome) {
    Told told;
    told.outcome = std::move(outcome);
    answer.give(std::move(told));
  }
};

class Groups::Group final : public Batch {
 public:
  Group(Groups& owner, std::shared_ptr<Connection> connection, std::vector<One*> group)
      : owner_(owner), connection_(std::move(connection)), members_(std::move(group)), results_(members_.size()) {
    for (const auto* member : members_) commands_.push_back({&member->statement, member->values});
  }
  const std::vector<Command>& commands() const override { return commands_; }
  void told(std::size_t index, News& news) override {
    switch (news.fate) {
      case Fate::done: results_[index] = std::move(news.result); return;
      case Fate::failed: refusal_ = std::move(news.refusal); return;
      case Fate::skipped: return;
      case Fate::lost: why_lost_ = news.refusal.failure; return;
    }
  }
  void ended(const postgres::End& end) override {
    if (end.refusal) refusal_ = end.refusal;
    // One that was refused undid the others, whatever became of the connection.
    if (refusal_ && members_.size() == 1) return owner_.refused(*members_.front(), std::move(*refusal_));
    if (refusal_) return owner_.run_alone(*connection_, std::move(members_));
    if (!end.lost) return owner_.committed(members_, results_);
    owner_.lost(members_, why_lost_.value_or(unavailable("the connection broke before the commit was heard of")));
  }

 private:
  Groups& owner_;
  const std::shared_ptr<Connection> connection_;
  std::vector<One*> members_;
  std::vector<Command> commands_;
  std::vector<ResultPtr> results_;
  std::optional<Refusal> refusal_;
  std::optional<Failure> why_lost_;
};

Groups::Groups(base::Loop& loop, Shared& shared, Connector& connector)
    : loop_(loop), shared_(shared), connector_(connector) {}

Groups::~Groups() {
  *here_ = false;
}

base::Task<Outcome<std::int64_t>> Groups::run(const sql::Statement& statement, std::span<const base::Value> values,
                                              const base::Value* key, const OnRow& on_row, base::Deadline deadline) {
  if (deadline.passed()) co_return std::unexpected(failure(FailureKind::deadline, "no time was left to write"));
  if (waiting_.size() >= shared_.options.max_waiting) co_return std::unexpected(unavailable("too many writes wait"));
  One one{statement, values, key, on_row, deadline, {}};
  waiting_.push_back(&one);
  schedule();
  auto told = co_await one.answer;
  if (told.thrown) std::rethrow_exception(told.thrown);
  co_return std::move(told.outcome);
}

void Groups::schedule() {
  if (std::exchange(scheduled_, true)) return;
  loop_.post([this, here = here_] {
    if (!*here) return;
    scheduled_ = false;
    flush();
  });
}

void Groups::flush() {
  std::erase_if(connections_, [](const auto& connection) { return !connection->is_open(); });
  for (const auto& connection : connections_) {
    if (waiting_.empty() && alone_.empty()) return;
    if (connection->in_flight() > 0 || !connection->is_open()) continue;
    // Each with a Sync of its own; the server takes them one after the other.
    if (!alone_.empty()) {
      for (auto* member : std::exchange(alone_, {}))
        connection->submit(std::make_shared<Group>(*this, connection, std::vector<One*>{member}));
      continue;
    }
    connection->submit(std::make_shared<Group>(*this, connection, take_group()));
  }
  if (waiting_.empty() && alone_.empty()) return;
  if (!connecting_ && connections_.size() < shared_.options.writers_per_loop) connect();
  if (!timer_) timer_ = loop_.run_after(tick_length, [this] { tick(); });
}

std::vector<Groups::One*> Groups::take_group() {
  const auto count = std::min(waiting_.size(), shared_.options.max_group);
  std::vector<One*> members(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  std::ranges::stable_sort(members, [](const One* left, const One* right) {
    if (!left->key || !right->key) return !left->key && right->key;
    if (const auto order = left->statement.written <=> right->statement.written; order != 0) return order < 0;
    return *left->key < *right->key;
  });
  return members;
}

void Groups::run_alone(Connection& connection, std::vector<One*> members) {
  alone_.insert(alone_.end(), members.begin(), members.end());
  if (!connection.is_open()) return schedule();
  for (auto* member : std::exchange(alone_, {}))
    connection.submit(std::make_shared<Group>(*this, connection.shared_from_this(), std::vector<One*>{member}));
}

void Groups::committed(std::vector<One*>& members, std::vector<ResultPtr>& results) {
  ++groups_;
  statements_ += members.size();
  for (const auto* member : members) shared_.note_commit(member->statement.written);
  for (std::size_t i = 0; i < members.size(); ++i) {
    Told told;
    told.outcome = rows_changed(results[i].get());
    try {
      give_rows(results[i].get(), members[i]->on_row);
    } catch (...) {
      told.thrown = std::current_exception();
    }
    members[i]->answer.give(std::move(told));
  }
}

void Groups::refused(One& member, Refusal refusal) {
  if (remedy(refusal.sqlstate) == Remedy::none || ++member.refused >= max_refused)
    return member.tell(std::unexpected(std::move(refusal.failure)));
  alone_.push_back(&member);
  schedule();
}

/// They may have been committed: nobody may run them a second time.
void Groups::lost(const std::vector<One*>& members, const Failure& why) {
  for (auto* member : members) member->tell(std::unexpected(why));
}

void Groups::connect() {
  connecting_ = true;
  connector_.connect(Patience::gives_up, [this, here = here_](Outcome<std::shared_ptr<Connection>> made) {
    if (!*here) return;
    connecting_ = false;
    if (made) {
      (*made)->on_change = [this] {
        if (!waiting_.empty() || !alone_.empty()) schedule();
      };
      // Behind a pooler the session is not ours.
      if (shared_.options.connection.prepared)
        (*made)->submit(std::make_shared<Hurry>(shared_.options.group_lock_timeout));
      connections_.push_back(std::move(*made));
      return schedule();
    }
    if (!connections_.empty()) return;
    auto refused = std::exchange(waiting_, {});
    refused.insert(refused.end(), alone_.begin(), alone_.end());
    alone_.clear();
    for (auto* member : refused) member->tell(std::unexpected(made.error()));
  });
}

/// What was sent has an outcome that must be heard; what still waits can be taken back.
void Groups::tick() {
  timer_.reset();
  std::vector<One*> late;
  const auto take_late = [&](std::deque<One*>& from) {
    std::erase_if(from, [&](One* member) {
      if (!member->deadline.passed()) return false;
      late.push_back(member);
      return true;
    });
  };
  take_late(waiting_);
  take_late(alone_);
  for (auto* member : late) member->tell(std::unexpected(failure(FailureKind::deadline, "the write waited too long")));
  if (!waiting_.empty() || !alone_.empty()) timer_ = loop_.run_after(tick_length, [this] { tick(); });
}

void Groups::leave() {
  timer_.reset();
  for (auto& connection : std::exchange(connections_, {})) {
    if (connection->is_open() && connection->in_flight() == 0)
      shared_.give_spare(std::move(connection), Patience::gives_up);
    else
      connection->close();
  }
}

}  // namespace tenon::db::postgres
