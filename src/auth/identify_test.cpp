#include "auth/identify.hpp"

#include "auth/test_account_house.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace tenon::auth {
namespace {

using base::ErrorCode;
using testing::AccountHouse;
using testing::cheap_options;

constexpr const char* email = "ada@example.com";
constexpr const char* password = "correct horse battery";

http::Request request_with(std::vector<std::pair<std::string, std::string>> headers) {
  http::Request request;
  request.remote_ip = "192.0.2.1";
  request.headers = std::move(headers);
  return request;
}

base::Value claim(const access::Principal& principal, std::string_view name) {
  for (const auto& [claim_name, value] : principal.claims)
    if (claim_name == name) return value;
  return std::string("no such claim");
}

TEST(Identify, NoCredentialsAreTheAnonymousCaller) {
  AccountHouse house;
  const auto principal = house.identify(request_with({{"accept", "*/*"}, {"cookie", "a=b"}}));
  ASSERT_TRUE(principal);
  EXPECT_TRUE(principal->anonymous());
  EXPECT_EQ(principal->credential, access::Credential::none);
  EXPECT_EQ(principal->remote_ip, "192.0.2.1");
  EXPECT_GT(principal->now, 0);
}

TEST(Identify, AnAccessTokenIsTheAccountAsItsRowIsNow) {
  AccountHouse house;
  const auto result = *house.sign_up(email, password, "moderator");
  const auto principal = house.identify(result.access_token);
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->id, result.principal.id);
  EXPECT_EQ(principal->roles, 0b011U);
  EXPECT_EQ(principal->session_id, result.principal.session_id);
  EXPECT_EQ(claim(*principal, "email"), base::Value(std::string(email)));
  EXPECT_EQ(claim(*principal, "active"), base::Value(true));
  EXPECT_EQ(claim(*principal, "score"), base::Value(2.0));
  EXPECT_EQ(claim(*principal, "pin"), base::Value(std::string("no such claim"))) << "write-only fields never leave";
}

TEST(Identify, AChangedRoleCountsFromTheNextRequestOn) {
  AccountHouse house;
  const auto result = *house.sign_up(email, password);
  EXPECT_EQ(house.identify(result.access_token)->roles, 0b001U);
  ASSERT_TRUE(house.write("UPDATE people SET role = 'admin', active = (1 = 0)"));
  const auto principal = house.identify(result.access_token);
  EXPECT_EQ(principal->roles, 0b111U);
  EXPECT_EQ(claim(*principal, "active"), base::Value(false));
  ASSERT_TRUE(house.write("UPDATE people SET role = 'a role of an older schema'"));
  EXPECT_EQ(house.identify(result.access_token)->roles, 0U);
}

