#include "migrate/apply_context.hpp"
#include "migrate/stored_rows.hpp"
#include "sql/administration.hpp"

#include <map>
#include <thread>

namespace tenon::migrate {

/// Another process may hold the write lock for longer than one busy time-out.
void Application::begin_on_sqlite() {
  const auto until = std::chrono::steady_clock::now() + options_.lock_patience;
  while (true) {
    try {
      return execute(sql::begin_writing(sql::Dialect::sqlite), "the transaction cannot begin");
    } catch (const LockNotHad& busy) {
      if (std::chrono::steady_clock::now() > until) fail("another process keeps the database locked: " + busy.message);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
}

void Application::check_references() {
  std::map<std::pair<std::string, std::string>, std::size_t> broken;
  const db::OnRow on_row = [&](const db::RowView& row) {
    ++broken[{std::string(row.text(0)), std::string(row.text(2))}];
    return true;
  };
  run_or_throw(session_, sql::list_broken_references(), {}, on_row, "the foreign keys cannot be checked");
  std::string lines;
  for (const auto& [tables, count] : broken)
    lines += "\n  " + std::to_string(count) + " rows of " + tables.first + " point to no row of " + tables.second;
  if (!lines.empty()) fail("it would leave references that point nowhere:" + lines);
}

bool Application::on_sqlite() {
  const auto enforce = [&](bool enforced) {
    if (script_.foreign_keys_off) execute(sql::enforce_foreign_keys(enforced), "foreign keys cannot be switched");
  };
  const auto before = done_;
  enforce(false);
  bool wanted = true;
  try {
    begin_on_sqlite();
    wanted = !options_.still_wanted || options_.still_wanted(session_);
    if (wanted) {
      for (; done_ < script_.steps.size(); ++done_) {
        announce(done_);
        run(script_.steps[done_]);
      }
      check_references();
      record();
      execute("COMMIT", "the transaction cannot be committed");
    } else {
      roll_back();
    }
  } catch (const LockNotHad& busy) {
    roll_back();
    done_ = before;
    (void)session_.execute(sql::enforce_foreign_keys(true));
    fail("the database is locked: " + busy.message);
  } catch (ApplyError& error) {
    roll_back();
    error.done = before;
    (void)session_.execute(sql::enforce_foreign_keys(true));
    throw;
  } catch (...) {
    roll_back();
    (void)session_.execute(sql::enforce_foreign_keys(true));
    throw;
  }
  enforce(true);
  return wanted;
}

}  // namespace tenon::migrate
