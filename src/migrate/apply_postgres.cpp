#include "migrate/apply_context.hpp"
#include "migrate/stored_rows.hpp"
#include "sql/administration.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <thread>

namespace tenon::migrate {

/// Somebody who waits for a table lock makes everybody behind wait too. So: wait briefly, let them pass, come again, at
/// times that no two instances share.
template <typename Work>
auto Application::with_patience(const Step& step, Work work) {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + options_.lock_patience;
  std::minstd_rand random(std::random_device{}());
  std::chrono::milliseconds pause{100};
  for (int attempt = 1;; ++attempt) {
    try {
      return work();
    } catch (const LockNotHad& busy) {
      if (Clock::now() > until)
        fail("the step \"" + step.title + "\" did not get its lock in " +
             std::to_string(options_.lock_patience.count() / 1000) + " seconds: " + busy.message +
             ". Look for long transactions in pg_stat_activity, then run it again");
    }
    if (options_.progress) options_.progress->waiting(step, attempt);
    const auto jitter = std::chrono::milliseconds(random() % static_cast<unsigned>(pause.count()));
    std::this_thread::sleep_for(pause / 2 + jitter);
    pause = std::min(pause * 2, std::chrono::milliseconds(5'000));
  }
}

std::size_t Application::group_end() const {
  auto end = done_;
  while (end < script_.steps.size() && script_.steps[end].place == Place::transaction) ++end;
  return end;
}

bool Application::run_group(std::size_t end) {
  const auto before = done_;
  try {
    execute(sql::set_lock_timeout(options_.lock_timeout), "the session cannot be set up");
    execute(sql::begin_writing(sql::Dialect::postgres), "the transaction cannot begin");
    if (before == options_.done && options_.still_wanted && !options_.still_wanted(session_)) {
      roll_back();
      return false;
    }
    for (; done_ < end; ++done_) {
      announce(done_);
      run(script_.steps[done_]);
    }
    record();
    execute("COMMIT", "the transaction cannot be committed");
  } catch (...) {
    roll_back();
    done_ = before;
    throw;
  }
  return true;
}

bool Application::prepare_index(const Step& step) {
  std::optional<bool> valid;
  const db::OnRow on_row = [&](const db::RowView& row) {
    valid = row.integer(0) != 0;
    return true;
  };
  run_or_throw(session_, sql::find_index(step.index), {}, on_row, "the index cannot be looked up");
  if (valid.has_value() && !*valid)
    execute(sql::drop_index_concurrently(step.index), "the invalid index of an earlier attempt cannot be dropped");
  return valid.value_or(false);
}

void Application::run_outside(const Step& step) {
  announce(done_);
  // These take no lock that readers or writers wait for, and wait themselves until who is before them is done. Only
  // batches lock rows that others want.
  const auto timeout = step.batch ? options_.lock_timeout : std::chrono::milliseconds(0);
  const auto is_there = [&] { return !step.index.empty() && step.place == Place::outside && prepare_index(step); };
  execute(sql::set_lock_timeout(timeout), "the session cannot be set up");
  if (!is_there()) run(step);
  ++done_;
  record();
}

bool Application::on_postgres() {
  execute(sql::set_no_statement_timeout(), "the session cannot be set up");
  while (done_ < script_.steps.size()) {
    const auto& step = script_.steps[done_];
    if (step.place == Place::outside) {
      with_patience(step, [&] { run_outside(step); });
      continue;
    }
    const auto end = group_end();
    if (!with_patience(step, [&] { return run_group(end); })) return false;
  }
  if (script_.steps.empty()) record();
  return true;
}

}  // namespace tenon::migrate
