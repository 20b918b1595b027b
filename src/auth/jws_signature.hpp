#pragma once
#include "auth/jws_key.hpp"

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

/// OpenSSL's part of JWS. Included by jws sources only, so that nobody else sees OpenSSL.
namespace tenon::auth {

struct FreePkey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Pkey = std::unique_ptr<EVP_PKEY, FreePkey>;

struct JwsKey::Parts {
  JwsAlgorithm algorithm{};
  std::string id;
  base::Secret shared;       ///< HMAC
  Pkey pkey;                 ///< the others
  std::string public_bytes;  ///< Ed25519 made here: 32 bytes
  bool can_sign = false;
};

/// The digest of the algorithm, fetched once in the process; null for EdDSA.
const EVP_MD* jws_digest(JwsAlgorithm algorithm);

bool verify_signature(const JwsKey::Parts& key, std::string_view text, std::string_view signature);
std::string make_signature(const JwsKey::Parts& key, std::string_view text);

}  // namespace tenon::auth
