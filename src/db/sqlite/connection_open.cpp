#include "base/log.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/failure.hpp"
#include "db/sqlite/functions.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace tenon::db::sqlite {
namespace {

/// What SQLite notices by itself: recovery after a crash, corruption, failed system calls. What a statement did wrong
/// is told where it ran.
void log_notice(void*, int code, const char* message) {
  // Of use to who designs the schema, once for each statement prepared.
  if (code == SQLITE_WARNING_AUTOINDEX)
    return base::log(base::LogLevel::debug, "db", "sqlite", {{"notice", std::string_view(message)}});
  switch (code & 0xff) {
    case SQLITE_NOTICE:
    case SQLITE_WARNING:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_FULL: break;
    default: return;
  }
  const auto level = (code & 0xff) == SQLITE_NOTICE ? base::LogLevel::info : base::LogLevel::warning;
  base::log(level, "db", "sqlite", {{"notice", std::string_view(message)}, {"code", std::int64_t{code}}});
}

/// Once a process, before the first connection.
void configure_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    // A connection has one thread at a time: only the library's own state needs locks.
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    // Statistics of memory would take a lock for each allocation.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_LOG, log_notice, nullptr);
  });
}

std::string settings(const ConnectionOptions& options) {
  std::string text = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
  text += options.durable ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=OFF;";
  if (options.access == Access::read_only) {
    // A commit elsewhere empties the page cache; mapped pages need no copy to come back. Measured with 100,000 posts
    // and ids at random: 1.4 times the reads.
    text += "PRAGMA mmap_size=268435456; PRAGMA cache_size=-8192; PRAGMA query_only=ON;";
  } else {
    // The log is copied back between groups of writes (Writer), not in the middle of a commit.
    text += "PRAGMA cache_size=-16384; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=0;";
  }
  return text;
}

}  // namespace

void Connection::configure(const ConnectionOptions& options) {
  sqlite3_busy_timeout(handle_, static_cast<int>(options.busy_timeout.count()));
  sqlite3_progress_handler(handle_, progress_interval, on_progress, this);
  sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH,
                static_cast<int>(std::clamp<std::size_t>(options.max_value_bytes, 1024, 1024 * 1024 * 1024)));
  sqlite3_limit(handle_, SQLITE_LIMIT_SQL_LENGTH, 4 * 1024 * 1024);
  sqlite3_limit(handle_, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  // "name" is a name and never a string: a misspelt column is an error.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  // SQLite 3.40 lets only trusted schemas use virtual tables in triggers (full-text indexes) and JSON functions in
  // constraints. Nothing that a schema can call here has effects outside the database: extensions are off.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr);
  register_functions(handle_);

  std::string mode;
  const auto keep = [](void* out, int, char** values, char**) {
    *static_cast<std::string*>(out) = values[0] ? values[0] : "";
    return 0;
  };
  if (sqlite3_exec(handle_, "PRAGMA journal_mode=WAL", keep, &mode, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(handle_));
  if (mode != "wal") throw std::runtime_error("its file system has no shared memory for a write-ahead log");
  if (auto done = execute(settings(options)); !done) throw std::runtime_error(done.error().message);
  sqlite3_wal_hook(handle_, on_log, this);
}

Connection::Connection(const ConnectionOptions& options) : statements_(options.statements) {
  configure_library();
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(options.file.c_str(), &handle_, flags, options.file_system);
  try {
    if (code != SQLITE_OK) throw std::runtime_error(handle_ ? sqlite3_errmsg(handle_) : "out of memory");
    configure(options);
  } catch (const std::exception& fault) {
    const std::string reason = fault.what();
    sqlite3_close(handle_);
    throw std::runtime_error("cannot open the database " + options.file + ": " + reason);
  }
}

Connection::~Connection() {
  statements_.clear();
  for (auto* prepared : controls_) sqlite3_finalize(prepared);
  sqlite3_finalize(data_version_);
  sqlite3_close(handle_);
}

}  // namespace tenon::db::sqlite
