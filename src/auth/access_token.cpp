#include "auth/access_token.hpp"

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/uuid.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace tenon::auth {
namespace {

// Part of the key derivation: a change makes every token out there invalid.
constexpr std::string_view key_purpose = "tenon access token ed25519 v1";
// RFC 9068: so that no other kind of JWT of ours can be taken for an access token.
constexpr std::string_view token_type = "at+jwt";
constexpr std::int64_t micros_per_second = 1'000'000;

const std::string* text_claim(const base::Json& claims, std::string_view name) {
  const base::Json* member = claims.find(name);
  return member ? member->string() : nullptr;
}

/// A NumericDate, whole seconds; ours always are.
std::optional<base::Micros> time_claim(const base::Json& claims, std::string_view name) {
  const base::Json* member = claims.find(name);
  if (!member || !member->number()) return std::nullopt;
  const std::string& text = member->number()->text;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t year_9999 = 253'402'300'799;
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > year_9999)
    return std::nullopt;
  return seconds * micros_per_second;
}

bool is_audience(const base::Json& claims, const std::string& audience) {
  const base::Json* member = claims.find("aud");
  if (!member) return false;
  if (member->string()) return *member->string() == audience;
  return member->array() && std::ranges::any_of(*member->array(), [&](const base::Json& entry) {
           return entry.string() && *entry.string() == audience;
         });
}

}  // namespace

AccessTokens::AccessTokens(const AuthOptions& options)
    : issuer_(options.issuer),
      audience_(options.audience),
      lifetime_(options.access_lifetime),
      leeway_(options.clock_leeway) {
  if (options.secrets.empty() || std::ranges::any_of(options.secrets, &base::Secret::empty))
    throw std::runtime_error("access tokens need a secret");
  base::JsonWriter out(jwks_);
  out.begin_object();
  out.key("keys");
  out.begin_array();
  for (const base::Secret& secret : options.secrets) {
    const base::Secret seed(base::derive_key(secret.reveal(), key_purpose));
    out.raw(keys_.emplace_back(JwsKey::ed25519(seed)).public_jwk());
  }
  out.end_array();
  out.end_object();
}

std::string AccessTokens::issue(std::string_view subject, std::string_view session, base::Micros now) const {
  const std::int64_t issued_at = now / micros_per_second;
  std::string payload;
  base::JsonWriter out(payload);
  out.begin_object();
  out.member("iss", issuer_);
  out.member("aud", audience_);
  out.member("sub", subject);
  out.member("sid", session);
  out.member("iat", issued_at);
  out.member("exp", issued_at + lifetime_.count());
  out.member("jti", base::new_uuid());
  out.end_object();
  return sign_jws(keys_.front(), token_type, payload);
}

std::optional<AccessClaims> AccessTokens::verify(std::string_view token, base::Micros now) const {
  const auto content = verify_jws(token, keys_);
  if (!content || content->type != token_type) return std::nullopt;
  const auto claims =
      base::parse_json(content->payload, {.max_bytes = max_jws_bytes, .max_depth = 8, .max_values = 200});
  if (!claims || !claims->object()) return std::nullopt;
  const std::string* issuer = text_claim(*claims, "iss");
  const std::string* subject = text_claim(*claims, "sub");
  const std::string* session = text_claim(*claims, "sid");
  const std::string* token_id = text_claim(*claims, "jti");
  const auto issued_at = time_claim(*claims, "iat");
  const auto expires_at = time_claim(*claims, "exp");
  if (!issuer || !subject || !session || !token_id || !issued_at || !expires_at) return std::nullopt;
  if (*issuer != issuer_ || !is_audience(*claims, audience_)) return std::nullopt;
  const base::Micros leeway = leeway_.count() * micros_per_second;
  if (*issued_at > now + leeway || now >= *expires_at + leeway) return std::nullopt;
  return AccessClaims{*subject, *session, *token_id, *issued_at, *expires_at};
}

}  // namespace tenon::auth
