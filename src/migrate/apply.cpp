#include "migrate/apply.hpp"

#include "migrate/apply_context.hpp"
#include "migrate/stored_rows.hpp"
#include "sql/administration.hpp"
#include "sql/catalogue.hpp"

namespace tenon::migrate {

void Progress::step(const Step&, std::size_t, std::size_t) {}
void Progress::batch(const Step&, std::uint64_t) {}
void Progress::waiting(const Step&, int) {}

void Application::announce(std::size_t index) {
  if (options_.progress) options_.progress->step(script_.steps[index], index, script_.steps.size());
}

void Application::record() {
  if (options_.record) options_.record(session_, done_);
}

void Application::fail(const std::string& what) const {
  ApplyError error(what);
  error.done = done_;
  throw error;
}

void Application::execute(const std::string& text, std::string_view what) {
  const auto done = session_.execute(text);
  if (done) return;
  if (done.error().kind == db::FailureKind::busy) throw LockNotHad{done.error().message};
  fail(std::string(what) + ": " + done.error().message);
}

void Application::roll_back() noexcept {
  // Where it fails there is no transaction any more.
  (void)session_.execute("ROLLBACK");
}

void Application::run(const Step& step) {
  if (step.batch)
    run_batches(step);
  else
    execute(step.sql, "the step \"" + step.title + "\" failed");
}

std::uint64_t Application::run_batch(const Step& step) {
  const auto what = "the step \"" + step.title + "\" failed";
  if (script_.dialect == sql::Dialect::sqlite) {
    execute(step.sql, what);
    std::uint64_t changed = 0;
    const db::OnRow on_row = [&](const db::RowView& row) {
      changed = static_cast<std::uint64_t>(row.integer(0));
      return true;
    };
    run_or_throw(session_, sql::count_changes(), {}, on_row, what);
    return changed;
  }
  auto statement = sql::as_statement(step.sql);
  // Which one does not matter here: that it writes is what makes the driver count.
  statement.written = "a table";
  const auto changed = session_.run(statement, {}, {});
  if (changed) return static_cast<std::uint64_t>(*changed);
  if (changed.error().kind == db::FailureKind::busy) throw LockNotHad{changed.error().message};
  fail(what + ": " + changed.error().message);
}

void Application::run_batches(const Step& step) {
  std::uint64_t changed = 0;
  while (const auto now = run_batch(step)) {
    changed += now;
    if (options_.progress) options_.progress->batch(step, changed);
  }
}

bool apply_script(db::Session& session, const Script& script, const ApplyOptions& options) {
  Application application(session, script, options);
  switch (script.dialect) {
    case sql::Dialect::sqlite: return application.on_sqlite();
    case sql::Dialect::postgres: return application.on_postgres();
  }
  return false;
}

}  // namespace tenon::migrate
