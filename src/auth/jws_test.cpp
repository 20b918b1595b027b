#include "auth/jws.hpp"

#include "base/base64.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace tenon::auth {
namespace {

base::Json json(std::string_view text) {
  auto parsed = base::parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return *parsed;
}

JwsKey hmac_key() {
  return *JwsKey::from_jwk(
      json(R"({"kty":"oct","alg":"HS256","kid":"one","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})"));
}
JwsKey ed_key(char seed = 's') {
  return JwsKey::ed25519(base::Secret(std::string(32, seed)));
}

std::string token_of(std::string_view header, std::string_view payload, const JwsKey& key) {
  std::string text = base::base64url_encode(header) + "." + base::base64url_encode(payload);
  return text + "." + base::base64url_encode(key.sign(text));
}

JwsFault fault_of(std::string_view token, std::vector<JwsKey> keys) {
  const auto result = verify_jws(token, keys);
  EXPECT_FALSE(result) << token;
  return result ? JwsFault{} : result.error();
}

TEST(Jws, VerifiesWhatItSigned) {
  for (const JwsKey& key : {hmac_key(), ed_key()}) {
    const std::string token = sign_jws(key, "at+jwt", R"({"sub":"7"})");
    const auto content = verify_jws(token, std::vector{key});
    ASSERT_TRUE(content);
    EXPECT_EQ(content->payload, R"({"sub":"7"})");
    EXPECT_EQ(content->type, "at+jwt");
    EXPECT_EQ(content->key_id, key.id());
  }
}

TEST(Jws, KnowsThePublishedEd25519Example) {
  // RFC 8037, appendix A.4, and the thumbprint of A.3.
  const JwsKey key =
      *JwsKey::from_jwk(json(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"));
  EXPECT_TRUE(
      verify_jws("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                 "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
                 std::vector{key}));
  const auto seed = base::base64url_decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
  EXPECT_EQ(JwsKey::ed25519(base::Secret(*seed)).id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(Jws, RefusesNoneInEverySpelling) {
  for (const char* alg : {"none", "None", "NONE", "nOnE", "", "HS257"}) {
    const std::string header = base::base64url_encode(std::string(R"({"alg":")") + alg + R"("})");
    EXPECT_EQ(fault_of(header + ".e30.", {hmac_key()}), JwsFault::malformed);
    EXPECT_EQ(fault_of(header + ".e30.AA", {hmac_key()}), JwsFault::header);
  }
}

TEST(Jws, DoesNotTakeAPublicKeyForASharedSecret) {
  // The classic swap: HS256 with the bytes of the public key that everybody knows.
  const JwsKey pair = ed_key();
  const base::Json jwk = json(pair.public_jwk());
  const std::string shared = R"({"kty":"oct","alg":"HS256","k":")" + *jwk.find("x")->string() + R"("})";
  const JwsKey confused = *JwsKey::from_jwk(json(shared));
  const std::string header = R"({"alg":"HS256","kid":")" + pair.id() + R"("})";
  EXPECT_EQ(fault_of(token_of(header, "{}", confused), {pair}), JwsFault::no_key);
}

TEST(Jws, UsesAKeyWithItsOwnAlgorithmOnly) {
  const JwsKey key = hmac_key();
  EXPECT_EQ(fault_of(token_of(R"({"alg":"HS512"})", "{}", key), {key}), JwsFault::no_key);
  EXPECT_EQ(fault_of(token_of(R"({"alg":"EdDSA"})", "{}", key), {key, ed_key()}), JwsFault::signature);
}

TEST(Jws, ChoosesByKeyIdButTrustsOnlyTheSignature) {
  const JwsKey first = ed_key('a');
  const JwsKey second = ed_key('b');
  const std::vector both{first, second};
  EXPECT_EQ(verify_jws(sign_jws(second, "", "x"), both)->key_id, second.id());
  EXPECT_TRUE(verify_jws(token_of(R"({"alg":"EdDSA"})", "x", second), both));
  const std::string lying = token_of(R"({"alg":"EdDSA","kid":")" + first.id() + R"("})", "x", second);
  EXPECT_EQ(fault_of(lying, both), JwsFault::signature);
  for (const char* kid : {"../../dev/null", "' OR 1=1 --", "", "\\u0000"})
    EXPECT_EQ(fault_of(token_of(std::string(R"({"alg":"EdDSA","kid":")") + kid + R"("})", "x", second), both),
              JwsFault::no_key)
        << kid;
  EXPECT_EQ(fault_of(token_of(R"({"alg":"EdDSA","kid":7})", "x", second), both), JwsFault::header);
}

TEST(Jws, IgnoresKeysInsideTheToken) {
  const JwsKey attacker = ed_key('x');
  const std::string header = R"({"alg":"EdDSA","jwk":)" + attacker.public_jwk() + R"(,"jku":"https://evil.example/k"})";
  EXPECT_EQ(fault_of(token_of(header, "{}", attacker), {ed_key()}), JwsFault::signature);
}

TEST(Jws, RefusesExtensionsItDoesNotKnow) {
  const JwsKey key = hmac_key();
  for (const char* header : {R"({"alg":"HS256","crit":["exp"],"exp":1})", R"({"alg":"HS256","crit":[]})",
                             R"({"alg":"HS256","b64":false,"crit":["b64"]})", R"({"alg":"HS256","b64":true})"})
    EXPECT_EQ(fault_of(token_of(header, "{}", key), {key}), JwsFault::header) << header;
}

TEST(Jws, RefusesHeadersThatAreNotStrictJson) {
  const JwsKey key = hmac_key();
  for (const char* header : {R"({"alg":"HS256","alg":"none"})", R"({"alg":"HS256",})", R"(["HS256"])", R"("HS256")",
                             R"({"alg":["HS256"]})", R"({"alg":"HS256","typ":1})", R"({"ALG":"HS256"})", "{}", "\xFF"})
    EXPECT_EQ(fault_of(token_of(header, "{}", key), {key}), JwsFault::header) << header;
}

TEST(Jws, RefusesEveryChangedCharacter) {
  const JwsKey key = ed_key();
  const std::string token = sign_jws(key, "JWT", R"({"sub":"1"})");
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char other : {'A', 'B', '.', '=', '+', '/', ' ', '\n'}) {
      std::string changed = token;
      if (changed[i] == other) continue;
      changed[i] = other;
      EXPECT_FALSE(verify_jws(changed, std::vector{key})) << i << other;
    }
    EXPECT_FALSE(verify_jws(token.substr(0, i), std::vector{key})) << i;
  }
  EXPECT_FALSE(verify_jws(token + "A", std::vector{key}));
  EXPECT_FALSE(verify_jws(token + "=", std::vector{key}));
  EXPECT_FALSE(verify_jws(token + ".", std::vector{key}));
  EXPECT_FALSE(verify_jws(" " + token, std::vector{key}));
}

TEST(Jws, RefusesWhatIsTooLarge) {
  const JwsKey key = hmac_key();
  EXPECT_TRUE(verify_jws(sign_jws(key, "", std::string(5'000, 'x')), std::vector{key}));
  EXPECT_EQ(fault_of(sign_jws(key, "", std::string(8'000, 'x')), {key}), JwsFault::too_large);
}

TEST(JwsKey, RefusesKeysThatAreWeakOrForSomethingElse) {
  for (
      const char* jwk :
      {R"({"kty":"oct","alg":"HS256","k":"c2hvcnQ"})",
       R"({"kty":"oct","alg":"HS512","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})",
       R"({"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})",
       R"({"kty":"oct","alg":"none","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})",
       R"({"kty":"oct","alg":"EdDSA","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})",
       R"({"kty":"RSA","alg":"RS256","n":"AQAB","e":"AQAB"})", R"({"kty":"RSA","alg":"RS256"})",
       R"({"kty":"OKP","crv":"Ed25519","alg":"HS256","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
       R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
       R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg"})",
       R"({"kty":"EC","crv":"P-256","alg":"ES384","x":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","y":"UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw"})",
       R"({"kty":"EC","crv":"P-256","x":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","y":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY"})",
       R"({"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"})", R"({"kty":"EC"})", R"({"kty":"what"})", R"({})", R"([])"})
    EXPECT_FALSE(JwsKey::from_jwk(json(jwk))) << jwk;
  const base::Json ed = json(ed_key().public_jwk());
  EXPECT_TRUE(JwsKey::from_jwk(ed, JwsAlgorithm::eddsa));
  EXPECT_FALSE(JwsKey::from_jwk(ed, JwsAlgorithm::hs256));
}

// Valid by the file, refused here, and why.
const std::set<int> not_offered{
    346, 350,  // a PS384 token for a key whose JWK says PS256: keys are pinned to one algorithm
    347, 351,  // the key's "alg" is ES521, which is no registered algorithm
    372, 373,  // a '?' inside base64url: we read it strictly, as RFC 7515 asks
};

// "Invalid" by the file, yet character for character the token of case 357, which is "valid": the padding that they are
// named after is not there. What they are about is tested by RefusesEveryChangedCharacter.
const std::set<int> same_as_a_valid_one{367, 370};

TEST(Jws, KeepsToTheWycheproofVectors) {
  const std::filesystem::path path =
      std::filesystem::path(TENON_SOURCE_DIR) / "../shared/conformance/wycheproof-jws.json";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "skipped: no " << path;
  std::stringstream text;
  text << file.rdbuf();
  const auto vectors = base::parse_json(text.str(), {.max_bytes = 8 << 20, .max_depth = 32, .max_values = 1'000'000});
  ASSERT_TRUE(vectors);
  int checked = 0;
  std::string valid_token;
  for (const base::Json& group : *vectors->find("testGroups")->array()) {
    const base::Json* jwk = group.find("public") ? group.find("public") : group.find("private");
    const auto key = JwsKey::from_jwk(*jwk);
    for (const base::Json& test : *group.find("tests")->array()) {
      const int number = std::stoi(test.find("tcId")->number()->text);
      const std::string& token = *test.find("jws")->string();
      const bool accepted = key && verify_jws(token, std::vector{*key});
      if (accepted && number == 357) valid_token = token;
      if (same_as_a_valid_one.contains(number)) {
        EXPECT_EQ(token, valid_token);
        continue;
      }
      const bool expected = *test.find("result")->string() == "valid" && !not_offered.contains(number);
      EXPECT_EQ(accepted, expected) << number << ": " << *test.find("comment")->string();
      ++checked;
    }
  }
  EXPECT_EQ(checked, 399);
}

}  // namespace
}  // namespace tenon::auth
