#include "migrate/instance_lock.hpp"

#include "migrate/stored_rows.hpp"
#include "sql/administration.hpp"

#include <stdexcept>
#include <thread>

namespace tenon::migrate {
namespace {

/// "tenon mi" as a number: the same for every instance, of nobody else.
constexpr std::int64_t lock_key = 0x74656e6f6e206d69;

bool try_lock(db::Session& session) {
  bool held = false;
  const db::OnRow on_row = [&](const db::RowView& row) {
    held = row.integer(0) != 0;
    return true;
  };
  run_or_throw(session, sql::try_advisory_lock(lock_key), {}, on_row, "the lock for migrations cannot be asked for");
  return held;
}

}  // namespace

InstanceLock::InstanceLock(db::Session& session, sql::Dialect dialect, std::chrono::milliseconds patience)
    : session_(session) {
  if (dialect == sql::Dialect::sqlite) return;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!(held_ = try_lock(session))) {
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error("another instance has been migrating this database for " +
                               std::to_string(patience.count() / 1000) + " seconds: wait for it, or end it");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

InstanceLock::~InstanceLock() {
  if (held_) (void)session_.run(sql::release_advisory_lock(lock_key), {}, {});
}

std::unique_ptr<db::Session> open_session(db::Database& database) {
  auto session = database.session();
  if (!session) throw std::runtime_error("the database does not answer: " + session.error().message);
  return std::move(*session);
}

void in_transaction(db::Session& session, sql::Dialect dialect, const std::function<void()>& work) {
  constexpr auto patience = std::chrono::seconds(60);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto begun = session.execute(sql::begin_writing(dialect));
    if (begun) break;
    if (begun.error().kind != db::FailureKind::busy || std::chrono::steady_clock::now() > until)
      throw std::runtime_error("the transaction cannot begin: " + begun.error().message);
  }
  try {
    work();
    execute_or_throw(session, "COMMIT", "the transaction cannot be committed");
  } catch (...) {
    (void)session.execute("ROLLBACK");
    throw;
  }
}

}  // namespace tenon::migrate
