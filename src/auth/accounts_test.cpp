#include "auth/accounts.hpp"

#include "auth/test_account_house.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tenon::auth {
namespace {

using base::ErrorCode;
using testing::AccountHouse;
using testing::cheap_options;

constexpr const char* email = "ada@example.com";
constexpr const char* password = "correct horse battery";

TEST(Accounts, SignUpGivesTokensAndASession) {
  AccountHouse house;
  const auto result = house.sign_up(email, password, "moderator");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->expires_in, 900);
  EXPECT_EQ(result->principal.credential, access::Credential::access_token);
  EXPECT_EQ(result->principal.roles, 0b011U);
  EXPECT_EQ(result->principal.remote_ip, "192.0.2.1");
  EXPECT_EQ(result->principal.id, house.read("SELECT id FROM people").front());
  EXPECT_EQ(house.count("tenon_sessions"), 1);
  EXPECT_EQ(house.count("tenon_audit WHERE event = 'register'"), 1);
}

TEST(Accounts, KeepNoSecretInTheDatabase) {
  AccountHouse house;
  const auto result = *house.sign_up(email, password);
  const auto hash = std::get<std::string>(house.read("SELECT password_hash FROM tenon_credentials").front());
  EXPECT_THAT(hash, ::testing::StartsWith("$argon2id$"));
  const auto token = std::get<std::string>(house.read("SELECT hash FROM tenon_refresh_tokens").front());
  EXPECT_EQ(token.size(), 64U);
  EXPECT_NE(token, result.refresh_token);
}

TEST(Accounts, StoreNothingWhenTheRowCannotBeMade) {
  AccountHouse house;
  ASSERT_TRUE(house.sign_up(email, password));
  const auto again = house.sign_up(email, password);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_EQ(house.count("tenon_credentials"), 1);
  EXPECT_EQ(house.count("tenon_sessions"), 1);
  EXPECT_EQ(house.count("tenon_audit"), 1);
}

TEST(Accounts, TakeIntegerKeys) {
  AccountHouse house(cheap_options(), schema::Scalar::big_int);
  CreateRow create = [](db::Transaction& transaction) -> base::Task<base::Result<base::Value>> {
    sql::Statement insert;
    insert.id = 2'000'000'000;
    insert.text = "INSERT INTO people (id, email_address, role) VALUES (7, 'ada@example.com', 'admin')";
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    auto done = co_await transaction.run(insert, {}, ignore);
    if (!done) co_return std::unexpected(db::to_error(done.error()));
    co_return base::Value(std::int64_t{7});
  };
  auto result =
      base::run_blocking(house.accounts->sign_up(email, base::Secret(password), std::move(create), house.client));
  ASSERT_TRUE(result);
  EXPECT_EQ(house.identify(result->access_token)->id, base::Value(std::int64_t{7}));
  EXPECT_EQ(house.sign_in(email, password)->principal.id, base::Value(std::int64_t{7}));
}

TEST(Accounts, SignInWithTheRightPasswordOnly) {
  AccountHouse house;
  ASSERT_TRUE(house.sign_up(email, password));
  const auto good = house.sign_in(email, password);
  ASSERT_TRUE(good);
  EXPECT_TRUE(house.identify(good->access_token));
  EXPECT_FALSE(house.sign_in(email, "correct horse batterz"));
  EXPECT_FALSE(house.sign_in(email, ""));
  EXPECT_EQ(house.count("tenon_audit WHERE event = 'login'"), 1);
  EXPECT_EQ(house.count("tenon_audit WHERE event = 'login_failed'"), 2);
}

TEST(Accounts, DoNotTellAnUnknownLoginFromAWrongPassword) {
  AccountHouse house;
  ASSERT_TRUE(house.sign_up(email, password));
  const auto work_of = [&](const char* login) {
    const auto hashes = house.accounts->hasher().runs();
    const auto records = house.count("tenon_audit");
    const auto result = house.sign_in(login, "wrong password");
    EXPECT_FALSE(result);
    return std::tuple(result.error().code, result.error().message, result.error().details.size(),
                      house.accounts->hasher().runs() - hashes, house.count("tenon_audit") - records);
  };
  const auto wrong = work_of(email);
  EXPECT_EQ(wrong, work_of("nobody@example.com"));
  EXPECT_EQ(std::get<0>(wrong), ErrorCode::unauthenticated);
  EXPECT_EQ(std::get<3>(wrong), 1U);
  // Nor an account that has no password at all.
  ASSERT_TRUE(house.write(
      "INSERT INTO people (id, email_address) VALUES ('00000000-0000-7000-8000-000000000001', 'nopass@example.com')"));
  EXPECT_EQ(wrong, work_of("nopass@example.com"));
}

