#include "auth/accounts.hpp"

#include "auth/execute.hpp"
#include "base/address.hpp"
#include "base/digest.hpp"

#include <memory>
#include <utility>

namespace tenon::auth {
namespace {

base::Error too_many(int retry_after_seconds) {
  base::Error error(base::ErrorCode::too_many_requests, "Too many attempts, try again later");
  error.retry_after_seconds = retry_after_seconds;
  return error;
}

}  // namespace

Accounts::Accounts(schema::ModelPtr model, db::Database& database, AuthOptions options, sql::Dialect dialect,
                   unsigned loops)
    : model_(std::move(model)),
      database_(database),
      options_(std::move(options)),
      tokens_(options_),
      identifier_(model_, database, tokens_, dialect, loops, options_.identities_per_loop),
      identities_(model_, dialect),
      credentials_(*model_->account, dialect),
      sessions_(*model_->account, options_, dialect),
      audit_(dialect),
      by_account_(options_.throttle.account, options_.throttle.max_entries),
      by_address_(options_.throttle.address, options_.throttle.max_entries),
      refresh_by_address_(options_.throttle.refresh, options_.throttle.max_entries),
      hasher_(options_.argon, options_.hashing) {}

base::Result<void> Accounts::throttle_password(std::string_view login, const Client& client) {
  if (const auto wait = by_address_.take(base::client_block(client.remote_ip))) return std::unexpected(too_many(*wait));
  // Hashed, so that what clients send as a login takes the same little room each.
  if (const auto wait = by_account_.take(base::sha256(login))) return std::unexpected(too_many(*wait));
  return {};
}

base::Result<void> Accounts::throttle_refresh(const Client& client) {
  if (const auto wait = refresh_by_address_.take(base::client_block(client.remote_ip)))
    return std::unexpected(too_many(*wait));
  return {};
}

base::Task<base::Result<void>> Accounts::record(AuditRecord entry) {
  auto shared = std::make_shared<AuditRecord>(std::move(entry));
  db::Script script = [this, shared](db::Transaction& transaction) { return audit_.add(transaction, *shared); };
  auto written = co_await database_.write(std::move(script));
  co_return written;
}

base::Task<base::Result<SignedIn>> Accounts::welcome(db::Transaction& transaction, base::Value account_id,
                                                     OpenedSession session, std::string remote_ip,
                                                     base::Micros now) const {
  auto identity = co_await identities_.find(transaction, session.session_id, id_text(account_id), now);
  if (!identity) co_return std::unexpected(identity.error());
  if (!*identity) co_return std::unexpected(refused());
  SignedIn result;
  result.refresh_token = std::move(session.refresh_token);
  result.principal = make_principal(**identity, std::move(remote_ip), now);
  co_return result;
}

SignedIn Accounts::with_access_token(SignedIn result) const {
  const access::Principal& principal = result.principal;
  result.access_token = tokens_.issue(id_text(principal.id), principal.session_id, principal.now);
  result.expires_in = tokens_.lifetime().count();
  return result;
}

}  // namespace tenon::auth
