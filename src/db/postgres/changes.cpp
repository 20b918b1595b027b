#include "db/postgres/changes.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <chrono>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace tenon::db::postgres {
namespace {

constexpr std::chrono::seconds check_interval{5};
constexpr std::chrono::seconds answer_time{5};
constexpr int first_retry_ms = 100;
constexpr int last_retry_ms = 5'000;

/// Of names from the schema.
std::string quoted(std::string_view text, char quote) {
  std::string made(1, quote);
  for (const char c : text) {
    if (c == quote) made += c;
    made += c;
  }
  return made + quote;
}

struct Finish {
  void operator()(PGconn* handle) const { PQfinish(handle); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

Handle connect(const ConnectionOptions& options) {
  std::vector<const char*> keywords{"connect_timeout"};
  std::vector<const char*> values{"5"};
  for (const auto& [keyword, value] : options.parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  Handle handle(PQconnectdbParams(keywords.data(), values.data(), 0));
  if (handle) PQsetNoticeReceiver(handle.get(), [](void*, const PGresult*) {}, nullptr);
  return handle;
}

bool done(PGconn* handle, const std::string& text) {
  const ResultPtr result(PQexec(handle, text.c_str()));
  const auto status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::string count_of_triggers(std::span<const std::string> tables) {
  std::string list;
  for (const auto& table : tables) list += (list.empty() ? "" : ", ") + quoted(table, '\'');
  return "SELECT count(*) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
         " AND t.tgname = 'tenon_changes' AND t.tgenabled IN ('O', 'A') AND c.relname IN (" +
         list + ")";
}

int counted(const PGresult* result) {
  return PQresultStatus(result) == PGRES_TUPLES_OK ? std::atoi(PQgetvalue(result, 0, 0)) : -1;
}

/// How many of the tables have the trigger and it is on.
int triggers(PGconn* handle, std::span<const std::string> tables) {
  const ResultPtr result(PQexec(handle, count_of_triggers(tables).c_str()));
  return counted(result.get());
}

}  // namespace

std::vector<std::string> watch_statements(std::span<const std::string> tables) {
  std::vector<std::string> statements{
      "CREATE OR REPLACE FUNCTION tenon_changes() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN NOTIFY tenon_changes; RETURN NULL; END$$"};
  for (const auto& table : tables)
    statements.push_back("CREATE OR REPLACE TRIGGER tenon_changes AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON " +
                         quoted(table, '"') + " FOR EACH STATEMENT EXECUTE FUNCTION tenon_changes()");
  return statements;
}

Changes::Changes(std::shared_ptr<const ConnectionOptions> options, std::vector<std::string> tables, bool may_listen)
    : options_(std::move(options)), tables_(std::move(tables)) {
  if (tables_.empty() || !may_listen) return;
  wakeup_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wakeup_ >= 0) thread_ = std::thread([this] { run(); });
}

Changes::~Changes() {
  if (thread_.joinable()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wakeup_, &one, sizeof one);
    thread_.join();
  }
  if (wakeup_ >= 0) ::close(wakeup_);
}

std::uint64_t Changes::counter() {
  if (listening()) return count_.load(std::memory_order_acquire);
  return count_.fetch_add(1, std::memory_order_acq_rel) + 1;
}

bool Changes::watches(std::string_view table) const {
  return std::ranges::find(tables_, table) != tables_.end();
}

void Changes::note_commit(std::string_view table) {
  if (watches(table)) count_.fetch_add(1, std::memory_order_acq_rel);
}

bool Changes::wait(int descriptor, int timeout_ms) const {
  pollfd descriptors[2]{{wakeup_, POLLIN, 0}, {descriptor, POLLIN, 0}};
  ::poll(descriptors, descriptor < 0 ? 1 : 2, timeout_ms);
  return descriptors[0].revents == 0;
}

void Changes::run() {
  int retry = first_retry_ms;
  do {
    const auto begun = std::chrono::steady_clock::now();
    listen_once();
    listening_.store(false, std::memory_order_release);
    if (std::chrono::steady_clock::now() - begun > std::chrono::seconds(10)) retry = first_retry_ms;
    retry = std::min(retry * 2, last_retry_ms);
  } while (wait(-1, retry / 2));
}

/// Makes the triggers that are missing. Waits for no lock: it is tried again.
bool Changes::make_triggers(PGconn* handle) {
  if (triggers(handle, tables_) == static_cast<int>(tables_.size())) return true;
  std::string text = "SET LOCAL lock_timeout = '2s'";
  for (const auto& statement : watch_statements(tables_)) text += "; " + statement;
  const ResultPtr result(PQexec(handle, text.c_str()));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK)
    return triggers(handle, tables_) == static_cast<int>(tables_.size());
  const auto refusal = refusal_of(result.get());
  constexpr std::string_view insufficient_privilege = "42501";
  if (refusal.sqlstate == insufficient_privilege && !std::exchange(warned_, true))
    base::log(base::LogLevel::warning, "db",
              "this user may not make the triggers that tell of changes, so accounts are read for every request",
              {{"cause", std::string_view(refusal.failure.message)}});
  return false;
}

void Changes::take_notices(PGconn* handle) {
  while (auto* notice = PQnotifies(handle)) {
    PQfreemem(notice);
    count_.fetch_add(1, std::memory_order_acq_rel);
  }
}

/// Returns when the connection is of no use any more, or at the end.
void Changes::listen_once() {
  const auto handle = connect(*options_);
  if (PQstatus(handle.get()) != CONNECTION_OK) return;
  // Before the triggers are looked at, so that none is missed in between.
  if (!done(handle.get(), "LISTEN tenon_changes") || !make_triggers(handle.get())) return;
  // Whatever was missed while nobody listened.
  count_.fetch_add(1, std::memory_order_acq_rel);
  listening_.store(true, std::memory_order_release);
  auto next_check = std::chrono::steady_clock::now() + check_interval;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_check - std::chrono::steady_clock::now());
    if (left.count() > 0) {
      if (!wait(PQsocket(handle.get()), static_cast<int>(left.count()))) return;
      if (PQconsumeInput(handle.get()) != 1) return;
      take_notices(handle.get());
      continue;
    }
    // Is anybody there, and are the tables still those that have the triggers?
    if (!answers(handle.get())) return;
    take_notices(handle.get());
    next_check = std::chrono::steady_clock::now() + check_interval;
  }
}

/// Whether the server says in time that all triggers are there.
bool Changes::answers(PGconn* handle) const {
  if (PQsendQuery(handle, count_of_triggers(tables_).c_str()) != 1) return false;
  const auto until = std::chrono::steady_clock::now() + answer_time;
  while (PQisBusy(handle) != 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !wait(PQsocket(handle), static_cast<int>(left.count()))) return false;
    if (PQconsumeInput(handle) != 1) return false;
  }
  bool all = false;
  while (const ResultPtr result{PQgetResult(handle)}) all = counted(result.get()) == static_cast<int>(tables_.size());
  return all;
}

}  // namespace tenon::db::postgres
