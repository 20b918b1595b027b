#include "base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <cassert>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <stdexcept>

namespace tenon::base {
namespace {

constexpr std::size_t digest_size = 32;
constexpr std::size_t block_size = 64;

/// Fetched once: a fetch by name costs more than the digest of a token.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (!algorithm) throw std::runtime_error("OpenSSL offers no SHA-256");
  return algorithm;
}

std::string sha256_of(std::initializer_list<std::string_view> pieces) {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  std::string digest(digest_size, '\0');
  bool done = context && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr);
  for (const std::string_view piece : pieces)
    done = done && EVP_DigestUpdate(context.get(), piece.data(), piece.size());
  done = done && EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  if (!done) throw std::runtime_error("SHA-256 failed");
  return digest;
}

std::uint64_t load(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The two halves of the 128-bit product, folded: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  const auto product = static_cast<unsigned __int128>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::string sha256(std::string_view bytes) {
  return sha256_of({bytes});
}

// RFC 2104 spelt out: OpenSSL 3.0 looks its digest up by name in every EVP_MAC_init.
std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<char, block_size> inner{};
  std::array<char, block_size> outer{};
  std::string short_key;
  if (key.size() > block_size) {
    short_key = sha256(key);
    key = short_key;
  }
  if (!key.empty()) std::memcpy(inner.data(), key.data(), key.size());
  for (std::size_t i = 0; i < block_size; ++i) {
    outer[i] = static_cast<char>(inner[i] ^ 0x5C);
    inner[i] = static_cast<char>(inner[i] ^ 0x36);
  }
  const std::string digest = sha256_of({{inner.data(), inner.size()}, bytes});
  std::string code = sha256_of({{outer.data(), outer.size()}, digest});
  OPENSSL_cleanse(inner.data(), inner.size());
  OPENSSL_cleanse(outer.data(), outer.size());
  OPENSSL_cleanse(short_key.data(), short_key.size());
  return code;
}

std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t length) {
  assert(length <= 255 * digest_size && "RFC 5869 ends there");
  const std::string pseudo_random_key = hmac_sha256(std::string(digest_size, '\0'), secret);
  std::string key;
  std::string block;
  for (char counter = 1; key.size() < length; ++counter) {
    block += purpose;
    block += counter;
    block = hmac_sha256(pseudo_random_key, block);
    key += block;
  }
  key.resize(length);
  return key;
}

std::uint64_t fast_hash(std::string_view bytes) {
  constexpr std::uint64_t first = 0xA0761D6478BD642FULL;
  constexpr std::uint64_t second = 0xE7037ED1A0B428DBULL;
  std::uint64_t hash = mix(bytes.size() ^ first, second);
  while (bytes.size() >= 16) {
    hash = mix(load(bytes.data()) ^ first ^ hash, load(bytes.data() + 8) ^ second);
    bytes.remove_prefix(16);
  }
  std::array<char, 16> rest{};
  if (!bytes.empty()) std::memcpy(rest.data(), bytes.data(), bytes.size());
  hash = mix(load(rest.data()) ^ first ^ hash, load(rest.data() + 8) ^ second);
  return mix(hash ^ first, second);
}

}  // namespace tenon::base
