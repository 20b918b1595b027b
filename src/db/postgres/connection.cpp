#include "db/postgres/connection.hpp"

#include "db/postgres/parameters.hpp"

#include <sys/ioctl.h>

namespace tenon::db::postgres {
namespace {

constexpr int binary_results = 1;
/// What the protocol can count.
constexpr int max_parameters = 65'535;

}  // namespace

Connection::Connection(std::shared_ptr<const ConnectionOptions> options) : options_(std::move(options)) {}

Connection::~Connection() {
  close();
}

Failure Connection::last_failure() const {
  return unavailable(options_->shown + ": " + one_line(PQerrorMessage(handle_)));
}

void Connection::submit(std::shared_ptr<Batch> batch) {
  const auto self = shared_from_this();
  const auto& commands = batch->commands();
  if (state_ != State::open) {
    News news;
    news.refusal.failure = unavailable("the connection is gone");
    for (std::size_t i = 0; i < commands.size(); ++i) batch->told(i, news);
    batch->ended(End{true, {}});
    return;
  }
  in_flight_ += commands.size();
  bool sent = true;
  for (std::size_t i = 0; i < commands.size() && sent; ++i) sent = send(batch, i);
  if (sent) send_deallocations();
  expected_.push_back({Expected::Kind::sync, std::move(batch)});
  if (!sent || PQpipelineSync(handle_) != 1) return lose(last_failure());
  flush();
}

bool Connection::send(const std::shared_ptr<Batch>& batch, std::size_t index) {
  const auto& command = batch->commands()[index];
  const auto& statement = *command.statement;
  Expected expected{Expected::Kind::query, batch, index};
  expected.id = statement.id;
  if (command.values.size() > max_parameters) {
    // Never sent; told in its turn would be too late, because those behind it run.
    News news;
    news.fate = Fate::failed;
    news.refusal.failure = failure(FailureKind::other, "more parameters than PostgreSQL can count");
    batch->told(index, news);
    return true;
  }
  const Parameters parameters(statement, command.values);
  if (!options_->prepared) {
    expected_.push_back(std::move(expected));
    return PQsendQueryParams(handle_, statement.text.c_str(), parameters.count(), parameters.types(),
                             parameters.values(), parameters.lengths(), parameters.formats(), binary_results) == 1;
  }
  auto number = statements_.find(statement.id);
  if (!number) {
    number = statements_.add(statement.id);
    expected_.push_back({Expected::Kind::prepare, batch, index, *number, statement.id});
    if (PQsendPrepare(handle_, PreparedStatements::name_of(*number).c_str(), statement.text.c_str(), parameters.count(),
                      parameters.types()) != 1)
      return false;
  }
  expected.prepared = *number;
  expected_.push_back(std::move(expected));
  return PQsendQueryPrepared(handle_, PreparedStatements::name_of(*number).c_str(), parameters.count(),
                             parameters.values(), parameters.lengths(), parameters.formats(), binary_results) == 1;
}

void Connection::send_deallocations() {
  while (const auto number = statements_.take_oldest(options_->max_prepared)) to_deallocate_.push_back(*number);
  for (const auto number : std::exchange(to_deallocate_, {})) {
    const auto text = "DEALLOCATE " + PreparedStatements::name_of(number);
    expected_.push_back({Expected::Kind::deallocate, nullptr, 0, number});
    if (PQsendQueryParams(handle_, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, binary_results) != 1) return;
  }
}

void Connection::flush() {
  const int left = PQflush(handle_);
  if (left < 0) return lose(last_failure());
  if (left > 0) watch_->wait_until_writable();
}

std::pair<const Batch*, std::size_t> Connection::current() const {
  for (const auto& expected : expected_)
    if (expected.kind == Expected::Kind::query && !expected.told) return {expected.batch.get(), expected.index};
  return {nullptr, 0};
}

void Connection::cancel(Canceller& canceller) {
  was_cancelled_ = true;
  if (cancel_) canceller.cancel(cancel_);
}

void Connection::on_readiness(base::Readiness readiness) {
  const auto self = shared_from_this();
  if (state_ == State::connecting) return poll_connecting();
  if (readiness == base::Readiness::readable) receive();
  if (state_ == State::open) flush();
}

void Connection::receive() {
  int arriving = 0;
  if (::ioctl(descriptor_, FIONREAD, &arriving) == 0 && arriving > 0)
    result_bytes_ += static_cast<std::size_t>(arriving);
  const bool alive = PQconsumeInput(handle_) == 1;
  // What arrived before the end still counts.
  while (state_ == State::open && !expected_.empty() && PQisBusy(handle_) == 0) {
    PGresult* result = PQgetResult(handle_);
    if (result) {
      take(ResultPtr(result));
    } else if (expected_.front().kind == Expected::Kind::sync && expected_.front().refusal) {
      continue;
    } else if (expected_.front().kind == Expected::Kind::sync ||
               (expected_.front().kind == Expected::Kind::query && !expected_.front().told)) {
      return lose(unavailable("PostgreSQL left out an answer"));
    } else {
      expected_.pop_front();
    }
  }
  if (state_ != State::open) return;
  if (!alive || PQstatus(handle_) == CONNECTION_BAD) return lose(last_failure());
  if (expected_.empty()) {
    PQisBusy(handle_);  // reads notices
    result_bytes_ = 0;
  } else if (result_bytes_ > options_->max_result_bytes) {
    refuse_result();
  }
}

/// Its rest would have to be read and thrown away: a new connection is sooner there.
void Connection::refuse_result() {
  auto& expected = expected_.front();
  if (expected.kind == Expected::Kind::query && !expected.told) {
    News news;
    news.fate = Fate::failed;
    news.refusal.failure =
        failure(FailureKind::other, "a result is larger than " + std::to_string(options_->max_result_bytes) + " bytes");
    tell(expected, news);
  }
  lose(unavailable("the connection was given up for a result that was too large"));
}

void Connection::take(ResultPtr result) {
  result_bytes_ = 0;
  auto& expected = expected_.front();
  switch (PQresultStatus(result.get())) {
    case PGRES_PIPELINE_SYNC:
      // The only result that no null follows.
      if (expected.kind == Expected::Kind::sync) return end_batch();
      break;
    case PGRES_PIPELINE_ABORTED:
      if (expected.kind == Expected::Kind::deallocate) {
        to_deallocate_.push_back(expected.prepared);
      } else if (expected.kind == Expected::Kind::prepare) {
        statements_.forget(expected.id, expected.prepared);
      } else if (!expected.told) {
        News news;
        news.fate = Fate::skipped;
        tell(expected, news);
      }
      return;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
      if (expected.kind == Expected::Kind::query) {
        News news;
        news.fate = Fate::done;
        news.result = std::move(result);
        tell(expected, news);
      }
      return;
    case PGRES_FATAL_ERROR: return take_failure(expected, result.get());
    case PGRES_BAD_RESPONSE:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
    case PGRES_COPY_BOTH:
    case PGRES_NONFATAL_ERROR:
    case PGRES_SINGLE_TUPLE: break;
  }
  lose(failure(FailureKind::other, "PostgreSQL answered something that was not asked for"));
}

void Connection::take_failure(Expected& expected, const PGresult* result) {
  auto refusal = refusal_of(result);
  if (refusal.connection_ends) return lose(std::move(refusal.failure));
  switch (expected.kind) {
    case Expected::Kind::sync: expected.refusal = std::move(refusal); return;
    case Expected::Kind::deallocate: return;
    case Expected::Kind::prepare: {
      statements_.forget(expected.id, expected.prepared);
      // Its query comes next, and is skipped.
      for (auto& other : expected_) {
        if (other.kind != Expected::Kind::query || other.batch != expected.batch || other.index != expected.index)
          continue;
        News news;
        news.fate = Fate::failed;
        news.refusal = std::move(refusal);
        return tell(other, news);
      }
      return;
    }
    case Expected::Kind::query: break;
  }
  if (remedy(refusal.sqlstate) == Remedy::prepare_new) {
    statements_.forget(expected.id, expected.prepared);
    if (refusal.sqlstate != "26000") to_deallocate_.push_back(expected.prepared);
  }
  News news;
  news.fate = Fate::failed;
  news.refusal = std::move(refusal);
  tell(expected, news);
}

void Connection::tell(Expected& expected, News& news) {
  expected.told = true;
  // The call may submit more, and lose everything: what is needed of `expected` is taken before.
  const auto batch = expected.batch;
  const auto index = expected.index;
  batch->told(index, news);
}

void Connection::end_batch() {
  const auto batch = std::move(expected_.front().batch);
  const End end{false, std::move(expected_.front().refusal)};
  expected_.pop_front();
  in_flight_ -= batch->commands().size();
  batch->ended(end);
  if (on_change) on_change();
}

void Connection::lose(Failure why) {
  if (state_ != State::open) return;
  finish();
  auto lost = std::exchange(expected_, {});
  in_flight_ = 0;
  News news;
  news.fate = Fate::lost;
  news.refusal.failure = std::move(why);
  for (auto& expected : lost) {
    if (expected.kind == Expected::Kind::query && !expected.told) expected.batch->told(expected.index, news);
    if (expected.kind == Expected::Kind::sync) expected.batch->ended(End{true, {}});
  }
  if (on_change) on_change();
}

}  // namespace tenon::db::postgres