TEST(Accounts, RenewAHashOfAnotherCostAtSignIn) {
  AccountHouse house;
  ASSERT_TRUE(house.sign_up(email, password));
  AuthOptions stronger = cheap_options();
  stronger.argon.memory_bytes = 16 * 1024;
  house.restart(stronger);
  ASSERT_TRUE(house.sign_in(email, password));
  const auto hash = std::get<std::string>(house.read("SELECT password_hash FROM tenon_credentials").front());
  EXPECT_THAT(hash, ::testing::HasSubstr("m=16,"));
  const auto runs = house.accounts->hasher().runs();
  ASSERT_TRUE(house.sign_in(email, password));
  EXPECT_EQ(house.accounts->hasher().runs(), runs + 1);
}

TEST(Accounts, RefreshRotatesTheToken) {
  AccountHouse house;
  const auto first = *house.sign_up(email, password);
  const auto second = house.refresh(first.refresh_token);
  ASSERT_TRUE(second);
  EXPECT_NE(second->refresh_token, first.refresh_token);
  EXPECT_EQ(second->principal.session_id, first.principal.session_id);
  EXPECT_TRUE(house.identify(second->access_token));
  EXPECT_TRUE(house.refresh(second->refresh_token));
}

TEST(Accounts, ReuseOfARefreshTokenRevokesTheFamily) {
  AccountHouse house;
  const auto first = *house.sign_up(email, password);
  const auto other = *house.sign_in(email, password);
  const auto second = *house.refresh(first.refresh_token);
  EXPECT_TRUE(house.identify(second.access_token));

  const auto stolen = house.refresh(first.refresh_token);
  ASSERT_FALSE(stolen);
  EXPECT_EQ(stolen.error().code, ErrorCode::unauthenticated);
  EXPECT_TRUE(stolen.error().message.empty());
  EXPECT_FALSE(house.refresh(second.refresh_token));
  EXPECT_FALSE(house.identify(first.access_token));
  EXPECT_FALSE(house.identify(second.access_token));
  EXPECT_EQ(house.count("tenon_audit WHERE event = 'refresh_reuse'"), 1);
  // The same account's other session is not concerned.
  EXPECT_TRUE(house.identify(other.access_token));
  EXPECT_TRUE(house.refresh(other.refresh_token));
}

TEST(Accounts, OfTwoRefreshesAtOnceExactlyOneWins) {
  AccountHouse house;
  for (int round = 0; round < 20; ++round) {
    house.restart(cheap_options());
    const auto start = round == 0 ? *house.sign_up(email, password) : *house.sign_in(email, password);
    std::atomic<int> won = 0;
    {
      std::vector<std::jthread> clients;
      for (int i = 0; i < 4; ++i) clients.emplace_back([&] { won += house.refresh(start.refresh_token).has_value(); });
    }
    EXPECT_EQ(won, 1);
    EXPECT_FALSE(house.identify(start.access_token)) << "the family is revoked";
  }
}

TEST(Accounts, RefuseRefreshTokensThatAreUnknownOrExpired) {
  AuthOptions options = cheap_options();
  options.refresh_lifetime = std::chrono::seconds(0);
  AccountHouse house(options);
  const auto expired = *house.sign_up(email, password);
  for (const std::string& token : {std::string(), std::string("nonsense"), std::string(100'000, 'x'),
                                   std::string(43, 'A'), expired.refresh_token}) {
    const auto result = house.refresh(token);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::unauthenticated);
  }
  // An expired one is no sign of theft.
  EXPECT_EQ(house.count("tenon_sessions WHERE revoked_at IS NOT NULL"), 0);
}

