#include "auth/jws.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace tenon;

// First byte: 0 reads the rest as a JWK, anything else as a token for keys of three kinds. A token made of random bytes
// must not verify; one that we sign must.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array keys{
      auth::JwsKey::ed25519(base::Secret(std::string(32, 's'))),
      *auth::JwsKey::from_jwk(
          *base::parse_json(R"({"kty":"oct","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})")),
      *auth::JwsKey::from_jwk(*base::parse_json(
          R"({"kty":"EC","crv":"P-256","x":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","y":"UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw"})")),
  };
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 0) {
    if (const auto json = base::parse_json(text); json && json->object())
      if (const auto key = auth::JwsKey::from_jwk(*json)) (void)key->verify("text", text.substr(0, 64));
    return 0;
  }
  (void)auth::verify_jws(text, keys);
  const std::string own = auth::sign_jws(keys[0], "x", text);
  const auto verified = auth::verify_jws(own, keys);
  if (own.size() <= auth::max_jws_bytes && (!verified || verified->payload != text)) __builtin_trap();
  return 0;
}
