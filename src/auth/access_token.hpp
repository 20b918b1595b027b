#pragma once
#include "auth/jws.hpp"
#include "auth/options.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::auth {

/// What a verified access token says.
struct AccessClaims {
  std::string subject;          ///< `sub`: the account's id as text
  std::string session;          ///< `sid`
  std::string token_id;         ///< `jti`
  base::Micros issued_at = 0;   ///< `iat`
  base::Micros expires_at = 0;  ///< `exp`
};

/// Makes and verifies access tokens: JWTs signed with Ed25519 keys that are derived from the server's secrets.
/// Immutable, thread-safe.
class AccessTokens {
 public:
  /// Throws std::runtime_error without a secret.
  explicit AccessTokens(const AuthOptions& options);

  std::string issue(std::string_view subject, std::string_view session, base::Micros now) const;
  /// Nothing for any token that is not ours, not meant for us, not yet or no longer good.
  std::optional<AccessClaims> verify(std::string_view token, base::Micros now) const;

  std::chrono::seconds lifetime() const { return lifetime_; }
  std::chrono::seconds leeway() const { return leeway_; }
  /// The public keys as a JWK Set (RFC 7517): content of /.well-known/jwks.json.
  const std::string& jwks() const { return jwks_; }

 private:
  std::vector<JwsKey> keys_;  // the first signs
  std::string issuer_;
  std::string audience_;
  std::chrono::seconds lifetime_;
  std::chrono::seconds leeway_;
  std::string jwks_;
};

}  // namespace tenon::auth
