#pragma once
#include "db/database.hpp"
#include "db/session.hpp"

#include <chrono>
#include <functional>
#include <memory>

/// What keeps instances that start at once from migrating at once.
namespace tenon::migrate {

/// PostgreSQL: an advisory lock of the session, waited for; it ends with the session or with this object. SQLite:
/// nothing: there each migration is one transaction that holds the write lock and looks again before it begins.
class InstanceLock {
 public:
  /// Throws std::runtime_error when another instance holds it for longer than `patience`.
  InstanceLock(db::Session& session, sql::Dialect dialect, std::chrono::milliseconds patience);
  ~InstanceLock();
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;

 private:
  db::Session& session_;
  bool held_ = false;
};

/// A session; throws std::runtime_error where the database cannot be reached.
std::unique_ptr<db::Session> open_session(db::Database& database);

/// Runs `work` in a transaction that holds the write lock where there is one; whatever `work` throws undoes it.
void in_transaction(db::Session& session, sql::Dialect dialect, const std::function<void()>& work);

}  // namespace tenon::migrate
