#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::base {

std::string sha256(std::string_view bytes);                             ///< 32 raw bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);  ///< 32 raw bytes
/// HKDF-SHA-256 (RFC 5869) with empty salt: a key of `length` bytes for one named purpose.
std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t length = 32);
/// Fast, not cryptographic: ETags of bodies and cache keys.
std::uint64_t fast_hash(std::string_view bytes);

}  // namespace tenon::base
