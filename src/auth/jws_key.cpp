#include "auth/jws_key.hpp"

#include "auth/jws_signature.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace tenon::auth {
namespace {

using Fault = std::unexpected<std::string>;
using Parts = JwsKey::Parts;

struct NamedAlgorithm {
  JwsAlgorithm algorithm;
  std::string_view name;
};
constexpr std::array algorithms{
    NamedAlgorithm{JwsAlgorithm::hs256, "HS256"}, NamedAlgorithm{JwsAlgorithm::hs384, "HS384"},
    NamedAlgorithm{JwsAlgorithm::hs512, "HS512"}, NamedAlgorithm{JwsAlgorithm::rs256, "RS256"},
    NamedAlgorithm{JwsAlgorithm::rs384, "RS384"}, NamedAlgorithm{JwsAlgorithm::rs512, "RS512"},
    NamedAlgorithm{JwsAlgorithm::ps256, "PS256"}, NamedAlgorithm{JwsAlgorithm::ps384, "PS384"},
    NamedAlgorithm{JwsAlgorithm::ps512, "PS512"}, NamedAlgorithm{JwsAlgorithm::es256, "ES256"},
    NamedAlgorithm{JwsAlgorithm::es384, "ES384"}, NamedAlgorithm{JwsAlgorithm::es512, "ES512"},
    NamedAlgorithm{JwsAlgorithm::eddsa, "EdDSA"},
};

constexpr int min_rsa_bits = 2048;
constexpr int max_rsa_bits = 8192;  // larger ones only cost time
constexpr std::size_t max_exponent_bytes = 8;

std::string_view text_member(const base::Json& jwk, std::string_view name) {
  const base::Json* member = jwk.find(name);
  const std::string* text = member ? member->string() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

std::optional<std::string> bytes_member(const base::Json& jwk, std::string_view name) {
  const std::string_view text = text_member(jwk, name);
  if (text.empty()) return std::nullopt;
  return base::base64url_decode(text);
}

const unsigned char* data(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// "use" and "key_ops" must allow verification where they are given (RFC 7517, 4.2 and 4.3).
bool is_for_signatures(const base::Json& jwk) {
  if (jwk.find("use") && text_member(jwk, "use") != "sig") return false;
  const base::Json* operations = jwk.find("key_ops");
  if (!operations) return true;
  if (!operations->array()) return false;
  return std::ranges::any_of(*operations->array(),
                             [](const base::Json& entry) { return entry.string() && *entry.string() == "verify"; });
}

Pkey make_pkey(const char* type, OSSL_PARAM_BLD* builder) {
  OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context) == 1) EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(parameters);
  ERR_clear_error();
  return Pkey(key);
}

std::expected<Pkey, std::string> rsa_key(const base::Json& jwk) {
  const auto modulus = bytes_member(jwk, "n");
  const auto exponent = bytes_member(jwk, "e");
  if (!modulus || !exponent) return Fault("an RSA key needs \"n\" and \"e\"");
  if (modulus->size() > max_rsa_bits / 8 || exponent->size() > max_exponent_bytes)
    return Fault("the RSA key is too large");
  BIGNUM* n = BN_bin2bn(data(*modulus), static_cast<int>(modulus->size()), nullptr);
  BIGNUM* e = BN_bin2bn(data(*exponent), static_cast<int>(exponent->size()), nullptr);
  const bool sound = BN_num_bits(n) >= min_rsa_bits && BN_is_odd(n) && BN_is_odd(e) && !BN_is_one(e);
  Pkey key;
  if (sound) {
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e);
    key = make_pkey("RSA", builder);
    OSSL_PARAM_BLD_free(builder);
  }
  BN_free(n);
  BN_free(e);
  if (!key) return Fault("the RSA key is weak or broken");
  return key;
}

struct Curve {
  std::string_view jwk_name;
  const char* openssl_name;
  std::size_t coordinate_bytes;
  JwsAlgorithm algorithm;
};
constexpr std::array curves{
    Curve{"P-256", "P-256", 32, JwsAlgorithm::es256},
    Curve{"P-384", "P-384", 48, JwsAlgorithm::es384},
    Curve{"P-521", "P-521", 66, JwsAlgorithm::es512},
};

const Curve* find_curve(const base::Json& jwk) {
  const auto* found = std::ranges::find(curves, text_member(jwk, "crv"), &Curve::jwk_name);
  return found == curves.end() ? nullptr : found;
}

std::expected<Pkey, std::string> ec_key(const base::Json& jwk) {
  const Curve* curve = find_curve(jwk);
  if (!curve) return Fault("unknown curve");
  const auto x = bytes_member(jwk, "x");
  const auto y = bytes_member(jwk, "y");
  if (!x || !y || x->size() != curve->coordinate_bytes || y->size() != curve->coordinate_bytes)
    return Fault("an EC key needs \"x\" and \"y\" of the curve's length");
  const std::string point = "\x04" + *x + *y;
  OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
  OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, curve->openssl_name, 0);
  OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  Pkey key = make_pkey("EC", builder);
  OSSL_PARAM_BLD_free(builder);
  if (!key) return Fault("the EC point is not on the curve");
  return key;
}

