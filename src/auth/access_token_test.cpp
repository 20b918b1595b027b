#include "auth/access_token.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tenon::auth {
namespace {

constexpr base::Micros second = 1'000'000;
constexpr base::Micros now = 1'800'000'000 * second;

AuthOptions options(std::vector<std::string> secrets = {"secret number one, long enough"}) {
  AuthOptions options;
  for (auto& secret : secrets) options.secrets.emplace_back(std::move(secret));
  options.clock_leeway = std::chrono::seconds(5);
  return options;
}

/// The key that AccessTokens derives, to make tokens it would never make.
JwsKey own_key() {
  return JwsKey::ed25519(
      base::Secret(base::derive_key("secret number one, long enough", "tenon access token ed25519 v1")));
}

struct Claims {
  std::string iss = R"("tenon")";
  std::string aud = R"("tenon")";
  std::string sub = R"("7")";
  std::string sid = R"("s")";
  std::string iat = "1800000000";
  std::string exp = "1800000900";
  std::string jti = R"("j")";
  std::string type = "at+jwt";
};

std::string forge(const Claims& claims) {
  const std::string payload =
      fmt::format(R"({{"iss":{},"aud":{},"sub":{},"sid":{},"iat":{},"exp":{},"jti":{}}})", claims.iss, claims.aud,
                  claims.sub, claims.sid, claims.iat, claims.exp, claims.jti);
  return sign_jws(own_key(), claims.type, payload);
}

bool accepted(const Claims& claims) {
  return AccessTokens(options()).verify(forge(claims), now).has_value();
}

TEST(AccessTokens, VerifyWhatTheyIssued) {
  const AccessTokens tokens(options());
  const auto claims = tokens.verify(tokens.issue("account", "session", now + 1), now);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->subject, "account");
  EXPECT_EQ(claims->session, "session");
  EXPECT_EQ(claims->issued_at, now);
  EXPECT_EQ(claims->expires_at, now + 900 * second);
  EXPECT_FALSE(claims->token_id.empty());
}

TEST(AccessTokens, ExpireAfterTheirLifetimeAndTheLeeway) {
  const AccessTokens tokens(options());
  const std::string token = tokens.issue("a", "s", now);
  EXPECT_TRUE(tokens.verify(token, now + 904 * second));
  EXPECT_FALSE(tokens.verify(token, now + 905 * second));
  EXPECT_FALSE(tokens.verify(token, now + 1'000'000 * second));
}

TEST(AccessTokens, AreNotGoodBeforeTheyWereIssued) {
  const AccessTokens tokens(options());
  EXPECT_TRUE(tokens.verify(tokens.issue("a", "s", now), now - 5 * second));
  EXPECT_FALSE(tokens.verify(tokens.issue("a", "s", now), now - 6 * second));
}

TEST(AccessTokens, AcceptTheFormThatTheTestsForge) {
  EXPECT_TRUE(accepted({}));
}

TEST(AccessTokens, RefuseOtherIssuersAudiencesAndKinds) {
  EXPECT_FALSE(accepted({.iss = R"("other")"}));
  EXPECT_FALSE(accepted({.iss = "null"}));
  EXPECT_FALSE(accepted({.iss = R"(["tenon"])"}));
  EXPECT_FALSE(accepted({.aud = R"("other")"}));
  EXPECT_FALSE(accepted({.aud = "[]"}));
  EXPECT_TRUE(accepted({.aud = R"(["other","tenon"])"}));
  EXPECT_FALSE(accepted({.type = "JWT"}));
  EXPECT_FALSE(accepted({.type = ""}));
}

TEST(AccessTokens, RefuseClaimsOfTheWrongType) {
  EXPECT_FALSE(accepted({.sub = "7"}));
  EXPECT_FALSE(accepted({.sub = "null"}));
  EXPECT_FALSE(accepted({.sid = "{}"}));
  EXPECT_FALSE(accepted({.jti = "1"}));
  for (const char* time :
       {"null", R"("1800000900")", "1800000900.5", "1e10", "-1", "99999999999999999999", "true", "253402300800"})
    EXPECT_FALSE(accepted({.exp = time})) << time;
  EXPECT_FALSE(accepted({.iat = "1800009999"}));
}

TEST(AccessTokens, RefusePayloadsThatAreNoObject) {
  const AccessTokens tokens(options());
  for (const char* payload : {"", "[]", "7", "{", R"({"iss":"tenon","iss":"tenon"})", "\xFF"})
    EXPECT_FALSE(tokens.verify(sign_jws(own_key(), "at+jwt", payload), now)) << payload;
}

TEST(AccessTokens, OfOtherSecretsAreRefused) {
  const AccessTokens tokens(options());
  const AccessTokens others(options({"another secret, long enough too"}));
  EXPECT_FALSE(tokens.verify(others.issue("a", "s", now), now));
}

TEST(AccessTokens, SurviveARotationOfTheSecret) {
  const AccessTokens before(options({"old secret"}));
  const AccessTokens after(options({"new secret", "old secret"}));
  EXPECT_TRUE(after.verify(before.issue("a", "s", now), now));
  EXPECT_FALSE(before.verify(after.issue("a", "s", now), now));
}

TEST(AccessTokens, PublishTheKeysThatVerifyThem) {
  const AccessTokens tokens(options({"new secret", "old secret"}));
  const auto set = base::parse_json(tokens.jwks());
  ASSERT_TRUE(set);
  std::vector<JwsKey> keys;
  for (const base::Json& jwk : *set->find("keys")->array()) {
    EXPECT_FALSE(jwk.find("d"));
    keys.push_back(*JwsKey::from_jwk(jwk));
  }
  ASSERT_EQ(keys.size(), 2U);
  const auto content = verify_jws(tokens.issue("a", "s", now), keys);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->key_id, keys.front().id());
}

TEST(AccessTokens, NeedASecret) {
  EXPECT_THROW(AccessTokens(options({})), std::runtime_error);
  EXPECT_THROW(AccessTokens(options({"good one", ""})), std::runtime_error);
}

}  // namespace
}  // namespace tenon::auth
