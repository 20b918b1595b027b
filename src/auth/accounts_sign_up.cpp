#include "auth/accounts.hpp"

#include <memory>
#include <utility>

namespace tenon::auth {
// What the script works on: it runs on the database's thread and may outlive the request, so both share it.
struct Accounts::NewAccount {
  CreateRow create;
  std::string hash;
  std::optional<Client> client;  // none: the operator, who gets no session
  base::Micros now = 0;
  base::Value account_id;
  SignedIn result;  // with a client only
};

base::Task<base::Result<SignedIn>> Accounts::sign_up(std::string login, base::Secret password, CreateRow create,
                                                     Client client) {
  TENON_CO_TRY_VOID(throttle_password(login, client));
  auto hash = co_await hasher_.hash(std::move(password));
  if (!hash) co_return std::unexpected(hash.error());
  auto work = std::make_shared<NewAccount>();
  work->create = std::move(create);
  work->hash = std::move(*hash);
  work->client = client;
  work->now = base::now_micros();
  db::Script script = [this, work](db::Transaction& transaction) { return create_in(transaction, *work); };
  auto written = co_await database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  co_return with_access_token(std::move(work->result));
}

base::Task<base::Result<base::Value>> Accounts::create(base::Secret password, CreateRow create) {
  auto hash = co_await hasher_.hash(std::move(password));
  if (!hash) co_return std::unexpected(hash.error());
  auto work = std::make_shared<NewAccount>();
  work->create = std::move(create);
  work->hash = std::move(*hash);
  work->now = base::now_micros();
  db::Script script = [this, work](db::Transaction& transaction) { return create_in(transaction, *work); };
  auto written = co_await database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  co_return work->account_id;
}

base::Task<base::Result<void>> Accounts::create_in(db::Transaction& transaction, NewAccount& work) const {
  auto id = co_await work.create(transaction);
  if (!id) co_return std::unexpected(id.error());
  work.account_id = *id;
  auto stored = co_await credentials_.insert(transaction, work.account_id, work.hash, work.now);
  if (!stored) co_return std::unexpected(stored.error());
  AuditRecord entry;
  entry.event = work.client ? AuditEvent::registered : AuditEvent::created;
  entry.account_id = work.account_id;
  entry.at = work.now;
  if (work.client) {
    auto session = co_await sessions_.open(transaction, work.account_id, *work.client, work.now);
    if (!session) co_return std::unexpected(session.error());
    entry.session_id = session->session_id;
    entry.remote_ip = work.client->remote_ip;
    auto welcomed =
        co_await welcome(transaction, work.account_id, std::move(*session), work.client->remote_ip, work.now);
    if (!welcomed) co_return std::unexpected(welcomed.error());
    work.result = std::move(*welcomed);
  }
  auto recorded = co_await audit_.add(transaction, std::move(entry));
  co_return recorded;
}

}  // namespace tenon::auth
