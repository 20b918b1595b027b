#pragma once
#include "auth/jws_key.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

/// JSON Web Signatures in compact serialization (RFC 7515). Pure; thread-safe.
namespace tenon::auth {

inline constexpr std::size_t max_jws_bytes = 8 * 1024;

/// Why a token was refused: for logs and tests, never for clients.
enum class JwsFault : std::uint8_t {
  too_large,  ///< over max_jws_bytes
  malformed,  ///< not three parts of strict base64url
  header,     ///< no JSON object, no "alg", or anything "crit"
  no_key,     ///< no key of that id for that algorithm
  signature,  ///< does not verify
};

/// What a verified token holds.
struct JwsContent {
  std::string key_id;   ///< of the key that verified it
  std::string type;     ///< "typ" of the header; empty if it has none
  std::string payload;  ///< any bytes
};

/// Verifies with one of `keys`. The header's "alg" and "kid" only narrow the choice: a key is used with its own
/// algorithm or not at all, and keys inside the token ("jwk", "jku", "x5c") are not looked at.
std::expected<JwsContent, JwsFault> verify_jws(std::string_view token, std::span<const JwsKey> keys);

/// Makes a token; the key must be able to sign.
std::string sign_jws(const JwsKey& key, std::string_view type, std::string_view payload);

}  // namespace tenon::auth
