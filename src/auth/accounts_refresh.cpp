#include "auth/accounts.hpp"
#include "auth/execute.hpp"
#include "base/log.hpp"

#include <memory>
#include <utility>

namespace tenon::auth {
// What the scripts work on: they run on the database's thread and may outlive the request, so both share it.
struct Accounts::Refresh {
  std::string token;
  Client client;
  base::Micros now = 0;
  Rotation rotation;
  SignedIn result;  // rotated only
};

struct Accounts::SignOut {
  std::string token;
  Client client;
  base::Micros now = 0;
  bool known = false;
};

base::Task<base::Result<SignedIn>> Accounts::refresh(std::string refresh_token, Client client) {
  TENON_CO_TRY_VOID(throttle_refresh(client));
  auto work = std::make_shared<Refresh>();
  work->token = std::move(refresh_token);
  work->client = std::move(client);
  work->now = base::now_micros();
  db::Script script = [this, work](db::Transaction& transaction) { return refresh_in(transaction, *work); };
  auto written = co_await database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  const Rotation& rotation = work->rotation;
  if (rotation.outcome == Rotation::Outcome::reused)
    base::log(base::LogLevel::warning, "auth", "a used refresh token came again; its session is revoked",
              {{"session", std::string_view(rotation.session.session_id)},
               {"remote_ip", std::string_view(work->client.remote_ip)}});
  if (rotation.outcome != Rotation::Outcome::rotated) co_return std::unexpected(refused());
  co_return with_access_token(std::move(work->result));
}

base::Task<base::Result<void>> Accounts::refresh_in(db::Transaction& transaction, Refresh& work) const {
  auto rotation = co_await sessions_.rotate(transaction, work.token, work.now);
  if (!rotation) co_return std::unexpected(rotation.error());
  work.rotation = std::move(*rotation);
  const SessionRef& session = work.rotation.session;
  switch (work.rotation.outcome) {
    case Rotation::Outcome::refused: co_return base::Result<void>();
    case Rotation::Outcome::rotated: {
      OpenedSession opened;
      opened.session_id = session.session_id;
      opened.refresh_token = std::move(work.rotation.refresh_token);
      auto welcomed =
          co_await welcome(transaction, session.account_id, std::move(opened), work.client.remote_ip, work.now);
      if (!welcomed) co_return std::unexpected(welcomed.error());
      work.result = std::move(*welcomed);
      co_return base::Result<void>();
    }
    case Rotation::Outcome::reused: {
      // No error: the revocation must be committed.
      AuditRecord entry;
      entry.event = AuditEvent::refresh_reused;
      entry.account_id = session.account_id;
      entry.session_id = session.session_id;
      entry.remote_ip = work.client.remote_ip;
      entry.at = work.now;
      auto recorded = co_await audit_.add(transaction, std::move(entry));
      co_return recorded;
    }
  }
  std::unreachable();
}

base::Task<base::Result<void>> Accounts::sign_out(std::string refresh_token, Client client) {
  TENON_CO_TRY_VOID(throttle_refresh(client));
  auto work = std::make_shared<SignOut>();
  work->token = std::move(refresh_token);
  work->client = std::move(client);
  work->now = base::now_micros();
  db::Script script = [this, work](db::Transaction& transaction) { return sign_out_in(transaction, *work); };
  auto written = co_await database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  if (!work->known) co_return std::unexpected(refused());
  co_return base::Result<void>();
}

base::Task<base::Result<void>> Accounts::sign_out_in(db::Transaction& transaction, SignOut& work) const {
  auto closed = co_await sessions_.close(transaction, work.token, work.now);
  if (!closed) co_return std::unexpected(closed.error());
  work.known = closed->has_value();
  if (!work.known) co_return base::Result<void>();
  AuditRecord entry;
  entry.event = AuditEvent::signed_out;
  entry.account_id = (*closed)->account_id;
  entry.session_id = (*closed)->session_id;
  entry.remote_ip = work.client.remote_ip;
  entry.at = work.now;
  auto recorded = co_await audit_.add(transaction, std::move(entry));
  co_return recorded;
}

}  // namespace tenon::auth
