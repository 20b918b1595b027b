#pragma once
#include "auth/client.hpp"
#include "auth/options.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::auth {

/// What a refresh token belongs to.
struct SessionRef {
  base::Value account_id;
  std::string session_id;
};

/// A session with the refresh token that goes on with it, which is stored nowhere in this form.
struct OpenedSession {
  std::string session_id;
  std::string refresh_token;
};

/// What became of a refresh token that was presented.
struct Rotation {
  enum class Outcome : std::uint8_t {
    rotated,  ///< used up; `refresh_token` is the next one
    refused,  ///< unknown, expired, or its session is expired or revoked
    reused,   ///< was used before: somebody has a copy, so the session is now revoked
  } outcome = Outcome::refused;
  SessionRef session;         ///< empty if unknown
  std::string refresh_token;  ///< rotated only
};

/// Tables tenon_sessions and tenon_refresh_tokens. A session is the family of all refresh tokens that came from one
/// sign-in. Each function runs inside the caller's transaction, on its thread. Thread-safe.
class Sessions {
 public:
  Sessions(const schema::Account& account, const AuthOptions& options, sql::Dialect dialect);

  /// Also removes the account's expired sessions, which bounds the table by use.
  base::Task<base::Result<OpenedSession>> open(db::Transaction& transaction, base::Value account_id, Client client,
                                               base::Micros now) const;
  /// Uses a refresh token up. `reused` must be committed too.
  base::Task<base::Result<Rotation>> rotate(db::Transaction& transaction, std::string refresh_token,
                                            base::Micros now) const;
  /// Revokes the session of a refresh token, used or not. Nothing if the token is unknown.
  base::Task<base::Result<std::optional<SessionRef>>> close(db::Transaction& transaction, std::string refresh_token,
                                                            base::Micros now) const;

 private:
  struct Found;
  base::Task<base::Result<std::optional<Found>>> find(db::Transaction& transaction, std::string_view token) const;
  base::Task<base::Result<std::string>> add_token(db::Transaction& transaction, std::string session_id,
                                                  base::Micros session_end, base::Micros now) const;
  base::Task<base::Result<void>> revoke(db::Transaction& transaction, std::string session_id, base::Micros now) const;

  base::Micros refresh_lifetime_;
  base::Micros session_lifetime_;
  sql::Statement insert_session_;
  sql::Statement remove_expired_sessions_;
  sql::Statement revoke_session_;
  sql::Statement find_token_;
  sql::Statement insert_token_;
  sql::Statement use_token_;
  sql::Statement remove_expired_tokens_;
};

}  // namespace tenon::auth