TEST(Accounts, EndASessionAfterItsLifetime) {
  AuthOptions options = cheap_options();
  options.session_lifetime = std::chrono::seconds(2);
  AccountHouse house(options);
  const auto result = *house.sign_up(email, password);
  EXPECT_TRUE(house.identify(result.access_token));
  std::this_thread::sleep_for(std::chrono::milliseconds(2'010));
  EXPECT_FALSE(house.identify(result.access_token));
  EXPECT_FALSE(house.refresh(result.refresh_token));
  // The next sign-in sweeps it away.
  ASSERT_TRUE(house.sign_in(email, password));
  EXPECT_EQ(house.count("tenon_sessions"), 1);
  EXPECT_EQ(house.count("tenon_refresh_tokens"), 1);
}

TEST(Accounts, SignOutEndsTheSessionAtOnce) {
  AccountHouse house;
  const auto result = *house.sign_up(email, password);
  EXPECT_TRUE(house.identify(result.access_token));
  EXPECT_TRUE(house.sign_out(result.refresh_token));
  EXPECT_FALSE(house.identify(result.access_token));
  EXPECT_FALSE(house.refresh(result.refresh_token));
  EXPECT_TRUE(house.sign_out(result.refresh_token)) << "signing out twice is no fault";
  const auto unknown = house.sign_out("unknown");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::unauthenticated);
}

TEST(Accounts, GoWithTheirRow) {
  AccountHouse house;
  const auto result = *house.sign_up(email, password);
  EXPECT_TRUE(house.identify(result.access_token));
  ASSERT_TRUE(house.write("DELETE FROM people"));
  EXPECT_FALSE(house.identify(result.access_token));
  EXPECT_FALSE(house.refresh(result.refresh_token));
  EXPECT_FALSE(house.sign_in(email, password));
  for (const char* name : {"tenon_credentials", "tenon_sessions", "tenon_refresh_tokens"})
    EXPECT_EQ(house.count(name), 0) << name;
  EXPECT_GT(house.count("tenon_audit"), 0);
}

TEST(Accounts, OfTheOperatorHaveNoSession) {
  AccountHouse house;
  auto id = base::run_blocking(
      house.accounts->create(base::Secret(password), AccountHouse::person(base::new_uuid(), email, "admin")));
  ASSERT_TRUE(id);
  EXPECT_EQ(house.count("tenon_sessions"), 0);
  EXPECT_EQ(house.count("tenon_audit WHERE event = 'create'"), 1);
  EXPECT_EQ(house.sign_in(email, password)->principal.roles, 0b111U);
}

TEST(Accounts, CutWhatAClientSaysOfItself) {
  AccountHouse house;
  house.client.user_agent = std::string(255, 'x') + "éé" + std::string(10'000, 'y');
  ASSERT_TRUE(house.sign_up(email, password));
  const auto stored = std::get<std::string>(house.read("SELECT user_agent FROM tenon_sessions").front());
  EXPECT_EQ(stored, std::string(255, 'x'));
}

TEST(Accounts, ThrottleGuessesOnOneAccount) {
  AuthOptions options = cheap_options();
  options.throttle.account = {.burst = 3, .per_second = 0.01};
  AccountHouse house(options);
  ASSERT_TRUE(house.sign_up(email, password));
  house.restart(options);
  for (int i = 0; i < 3; ++i) {
    house.client.remote_ip = "192.0.2." + std::to_string(i);
    EXPECT_EQ(house.sign_in(email, "a wrong one").error().code, ErrorCode::unauthenticated);
  }
  const auto runs = house.accounts->hasher().runs();
  const auto throttled = house.sign_in(email, password);
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().code, ErrorCode::too_many_requests);
  EXPECT_GT(throttled.error().retry_after_seconds, 0);
  EXPECT_EQ(house.accounts->hasher().runs(), runs) << "a refused attempt costs no hash";
  EXPECT_EQ(house.sign_in("somebody@else.example", "x").error().code, ErrorCode::unauthenticated);
}

TEST(Accounts, SuccessFillsTheAccountsBucketButNotTheAddress) {
  AuthOptions options = cheap_options();
  options.throttle.account = {.burst = 2, .per_second = 0.001};
  options.throttle.address = {.burst = 6, .per_second = 0.001};
  AccountHouse house(options);
  ASSERT_TRUE(house.sign_up(email, password));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(house.sign_in(email, password)) << i;
  EXPECT_EQ(house.sign_in(email, password).error().code, ErrorCode::too_many_requests);
  house.client.remote_ip = "198.51.100.1";
  EXPECT_TRUE(house.sign_in(email, password));
}

TEST(Accounts, ThrottleRefreshesByAddress) {
  AuthOptions options = cheap_options();
  options.throttle.refresh = {.burst = 2, .per_second = 0.001};
  AccountHouse house(options);
  EXPECT_EQ(house.refresh("x").error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(house.sign_out("x").error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(house.refresh("x").error().code, ErrorCode::too_many_requests);
  EXPECT_EQ(house.sign_out("x").error().code, ErrorCode::too_many_requests);
}

}  // namespace
}  // namespace tenon::auth