TEST(Identify, RefusesEveryOtherKindOfCredential) {
  AccountHouse house;
  const std::string token = house.sign_up(email, password)->access_token;
  const std::vector<std::vector<std::pair<std::string, std::string>>> refused{
      {{"authorization", "Basic YWRhOnBhc3N3b3Jk"}},
      {{"authorization", ""}},
      {{"authorization", "Bearer"}},
      {{"authorization", "Bearer "}},
      {{"authorization", "Bearer  " + token}},
      {{"authorization", "Bearer " + token + " "}},
      {{"authorization", "Bearer " + token + "," + token}},
      {{"authorization", token}},
      {{"authorization", "Bearer " + token}, {"authorization", "Bearer " + token}},
      {{"authorization", "Bearer " + token}, {"x-api-key", "tn_123"}},
      {{"x-api-key", "tn_123"}},
      {{"x-api-key", ""}},
      {{"authorization", "Bearer " + std::string(20'000, 'x')}},
  };
  for (const auto& headers : refused) {
    const auto result = house.identify(request_with(headers));
    ASSERT_FALSE(result) << headers.front().second;
    EXPECT_EQ(result.error().code, ErrorCode::unauthenticated);
    EXPECT_TRUE(result.error().message.empty()) << "no hints";
    EXPECT_TRUE(result.error().details.empty());
  }
  EXPECT_TRUE(house.identify(request_with({{"authorization", "bEaReR " + token}}))) << "schemes ignore case";
}

TEST(Identify, RefusesWhatWeWouldHaveSignedForSomebodyElse) {
  AccountHouse house;
  const auto ada = *house.sign_up(email, password);
  const auto bob = *house.sign_up("bob@example.com", password);
  const AccessTokens& tokens = house.accounts->tokens();
  const auto now = base::now_micros();
  const auto subject = id_text(ada.principal.id);
  EXPECT_TRUE(house.identify(tokens.issue(subject, ada.principal.session_id, now)));
  EXPECT_FALSE(house.identify(tokens.issue(subject, bob.principal.session_id, now))) << "another account's session";
  EXPECT_FALSE(house.identify(tokens.issue(subject, "no-session", now)));
  EXPECT_FALSE(house.identify(tokens.issue("not an id", ada.principal.session_id, now)));
  EXPECT_FALSE(house.identify(tokens.issue(subject, ada.principal.session_id, now - 2'000'000'000)));
  EXPECT_FALSE(house.identify(tokens.issue(subject, ada.principal.session_id, now + 2'000'000'000)));
  AuthOptions other = cheap_options();
  other.issuer = "elsewhere";
  EXPECT_FALSE(house.identify(AccessTokens(other).issue(subject, ada.principal.session_id, now)));
}

TEST(Identify, ARepeatedTokenCostsNeitherSignatureNorRead) {
  AccountHouse house;
  // PostgreSQL does not tell when somebody has written: there every identity is read.
  const bool told = house.database.dialect() == sql::Dialect::sqlite;
  const std::string token = house.sign_up(email, password)->access_token;
  const auto statistics = [&] {
    base::BlockingLoop loop;
    return house.accounts->identifier().statistics();
  };
  // A write of ours counts at once, and once more when SQLite is next asked whether another process has written: both
  // are to come before the first read.
  const auto let_it_be_asked = [] { std::this_thread::sleep_for(std::chrono::milliseconds(250)); };
  let_it_be_asked();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(house.identify(token));
  EXPECT_EQ(statistics().signatures, 1U);
  EXPECT_EQ(statistics().reads, told ? 1U : 10U);
  ASSERT_TRUE(house.write("UPDATE people SET score = 3"));
  let_it_be_asked();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(house.identify(token));
  EXPECT_EQ(statistics().signatures, 1U);
  EXPECT_EQ(statistics().reads, told ? 2U : 20U);
}

TEST(Identify, ACachedTokenStillExpires) {
  AuthOptions options = cheap_options();
  options.access_lifetime = std::chrono::seconds(2);
  options.clock_leeway = std::chrono::seconds(0);
  AccountHouse house(options);
  const auto result = *house.sign_up(email, password);
  // Issued at a whole second, so good for one to two from now.
  const std::string token =
      house.accounts->tokens().issue(id_text(result.principal.id), result.principal.session_id, base::now_micros());
  EXPECT_TRUE(house.identify(token));
  std::this_thread::sleep_for(std::chrono::milliseconds(2'010));
  EXPECT_FALSE(house.identify(token));
}

TEST(Identify, RemembersABoundedNumberOfTokens) {
  AuthOptions options = cheap_options();
  options.identities_per_loop = 2;
  AccountHouse house(options);
  const auto result = *house.sign_up(email, password);
  const auto issue = [&] {
    return house.accounts->tokens().issue(id_text(result.principal.id), result.principal.session_id,
                                          base::now_micros());
  };
  const std::string first = issue();
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(house.identify(first));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(house.identify(issue()));
  EXPECT_TRUE(house.identify(first));
  base::BlockingLoop loop;
  EXPECT_EQ(house.accounts->identifier().statistics().signatures, 7U) << "the first one was forgotten meanwhile";
}

TEST(Identify, AModelWithoutAccountsKnowsStrangersOnly) {
  AccountHouse house;
  const std::string token = house.sign_up(email, password)->access_token;
  Identifier identifier(std::make_shared<schema::Model>(), *house.database, house.accounts->tokens(),
                        sql::Dialect::sqlite, 1, 10);
  EXPECT_TRUE(base::run_blocking(identifier.identify(request_with({})))->anonymous());
  const auto request = request_with({{"authorization", "Bearer " + token}});
  EXPECT_FALSE(base::run_blocking(identifier.identify(request)));
}

}  // namespace
}  // namespace tenon::auth
