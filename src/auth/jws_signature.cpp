#include "auth/jws_signature.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

namespace tenon::auth {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hmac(const JwsKey::Parts& key, std::string_view text) {
  const std::string_view secret = key.shared.reveal();
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  if (!HMAC(jws_digest(key.algorithm), secret.data(), static_cast<int>(secret.size()), bytes(text), text.size(),
            out.data(), &length))
    return {};
  return {reinterpret_cast<const char*>(out.data()), length};
}

// JWS has r and s side by side, each as long as the curve's order (RFC 7518, 3.4); OpenSSL wants DER.
std::string ecdsa_to_der(std::string_view signature, std::size_t part) {
  if (signature.size() != 2 * part) return {};
  ECDSA_SIG* pair = ECDSA_SIG_new();
  BIGNUM* r = BN_bin2bn(bytes(signature), static_cast<int>(part), nullptr);
  BIGNUM* s = BN_bin2bn(bytes(signature.substr(part)), static_cast<int>(part), nullptr);
  ECDSA_SIG_set0(pair, r, s);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair, &der);
  ECDSA_SIG_free(pair);
  std::string text;
  if (length > 0) text.assign(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return text;
}

bool set_pss(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

enum class Padding : std::uint8_t { as_is, pss };

bool verify_asymmetric(const JwsKey::Parts& key, std::string_view text, std::string_view signature, Padding padding) {
  const Context context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  bool holds = EVP_DigestVerifyInit(context.get(), &inner, jws_digest(key.algorithm), nullptr, key.pkey.get()) == 1;
  if (holds && padding == Padding::pss) holds = set_pss(inner);
  holds = holds && EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  ERR_clear_error();  // a refused signature leaves entries that a later TLS call would take for its own
  return holds;
}

}  // namespace

const EVP_MD* jws_digest(JwsAlgorithm algorithm) {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sha384 = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  static const EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  switch (algorithm) {
    case JwsAlgorithm::hs256:
    case JwsAlgorithm::rs256:
    case JwsAlgorithm::ps256:
    case JwsAlgorithm::es256: return sha256;
    case JwsAlgorithm::hs384:
    case JwsAlgorithm::rs384:
    case JwsAlgorithm::ps384:
    case JwsAlgorithm::es384: return sha384;
    case JwsAlgorithm::hs512:
    case JwsAlgorithm::rs512:
    case JwsAlgorithm::ps512:
    case JwsAlgorithm::es512: return sha512;
    case JwsAlgorithm::eddsa: return nullptr;
  }
  std::unreachable();
}

bool verify_signature(const JwsKey::Parts& key, std::string_view text, std::string_view signature) {
  switch (key.algorithm) {
    case JwsAlgorithm::hs256:
    case JwsAlgorithm::hs384:
    case JwsAlgorithm::hs512: {
      const std::string expected = hmac(key, text);
      return !expected.empty() && base::constant_time_equal(expected, signature);
    }
    case JwsAlgorithm::es256: return verify_asymmetric(key, text, ecdsa_to_der(signature, 32), Padding::as_is);
    case JwsAlgorithm::es384: return verify_asymmetric(key, text, ecdsa_to_der(signature, 48), Padding::as_is);
    case JwsAlgorithm::es512: return verify_asymmetric(key, text, ecdsa_to_der(signature, 66), Padding::as_is);
    case JwsAlgorithm::rs256:
    case JwsAlgorithm::rs384:
    case JwsAlgorithm::rs512:
    case JwsAlgorithm::eddsa: return verify_asymmetric(key, text, signature, Padding::as_is);
    case JwsAlgorithm::ps256:
    case JwsAlgorithm::ps384:
    case JwsAlgorithm::ps512: return verify_asymmetric(key, text, signature, Padding::pss);
  }
  std::unreachable();
}

std::string make_signature(const JwsKey::Parts& key, std::string_view text) {
  if (!key.can_sign) return {};
  if (!key.pkey) return hmac(key, text);
  const Context context(EVP_MD_CTX_new());
  std::array<unsigned char, 64> out{};  // Ed25519
  std::size_t length = out.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.pkey.get()) != 1 ||
      EVP_DigestSign(context.get(), out.data(), &length, bytes(text), text.size()) != 1)
    return {};
  return {reinterpret_cast<const char*>(out.data()), length};
}

}  // namespace tenon::auth
