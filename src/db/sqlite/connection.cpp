#include "db/sqlite/connection.hpp"

#include "db/sqlite/row.hpp"

#include <sqlite3.h>

#include <cassert>
#include <stdexcept>

namespace tenon::db::sqlite {
namespace {

/// Steps between two looks at budget and deadline.
constexpr int progress_interval = 1'000;

int bind_value(sqlite3_stmt* handle, int index, const base::Value& value) {
  struct Binder {
    sqlite3_stmt* handle;
    int index;
    int operator()(base::Null) const { return sqlite3_bind_null(handle, index); }
    int operator()(bool flag) const { return sqlite3_bind_int(handle, index, flag ? 1 : 0); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(handle, index, number); }
    int operator()(double number) const { return sqlite3_bind_double(handle, index, number); }
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(handle, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const base::Bytes& bytes) const {
      return sqlite3_bind_blob64(handle, index, bytes.data.data(), bytes.data.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Binder{handle, index}, value);
}

FailureKind kind_of(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return FailureKind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    // How SQLite names ON DELETE RESTRICT, which it carries out by a trigger of its own.
    case SQLITE_CONSTRAINT_TRIGGER: return FailureKind::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL: return FailureKind::not_null;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_DATATYPE: return FailureKind::check;
    default: break;
  }
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return FailureKind::busy;
    case SQLITE_INTERRUPT: return FailureKind::deadline;
    case SQLITE_FULL:
    case SQLITE_IOERR: return FailureKind::full;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY: return FailureKind::unavailable;
    default: return FailureKind::other;
  }
}

}  // namespace

Connection::Connection(const ConnectionOptions& options) : capacity_(options.statements) {
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(options.file.c_str(), &handle_, flags, options.vfs) != SQLITE_OK) {
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw std::runtime_error("cannot open the database " + options.file + ": " + reason);
  }
  sqlite3_busy_timeout(handle_, options.busy_timeout_ms);
  sqlite3_progress_handler(handle_, progress_interval, on_progress, this);
  sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  register_functions(handle_);
  std::string settings =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA "
      "journal_size_limit=67108864;"
      "PRAGMA cell_size_check=ON;";
  if (options.access == Access::read_only) settings += "PRAGMA query_only=ON;";
  if (auto done = execute(settings.c_str()); !done) {
    sqlite3_close(handle_);
    throw std::runtime_error("cannot use the database " + options.file + ": " + done.error().message);
  }
}

Connection::~Connection() {
  for (const auto& entry : entries_) sqlite3_finalize(entry.handle);
  sqlite3_close(handle_);
}

Failure Connection::last_failure() const {
  return {.kind = kind_of(sqlite3_extended_errcode(handle_)), .constraint = {}, .message = sqlite3_errmsg(handle_)};
}

Outcome<void> Connection::execute(const char* text) {
  if (sqlite3_exec(handle_, text, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(last_failure());
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t Connection::data_version() {
  static const sql::Statement statement = [] {
    sql::Statement made;
    // Statement ids of the sql module begin with 1.
    made.id = 0;
    made.text = "PRAGMA data_version";
    return made;
  }();
  std::int64_t version = 0;
  (void)run(statement, {}, [&](const RowView& row) {
    version = row.integer(0);
    return false;
  });
  return version;
}

void Connection::limit(std::int64_t steps, base::Deadline deadline) {
  limited_ = steps > 0;
  steps_left_ = steps;
  deadline_ = deadline;
}

int Connection::on_progress(void* self) {
  auto& connection = *static_cast<Connection*>(self);
  if (connection.limited_) {
    connection.steps_left_ -= progress_interval;
    if (connection.steps_left_ < 0) {
      connection.over_budget_ = true;
      return 1;
    }
  }
  return connection.deadline_.passed() ? 1 : 0;
}

sqlite3_stmt* Connection::prepare(const sql::Statement& statement, Failure& failure) {
  if (const auto found = index_.find(statement.id); found != index_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->handle;
  }
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v3(handle_, statement.text.data(), static_cast<int>(statement.text.size()),
                         SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
    failure = last_failure();
    failure.message += " in: " + statement.text;
    return nullptr;
  }
  if (entries_.size() >= capacity_) {
    sqlite3_finalize(entries_.back().handle);
    index_.erase(entries_.back().id);
    entries_.pop_back();
  }
  entries_.push_front({statement.id, handle});
  index_.emplace(statement.id, entries_.begin());
  return handle;
}

Outcome<std::int64_t> Connection::run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                      const OnRow& on_row) {
  over_budget_ = false;
  Failure failure;
  auto* handle = prepare(statement, failure);
  if (!handle) return std::unexpected(std::move(failure));
  // Whatever happens, the statement goes back clean: a running one would hold its snapshot.
  struct Reset {
    sqlite3_stmt* handle;
    ~Reset() {
      sqlite3_reset(handle);
      sqlite3_clear_bindings(handle);
    }
  } reset{handle};
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (bind_value(handle, static_cast<int>(i) + 1, parameters[i]) != SQLITE_OK) return std::unexpected(last_failure());
  const StatementRow row(handle);
  const auto changes_before = sqlite3_total_changes64(handle_);
  while (true) {
    const int code = sqlite3_step(handle);
    if (code == SQLITE_DONE) return sqlite3_total_changes64(handle_) - changes_before;
    if (code != SQLITE_ROW) {
      failure = last_failure();
      if (failure.kind == FailureKind::other) failure.message += " in: " + statement.text;
      return std::unexpected(std::move(failure));
    }
    if (on_row && !on_row(row)) return sqlite3_total_changes64(handle_) - changes_before;
  }
}

}  // namespace tenon::db::sqlite
