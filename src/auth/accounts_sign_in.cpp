#include "auth/accounts.hpp"
#include "base/digest.hpp"

#include <memory>
#include <utility>

namespace tenon::auth {
namespace {

base::Error wrong_login_or_password() {
  return base::Error(base::ErrorCode::unauthenticated, "Wrong login or password");
}

}  // namespace

// What the script works on: it runs on the database's thread and may outlive the request, so both share it.
struct Accounts::SignIn {
  StoredPassword seen;
  std::optional<std::string> new_hash;
  Client client;
  base::Micros now = 0;
  bool current = false;
  SignedIn result;
};

base::Task<base::Result<SignedIn>> Accounts::sign_in(std::string login, base::Secret password, Client client,
                                                     base::Deadline deadline) {
  TENON_CO_TRY_VOID(throttle_password(login, client));
  auto found = co_await credentials_.find(database_, login, deadline);
  if (!found) co_return std::unexpected(found.error());
  std::optional<StoredPassword> stored = std::move(*found);
  std::optional<std::string> stored_hash;
  if (stored) stored_hash = stored->hash;
  auto verdict = co_await hasher_.verify(password, std::move(stored_hash));
  if (!verdict) co_return std::unexpected(verdict.error());
  if (!verdict->matches) {
    AuditRecord entry;
    entry.event = AuditEvent::sign_in_failed;
    entry.detail = stored ? "wrong password" : "unknown login";
    if (stored) entry.account_id = stored->account_id;
    entry.remote_ip = client.remote_ip;
    entry.at = base::now_micros();
    auto recorded = co_await record(std::move(entry));
    if (!recorded) co_return std::unexpected(recorded.error());
    co_return std::unexpected(wrong_login_or_password());
  }

  auto work = std::make_shared<SignIn>();
  work->seen = std::move(*stored);
  if (verdict->needs_rehash) {
    auto renewed = co_await hasher_.hash(std::move(password));
    // Not worth failing a sign-in for: the next one tries again.
    if (renewed) work->new_hash = std::move(*renewed);
  }
  work->client = client;
  work->now = base::now_micros();
  db::Script script = [this, work](db::Transaction& transaction) { return sign_in_in(transaction, *work); };
  auto written = co_await database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  if (!work->current) co_return std::unexpected(wrong_login_or_password());
  by_account_.forget(base::sha256(login));
  co_return with_access_token(std::move(work->result));
}

base::Task<base::Result<void>> Accounts::sign_in_in(db::Transaction& transaction, SignIn& work) const {
  // The password may have changed, or the account gone, while it was hashed.
  base::Result<bool> current = co_await credentials_.is_current(transaction, work.seen);
  if (!current) co_return std::unexpected(current.error());
  work.current = *current;
  if (!work.current) co_return base::Result<void>();
  if (work.new_hash) {
    auto replaced = co_await credentials_.replace(transaction, work.seen.account_id, *work.new_hash, work.now);
    if (!replaced) co_return std::unexpected(replaced.error());
  }
  auto session = co_await sessions_.open(transaction, work.seen.account_id, work.client, work.now);
  if (!session) co_return std::unexpected(session.error());
  AuditRecord entry;
  entry.event = AuditEvent::signed_in;
  entry.account_id = work.seen.account_id;
  entry.session_id = session->session_id;
  entry.remote_ip = work.client.remote_ip;
  entry.at = work.now;
  auto recorded = co_await audit_.add(transaction, std::move(entry));
  if (!recorded) co_return std::unexpected(recorded.error());
  auto welcomed =
      co_await welcome(transaction, work.seen.account_id, std::move(*session), work.client.remote_ip, work.now);
  if (!welcomed) co_return std::unexpected(welcomed.error());
  work.result = std::move(*welcomed);
  co_return base::Result<void>();
}

}  // namespace tenon::auth
