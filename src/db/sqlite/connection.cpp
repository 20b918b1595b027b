#include "db/sqlite/connection.hpp"

#include "db/sqlite/failure.hpp"
#include "db/sqlite/row.hpp"

#include <sqlite3.h>

#include <cassert>

namespace tenon::db::sqlite {
namespace {

int bind(sqlite3_stmt* prepared, int index, const base::Value& value) {
  struct Binder {
    sqlite3_stmt* prepared;
    int index;
    int operator()(base::Null) const { return sqlite3_bind_null(prepared, index); }
    int operator()(bool flag) const { return sqlite3_bind_int(prepared, index, flag ? 1 : 0); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(prepared, index, number); }
    int operator()(double number) const { return sqlite3_bind_double(prepared, index, number); }
    // The parameters outlive the run: no copies.
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(prepared, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const base::Bytes& bytes) const {
      if (bytes.data.empty()) return sqlite3_bind_zeroblob(prepared, index, 0);
      return sqlite3_bind_blob64(prepared, index, bytes.data.data(), bytes.data.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Binder{prepared, index}, value);
}

/// Whatever happens, a statement goes back clean: a running one would hold its snapshot.
struct Running {
  sqlite3_stmt* prepared;
  explicit Running(sqlite3_stmt* statement) : prepared(statement) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
  }
};

const char* text_of(Control control) {
  switch (control) {
    case Control::begin: return "BEGIN IMMEDIATE";
    case Control::commit: return "COMMIT";
    case Control::rollback: return "ROLLBACK";
    case Control::savepoint: return "SAVEPOINT script";
    case Control::release: return "RELEASE script";
    case Control::undo: return "ROLLBACK TO script";
  }
  return "";
}

}  // namespace

Outcome<std::int64_t> Connection::run(const sql::Statement& statement, std::span<const base::Value> parameters,
                                      const OnRow& on_row, const RunLimits& limits) {
  over_budget_ = false;
  auto* prepared = statements_.get(handle_, statement);
  if (!prepared) {
    auto failed = last_failure(handle_);
    failed.message += " in: " + statement.text;
    return std::unexpected(std::move(failed));
  }
  assert(!sqlite3_stmt_busy(prepared) && "a statement does not run inside itself");
  assert(static_cast<int>(parameters.size()) >= statement.parameters && "every parameter has a value");
  limits_ = limits;
  const Running running(prepared);
  const auto count = std::min(static_cast<std::size_t>(sqlite3_bind_parameter_count(prepared)), parameters.size());
  for (std::size_t i = 0; i < count; ++i)
    if (bind(prepared, static_cast<int>(i) + 1, parameters[i]) != SQLITE_OK)
      return std::unexpected(last_failure(handle_));

  const bool reads = sqlite3_stmt_readonly(prepared) != 0;
  const StatementRow row(prepared);
  bool wanted = static_cast<bool>(on_row);
  while (true) {
    const int code = sqlite3_step(prepared);
    if (code == SQLITE_DONE) return reads ? 0 : sqlite3_changes64(handle_);
    if (code != SQLITE_ROW) {
      auto failed = last_failure(handle_);
      if (failed.kind == FailureKind::other) failed.message += " in: " + statement.text;
      return std::unexpected(std::move(failed));
    }
    if (wanted) wanted = on_row(row);
    // What writes goes on to its end, where foreign keys are checked.
    if (!wanted && reads) return 0;
  }
}

int Connection::on_progress(void* self) {
  auto& connection = *static_cast<Connection*>(self);
  auto& limits = connection.limits_;
  if (limits.steps > 0 && (limits.steps -= progress_interval) <= 0) {
    connection.over_budget_ = true;
    return 1;
  }
  return limits.deadline.passed() ? 1 : 0;
}

int Connection::on_log(void* self, sqlite3*, const char*, int pages) {
  static_cast<Connection*>(self)->log_pages_ = pages;
  return SQLITE_OK;
}

Outcome<void> Connection::execute(const std::string& text) {
  limits_ = {};
  if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(last_failure(handle_));
}

Outcome<void> Connection::control(Control control) {
  limits_ = {};
  auto*& prepared = controls_[static_cast<std::size_t>(control)];
  if (!prepared &&
      sqlite3_prepare_v3(handle_, text_of(control), -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) != SQLITE_OK)
    return std::unexpected(last_failure(handle_));
  const int code = sqlite3_step(prepared);
  if (code == SQLITE_DONE && sqlite3_reset(prepared) == SQLITE_OK) return {};
  auto failed = last_failure(handle_);
  sqlite3_reset(prepared);
  return std::unexpected(std::move(failed));
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

Outcome<std::vector<std::string>> Connection::tables() {
  limits_ = {};
  std::vector<std::string> names;
  sqlite3_stmt* prepared = nullptr;
  constexpr const char* text =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
      " AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";
  int code = sqlite3_prepare_v3(handle_, text, -1, 0, &prepared, nullptr);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(prepared);
    if (code == SQLITE_ROW) names.emplace_back(StatementRow(prepared).text(0));
  }
  auto failed = last_failure(handle_);
  sqlite3_finalize(prepared);
  if (code != SQLITE_DONE) return std::unexpected(std::move(failed));
  return names;
}

std::int64_t Connection::data_version() {
  limits_ = {};
  if (!data_version_ && sqlite3_prepare_v3(handle_, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT,
                                           &data_version_, nullptr) != SQLITE_OK)
    return -1;
  const std::int64_t version = sqlite3_step(data_version_) == SQLITE_ROW ? sqlite3_column_int64(data_version_, 0) : -1;
  sqlite3_reset(data_version_);
  return version;
}

Outcome<void> Connection::checkpoint(Checkpoint mode) {
  limits_ = {};
  const int wanted = mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  if (sqlite3_wal_checkpoint_v2(handle_, nullptr, wanted, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(last_failure(handle_));
}

}  // namespace tenon::db::sqlite