std::expected<Pkey, std::string> okp_key(const base::Json& jwk) {
  if (text_member(jwk, "crv") != "Ed25519") return Fault("unknown curve");
  const auto x = bytes_member(jwk, "x");
  if (!x || x->size() != 32) return Fault("an Ed25519 key needs \"x\" of 32 bytes");
  Pkey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data(*x), x->size()));
  ERR_clear_error();
  if (!key) return Fault("the Ed25519 key is broken");
  return key;
}

std::optional<JwsAlgorithm> only_algorithm(const base::Json& jwk, std::string_view type) {
  if (type == "OKP") return JwsAlgorithm::eddsa;
  if (type != "EC") return std::nullopt;
  const Curve* curve = find_curve(jwk);
  return curve ? std::optional(curve->algorithm) : std::nullopt;
}

bool fits(JwsAlgorithm algorithm, const base::Json& jwk, std::string_view type) {
  if (type == "oct") return algorithm <= JwsAlgorithm::hs512;
  if (type == "RSA") return algorithm >= JwsAlgorithm::rs256 && algorithm <= JwsAlgorithm::ps512;
  return only_algorithm(jwk, type) == algorithm;
}

std::expected<JwsAlgorithm, std::string> choose_algorithm(const base::Json& jwk, std::string_view type,
                                                          std::optional<JwsAlgorithm> pinned) {
  std::optional<JwsAlgorithm> chosen = pinned;
  if (jwk.find("alg")) {
    const auto named = parse_jws_algorithm(text_member(jwk, "alg"));
    if (!named) return Fault("unknown algorithm");
    if (chosen && *chosen != *named) return Fault("the key is for another algorithm");
    chosen = named;
  }
  if (!chosen) chosen = only_algorithm(jwk, type);
  if (!chosen) return Fault("the key says no algorithm");
  if (!fits(*chosen, jwk, type)) return Fault("the algorithm does not fit the key");
  return *chosen;
}

// A shared secret is at least as long as the hash (RFC 7518, 3.2).
std::expected<base::Secret, std::string> shared_key(const base::Json& jwk, JwsAlgorithm algorithm) {
  auto secret = bytes_member(jwk, "k");
  if (!secret || secret->size() < static_cast<std::size_t>(EVP_MD_get_size(jws_digest(algorithm))))
    return Fault("the shared key is too short");
  return base::Secret(std::move(*secret));
}

// Members in this order and nothing else: also what the thumbprint is computed of (RFC 8037, appendix A.3).
std::string thumbprint_text(const std::string& public_bytes) {
  return fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", base::base64url_encode(public_bytes));
}

}  // namespace

std::string_view to_text(JwsAlgorithm algorithm) {
  return std::ranges::find(algorithms, algorithm, &NamedAlgorithm::algorithm)->name;
}

std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view text) {
  const auto* found = std::ranges::find(algorithms, text, &NamedAlgorithm::name);
  return found == algorithms.end() ? std::nullopt : std::optional(found->algorithm);
}

std::expected<JwsKey, std::string> JwsKey::from_jwk(const base::Json& jwk, std::optional<JwsAlgorithm> pinned) {
  if (!jwk.object()) return Fault("a JWK is a JSON object");
  if (!is_for_signatures(jwk)) return Fault("the key is not for signatures");
  const std::string_view type = text_member(jwk, "kty");
  TENON_TRY(algorithm, choose_algorithm(jwk, type, pinned));
  auto parts = std::make_shared<Parts>();
  parts->algorithm = algorithm;
  parts->id = text_member(jwk, "kid");
  if (type == "oct") {
    TENON_TRY(secret, shared_key(jwk, algorithm));
    parts->shared = std::move(secret);
    parts->can_sign = true;
  } else {
    TENON_TRY(pkey, type == "RSA" ? rsa_key(jwk) : type == "EC" ? ec_key(jwk) : okp_key(jwk));
    parts->pkey = std::move(pkey);
  }
  return JwsKey(std::move(parts));
}

JwsKey JwsKey::ed25519(const base::Secret& seed) {
  assert(seed.reveal().size() == 32);
  auto parts = std::make_shared<Parts>();
  parts->algorithm = JwsAlgorithm::eddsa;
  parts->can_sign = true;
  const auto* bytes = reinterpret_cast<const unsigned char*>(seed.reveal().data());
  parts->pkey.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes, 32));
  parts->public_bytes.resize(32);
  std::size_t length = 32;
  EVP_PKEY_get_raw_public_key(parts->pkey.get(), reinterpret_cast<unsigned char*>(parts->public_bytes.data()), &length);
  parts->id = base::base64url_encode(base::sha256(thumbprint_text(parts->public_bytes)));
  return JwsKey(std::move(parts));
}

const std::string& JwsKey::id() const {
  return parts_->id;
}
JwsAlgorithm JwsKey::algorithm() const {
  return parts_->algorithm;
}

std::string JwsKey::public_jwk() const {
  assert(!parts_->public_bytes.empty());
  return fmt::format(R"({{"kty":"OKP","crv":"Ed25519","x":"{}","kid":"{}","use":"sig","alg":"EdDSA"}})",
                     base::base64url_encode(parts_->public_bytes), parts_->id);
}

bool JwsKey::verify(std::string_view signed_text, std::string_view signature) const {
  return verify_signature(*parts_, signed_text, signature);
}

std::string JwsKey::sign(std::string_view text) const {
  return make_signature(*parts_, text);
}

}  // namespace tenon::auth
