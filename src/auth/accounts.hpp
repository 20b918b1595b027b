#pragma once
#include "access/principal.hpp"
#include "auth/access_token.hpp"
#include "auth/audit.hpp"
#include "auth/client.hpp"
#include "auth/credentials.hpp"
#include "auth/identify.hpp"
#include "auth/options.hpp"
#include "auth/password_hasher.hpp"
#include "auth/sessions.hpp"
#include "auth/throttle.hpp"

#include <functional>
#include <string>

namespace tenon::auth {

/// What somebody who signed in gets.
struct SignedIn {
  std::string access_token;
  std::int64_t expires_in = 0;  ///< seconds
  std::string refresh_token;
  access::Principal principal;  ///< who that is now
};

/// Makes the account's row inside the given transaction and gives its id. Owns what it uses; runs once.
using CreateRow = std::move_only_function<base::Task<base::Result<base::Value>>(db::Transaction&)>;

/// Signing up, in and out: everything about accounts but the rows themselves, which the caller makes by query.
///
/// Thread-safe; awaited on a loop. Errors: 401 for any wrong credential, 429 and 503 with Retry-After when there is too
/// much of it, and what CreateRow gives. Must be destroyed after the database was closed and before the loops.
class Accounts {
 public:
  /// The model must have an account type. Throws std::runtime_error for options that cannot work.
  Accounts(schema::ModelPtr model, db::Database& database, AuthOptions options, sql::Dialect dialect, unsigned loops);

  /// Creates row, password and session in one transaction. The password was judged already (password_faults); `login`
  /// is the login field's stored form.
  base::Task<base::Result<SignedIn>> sign_up(std::string login, base::Secret password, CreateRow create, Client client);
  /// As sign_up, for the operator: no session, no throttle. The new account's id.
  base::Task<base::Result<base::Value>> create(base::Secret password, CreateRow create);

  /// Costs the same time and gives the same answer whether the account or the password is wrong.
  base::Task<base::Result<SignedIn>> sign_in(std::string login, base::Secret password, Client client,
                                             base::Deadline deadline);
  /// Trades a refresh token for new tokens. One that was used before revokes its session.
  base::Task<base::Result<SignedIn>> refresh(std::string refresh_token, Client client);
  /// Revokes the session of a refresh token, at once for every access token of it. 401 for an unknown token.
  base::Task<base::Result<void>> sign_out(std::string refresh_token, Client client);

  Identifier& identifier() { return identifier_; }
  const AccessTokens& tokens() const { return tokens_; }
  const AuthOptions& options() const { return options_; }
  const schema::Model& model() const { return *model_; }
  /// For tests that count hashes.
  const PasswordHasher& hasher() const { return hasher_; }

 private:
  struct NewAccount;
  struct SignIn;
  struct Refresh;
  struct SignOut;

  base::Task<base::Result<void>> create_in(db::Transaction& transaction, NewAccount& work) const;
  base::Task<base::Result<void>> sign_in_in(db::Transaction& transaction, SignIn& work) const;
  base::Task<base::Result<void>> refresh_in(db::Transaction& transaction, Refresh& work) const;
  base::Task<base::Result<void>> sign_out_in(db::Transaction& transaction, SignOut& work) const;

  base::Result<void> throttle_password(std::string_view login, const Client& client);
  base::Result<void> throttle_refresh(const Client& client);
  base::Task<base::Result<void>> record(AuditRecord record);
  /// Who just opened or went on with a session. Last step of the transaction: afterwards nothing can fail.
  base::Task<base::Result<SignedIn>> welcome(db::Transaction& transaction, base::Value account_id,
                                             OpenedSession session, std::string remote_ip, base::Micros now) const;
  /// Signs, which takes too long for the database's thread.
  SignedIn with_access_token(SignedIn result) const;

  schema::ModelPtr model_;
  db::Database& database_;
  AuthOptions options_;
  AccessTokens tokens_;
  Identifier identifier_;
  Identities identities_;
  Credentials credentials_;
  Sessions sessions_;
  AuditLog audit_;
  Throttle by_account_;
  Throttle by_address_;
  Throttle refresh_by_address_;
  PasswordHasher hasher_;
};

}  // namespace tenon::auth
