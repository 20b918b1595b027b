#include "auth/sessions.hpp"

#include "auth/execute.hpp"
#include "auth/tables.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "base/uuid.hpp"

#include <algorithm>
#include <utility>

namespace tenon::auth {
namespace {

using sql::ExprKind;
using sql::Type;

constexpr std::size_t token_bytes = 32;
constexpr std::size_t max_user_agent = 256;

sql::ExprPtr compare(ExprKind kind, std::string column, int parameter, Type type) {
  return sql::make(kind, {sql::column("", std::move(column), type), sql::parameter(parameter, type)});
}

sql::ExprPtr is_null(std::string column, Type type) {
  return sql::make(ExprKind::is_null, {sql::column("", std::move(column), type)});
}

sql::Insert insert_session(Type key) {
  sql::Insert insert;
  insert.table = table::sessions;
  insert.values = {{"id", sql::parameter(0, Type::text)},
                   {"account_id", sql::parameter(1, key)},
                   {"created_at", sql::parameter(2, Type::timestamp)},
                   {"expires_at", sql::parameter(3, Type::timestamp)},
                   {"remote_ip", sql::parameter(4, Type::text)},
                   {"user_agent", sql::parameter(5, Type::text)}};
  return insert;
}

sql::Delete remove_expired_sessions(Type key) {
  sql::Delete remove;
  remove.table = table::sessions;
  remove.where = sql::all_of({compare(ExprKind::equal, "account_id", 0, key),
                              compare(ExprKind::less_equal, "expires_at", 1, Type::timestamp)});
  return remove;
}

sql::Update revoke_session() {
  sql::Update update;
  update.table = table::sessions;
  update.assignments = {{"revoked_at", sql::parameter(1, Type::timestamp)}};
  update.where = sql::all_of({compare(ExprKind::equal, "id", 0, Type::text), is_null("revoked_at", Type::timestamp)});
  return update;
}

sql::Select find_token(Type key) {
  sql::Select select;
  select.outputs = {
      {sql::column("t", "session_id", Type::text), ""},      {sql::column("s", "account_id", key), ""},
      {sql::column("t", "expires_at", Type::timestamp), ""}, {sql::column("t", "used_at", Type::timestamp), ""},
      {sql::column("s", "expires_at", Type::timestamp), ""}, {sql::column("s", "revoked_at", Type::timestamp), ""}};
  select.table = table::refresh_tokens;
  select.alias = "t";
  select.joins = {
      {table::sessions, "s",
       sql::make(ExprKind::equal, {sql::column("s", "id", Type::text), sql::column("t", "session_id", Type::text)})}};
  select.where = sql::make(ExprKind::equal, {sql::column("t", "hash", Type::text), sql::parameter(0, Type::text)});
  return select;
}

sql::Insert insert_token() {
  sql::Insert insert;
  insert.table = table::refresh_tokens;
  insert.values = {{"hash", sql::parameter(0, Type::text)},
                   {"session_id", sql::parameter(1, Type::text)},
                   {"created_at", sql::parameter(2, Type::timestamp)},
                   {"expires_at", sql::parameter(3, Type::timestamp)}};
  return insert;
}

sql::Update use_token() {
  sql::Update update;
  update.table = table::refresh_tokens;
  update.assignments = {{"used_at", sql::parameter(1, Type::timestamp)}};
  update.where = sql::all_of({compare(ExprKind::equal, "hash", 0, Type::text), is_null("used_at", Type::timestamp)});
  return update;
}

sql::Delete remove_expired_tokens() {
  sql::Delete remove;
  remove.table = table::refresh_tokens;
  remove.where = sql::all_of({compare(ExprKind::equal, "session_id", 0, Type::text),
                              compare(ExprKind::less_equal, "expires_at", 1, Type::timestamp)});
  return remove;
}

std::string hash_of(std::string_view token) {
  return base::hex_encode(base::sha256(token));
}

/// What a client says of itself, fit to be stored: text, and not too long.
std::string stored_user_agent(std::string text) {
  text.resize(std::min(text.size(), max_user_agent));
  while (!text.empty() && !base::is_utf8(text)) text.pop_back();
  return text;
}

base::Micros micros(std::chrono::seconds duration) {
  return std::chrono::microseconds(duration).count();
}

}  // namespace

struct Sessions::Found {
  SessionRef session;
  base::Micros expires_at = 0;
  base::Micros session_expires_at = 0;
  bool used = false;
  bool revoked = false;
};

Sessions::Sessions(const schema::Account& account, const AuthOptions& options, sql::Dialect dialect)
    : refresh_lifetime_(micros(options.refresh_lifetime)), session_lifetime_(micros(options.session_lifetime)) {
  const Type key = account_key_type(account);
  insert_session_ = sql::render(insert_session(key), dialect);
  remove_expired_sessions_ = sql::render(remove_expired_sessions(key), dialect);
  revoke_session_ = sql::render(revoke_session(), dialect);
  find_token_ = sql::render(find_token(key), dialect);
  insert_token_ = sql::render(insert_token(), dialect);
  use_token_ = sql::render(use_token(), dialect);
  remove_expired_tokens_ = sql::render(remove_expired_tokens(), dialect);
}

base::Task<base::Result<OpenedSession>> Sessions::open(db::Transaction& transaction, base::Value account_id,
                                                       Client client, base::Micros now) const {
  std::vector<base::Value> expired{account_id, now};
  auto removed = co_await execute(transaction, remove_expired_sessions_, std::move(expired));
  if (!removed) co_return std::unexpected(removed.error());

  std::string session_id = base::new_uuid();
  const base::Micros end = now + session_lifetime_;
  std::vector<base::Value> parameters{
      session_id, std::move(account_id),       now,
      end,        std::move(client.remote_ip), stored_user_agent(std::move(client.user_agent))};
  auto inserted = co_await execute(transaction, insert_session_, std::move(parameters));
  if (!inserted) co_return std::unexpected(inserted.error());
  auto token = co_await add_token(transaction, session_id, end, now);
  if (!token) co_return std::unexpected(token.error());
  co_return OpenedSession{std::move(session_id), std::move(*token)};
}

base::Task<base::Result<Rotation>> Sessions::rotate(db::Transaction& transaction, std::string refresh_token,
                                                    base::Micros now) const {
  auto found = co_await find(transaction, refresh_token);
  if (!found) co_return std::unexpected(found.error());
  Rotation rotation;
  if (!*found) co_return rotation;
  const Found& token = **found;
  rotation.session = token.session;
  if (token.revoked || now >= token.expires_at || now >= token.session_expires_at) co_return rotation;

  std::vector<base::Value> use{hash_of(refresh_token), now};
  // The condition in the statement decides who was first where transactions run side by side.
  auto used = co_await execute(transaction, use_token_, std::move(use));
  if (!used) co_return std::unexpected(used.error());
  if (*used != 1) {
    auto revoked = co_await revoke(transaction, token.session.session_id, now);
    if (!revoked) co_return std::unexpected(revoked.error());
    rotation.outcome = Rotation::Outcome::reused;
    co_return rotation;
  }
  std::vector<base::Value> expired{token.session.session_id, now};
  auto removed = co_await execute(transaction, remove_expired_tokens_, std::move(expired));
  if (!removed) co_return std::unexpected(removed.error());
  auto next = co_await add_token(transaction, token.session.session_id, token.session_expires_at, now);
  if (!next) co_return std::unexpected(next.error());
  rotation.refresh_token = std::move(*next);
  rotation.outcome = Rotation::Outcome::rotated;
  co_return rotation;
}

base::Task<base::Result<std::optional<SessionRef>>> Sessions::close(db::Transaction& transaction,
                                                                    std::string refresh_token, base::Micros now) const {
  auto found = co_await find(transaction, refresh_token);
  if (!found) co_return std::unexpected(found.error());
  std::optional<SessionRef> session;
  if (!*found) co_return session;
  auto revoked = co_await revoke(transaction, (*found)->session.session_id, now);
  if (!revoked) co_return std::unexpected(revoked.error());
  session = (*found)->session;
  co_return session;
}

base::Task<base::Result<std::optional<Sessions::Found>>> Sessions::find(db::Transaction& transaction,
                                                                        std::string_view token) const {
  std::optional<Found> found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found = Found{
        {row.value(1), std::string(row.text(0))}, row.integer(2), row.integer(4), !row.is_null(3), !row.is_null(5)};
    return true;
  };
  std::vector<base::Value> parameters{hash_of(token)};
  auto read = co_await execute(transaction, find_token_, std::move(parameters), on_row);
  if (!read) co_return std::unexpected(read.error());
  co_return std::move(found);
}

base::Task<base::Result<std::string>> Sessions::add_token(db::Transaction& transaction, std::string session_id,
                                                          base::Micros session_end, base::Micros now) const {
  std::string token = base::base64url_encode(base::random_bytes(token_bytes));
  std::vector<base::Value> parameters{hash_of(token), std::move(session_id), now,
                                      std::min(now + refresh_lifetime_, session_end)};
  auto inserted = co_await execute(transaction, insert_token_, std::move(parameters));
  if (!inserted) co_return std::unexpected(inserted.error());
  co_return token;
}

base::Task<base::Result<void>> Sessions::revoke(db::Transaction& transaction, std::string session_id,
                                                base::Micros now) const {
  std::vector<base::Value> parameters{std::move(session_id), now};
  auto revoked = co_await execute(transaction, revoke_session_, std::move(parameters));
  if (!revoked) co_return std::unexpected(revoked.error());
  co_return base::Result<void>();
}

}  // namespace tenon::auth
