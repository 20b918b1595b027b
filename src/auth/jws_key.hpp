#pragma once
#include "base/json.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::auth {

/// Signature algorithms of RFC 7518 and RFC 8037. There is no "none".
enum class JwsAlgorithm : std::uint8_t {
  hs256,
  hs384,
  hs512,  // HMAC, shared secret
  rs256,
  rs384,
  rs512,  // RSA PKCS #1 v1.5
  ps256,
  ps384,
  ps512,  // RSA PSS, salt as long as the hash
  es256,
  es384,
  es512,  // ECDSA on P-256, P-384, P-521
  eddsa,  // Ed25519
};
std::string_view to_text(JwsAlgorithm algorithm);
std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view text);

/// A key and the one algorithm it is for. Immutable, cheap to copy, thread-safe.
class JwsKey {
 public:
  /// Reads the public (or, for "oct", secret) part of a JWK (RFC 7517). The algorithm is `pinned`, else the JWK's
  /// "alg"; for keys whose type leaves no choice (Ed25519, EC curves) it may be neither. The error says in words what
  /// is wrong: unknown or weak key, "use" or "key_ops" that are not for signatures, algorithm that does not fit the
  /// key.
  static std::expected<JwsKey, std::string> from_jwk(const base::Json& jwk, std::optional<JwsAlgorithm> pinned = {});
  /// An Ed25519 key pair; `seed` has 32 bytes. Its id is the RFC 7638 thumbprint.
  static JwsKey ed25519(const base::Secret& seed);

  const std::string& id() const;  ///< "kid"; empty if the JWK had none
  JwsAlgorithm algorithm() const;
  /// Public JWK of an Ed25519 key made here, as JSON text.
  std::string public_jwk() const;

  bool verify(std::string_view signed_text, std::string_view signature) const;
  /// HMAC keys and Ed25519 pairs only; empty for others.
  std::string sign(std::string_view text) const;

  struct Parts;  ///< private to the implementation

 private:
  explicit JwsKey(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

}  // namespace tenon::auth
