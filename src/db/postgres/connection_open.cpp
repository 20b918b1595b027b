#include "base/log.hpp"
#include "db/postgres/connection.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace tenon::db::postgres {
namespace {

constexpr std::string_view no_descriptor = "no descriptor is left for a connection";

void log_notice(void*, const PGresult* notice) {
  const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
  if (text) base::log(base::LogLevel::debug, "db", "PostgreSQL notes", {{"text", std::string_view(text)}});
}

}  // namespace

void Connection::open(Opened opened) {
  loop_ = base::Loop::current();
  opened_ = std::move(opened);
  state_ = State::connecting;
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : options_->parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  handle_ = PQconnectStartParams(keywords.data(), values.data(), 0);
  const auto later = [weak = weak_from_this()](auto action) {
    return [weak, action] {
      if (const auto self = weak.lock()) action(*self);
    };
  };
  if (!handle_ || PQstatus(handle_) == CONNECTION_BAD) {
    loop_->post(
        later([](Connection& self) { self.refuse(self.handle_ ? self.last_failure() : unavailable("no memory")); }));
    return;
  }
  PQsetNoticeReceiver(handle_, log_notice, nullptr);
  connect_timer_ = loop_->run_after(options_->connect_timeout, later([](Connection& self) {
                                      self.refuse(unavailable(self.options_->shown + ": no answer in time"));
                                    }));
  // As the documentation has it: as if PQconnectPoll had asked to write.
  poll_later();
}

void Connection::poll_connecting() {
  switch (PQconnectPoll(handle_)) {
    case PGRES_POLLING_OK: return connected();
    case PGRES_POLLING_FAILED: return refuse(last_failure());
    case PGRES_POLLING_READING:
      if (!watch()) refuse(unavailable(std::string(no_descriptor)));
      return;
    case PGRES_POLLING_WRITING: return poll_later();
    case PGRES_POLLING_ACTIVE: return;
  }
}

void Connection::poll_later() {
  if (!watch()) return refuse(unavailable(std::string(no_descriptor)));
  watch_->wait_until_writable();
}

void Connection::connected() {
  connect_timer_.reset();
  if (PQsetnonblocking(handle_, 1) != 0 || PQenterPipelineMode(handle_) != 1) return refuse(last_failure());
  cancel_ = std::shared_ptr<pg_cancel>(PQgetCancel(handle_), [](pg_cancel* cancel) { PQfreeCancel(cancel); });
  if (!watch()) return refuse(unavailable(std::string(no_descriptor)));
  state_ = State::open;
  auto opened = std::move(opened_);
  opened({});
}

void Connection::refuse(Failure why) {
  if (state_ != State::connecting) return;
  finish();
  auto opened = std::move(opened_);
  opened(std::unexpected(std::move(why)));
}

/// Anew each time while it connects: libpq may have another socket by then.
bool Connection::watch() {
  unwatch();
  descriptor_ = ::fcntl(PQsocket(handle_), F_DUPFD_CLOEXEC, 0);
  if (descriptor_ < 0) return false;
  watch_ = loop_->watch(descriptor_, [this](base::Readiness readiness) { on_readiness(readiness); });
  return true;
}

void Connection::unwatch() {
  watch_.reset();
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

bool Connection::attach() {
  loop_ = base::Loop::current();
  if (watch()) return true;
  close();
  return false;
}

void Connection::detach() {
  unwatch();
  loop_ = nullptr;
  on_change = nullptr;
}

void Connection::finish() {
  state_ = State::closed;
  connect_timer_.reset();
  unwatch();
  cancel_.reset();
  if (handle_) PQfinish(std::exchange(handle_, nullptr));
}

void Connection::close() {
  finish();
  expected_.clear();
  in_flight_ = 0;
  opened_ = nullptr;
  on_change = nullptr;
}

}  // namespace tenon::db::postgres
