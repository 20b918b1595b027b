#include "api/front/rate_limiter.hpp"

#include "api/front/front.hpp"
#include "api/front/health.hpp"
#include "base/task_blocking.hpp"
#include "http/error_response.hpp"
#include "schema/test_schema.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tenon::api::front {
namespace {

constexpr std::string_view roles = R"graphql(
enum Role @roles { user member @inherits(role: user) @rateLimit(limit: 5, window: "1m")
  partner @inherits(role: member) @rateLimit(limit: 600, window: "1h") }
type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  role: Role! @default(value: user)
}
)graphql";

base::Task<bool> yes() {
  co_return true;
}

/// A server whose callers say who they are: `X-Caller: ann` has the role user, and so on.
struct RateLimiterTest : ::testing::Test {
  schema::ModelPtr model = schema::must_load(roles, schema::Lints::skip);
  base::Micros now = 0;
  std::shared_ptr<RateLimiter> limiter;
  http::Handler handler;

  void serve(std::optional<RequestLimit> principal, std::optional<RequestLimit> address) {
    RateLimiterOptions options;
    options.principal = principal;
    options.address = address;
    options.remembered = 4096;
    options.clock = [this] { return now; };
    limiter = std::make_shared<RateLimiter>(std::move(options), *model);
    http::Router router;
    const auto answer = [this](http::Request& request) { return this->answer(request); };
    router.add(http::Method::get, "/posts", answer);
    router.add(http::Method::post, "/posts", answer);
    Health health;
    health.database_works = yes;
    health.draining = [] { return false; };
    add_health_routes(router, std::move(health));
    Options front;
    front.access_log = AccessLog::off;
    front.cors.origins = {"https://app.example.com"};
    front.rate_limiter = limiter;
    front.trusted_proxies = *http::TrustedProxies::parse("10.0.0.0/8");
    handler = make_handler(std::move(front), std::move(router));
  }

  base::Task<http::Response> answer(http::Request& request) {
    access::Principal principal;
    principal.remote_ip = request.remote_ip;
    const std::string caller(request.header("x-caller"));
    if (caller == "bad") co_return http::error_response(base::Error(base::ErrorCode::unauthenticated), request);
    if (!caller.empty()) {
      principal.id = caller;
      const auto role = model->find_role(caller.substr(0, caller.find('-')));
      principal.roles = model->roles[static_cast<std::size_t>(std::max(role, 0))].includes;
    }
    if (auto refused = limiter->identified(request, principal)) co_return http::error_response(*refused, request);
    co_return http::Response(200);
  }

  http::Response ask(std::string_view caller, std::string_view ip = "192.0.2.1",
                     http::Method method = http::Method::get, std::string_view path = "/posts",
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Request request;
    request.method = method;
    request.set_target(path);
    request.remote_ip = ip;
    request.headers = std::move(headers);
    if (!caller.empty()) request.headers.emplace_back("x-caller", caller);
    auto response = base::run_blocking(handler(request));
    EXPECT_EQ(request.remote_ip, ip);
    return response;
  }
  int status(std::string_view caller, std::string_view ip = "192.0.2.1") { return ask(caller, ip).status; }
};

TEST_F(RateLimiterTest, TellsWhatIsLeftOfEachLimit) {
  serve(RequestLimit{3, 60}, RequestLimit{10, 60});
  const auto first = ask("user-ann");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.header("ratelimit-policy"), R"("address";q=10;w=60, "default";q=3;w=60)");
  EXPECT_EQ(first.header("ratelimit"), R"("address";r=9;t=6, "default";r=2;t=20)");
  EXPECT_EQ(ask("user-ann").header("ratelimit"), R"("address";r=8;t=12, "default";r=1;t=40)");
  const auto stranger = ask("");
  EXPECT_EQ(stranger.header("ratelimit-policy"), R"("address";q=10;w=60)");
  EXPECT_EQ(stranger.header("ratelimit"), R"("address";r=7;t=18)");
}

TEST_F(RateLimiterTest, RefusesWith429AndTheTimeToWait) {
  serve(RequestLimit{3, 60}, RequestLimit{10, 60});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status("user-ann"), 200);
  const auto refused = ask("user-ann");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "20");
  EXPECT_EQ(refused.header("ratelimit-policy"), R"("default";q=3;w=60, "address";q=10;w=60)");
  EXPECT_EQ(refused.header("ratelimit"), R"("default";r=0;t=20, "address";r=6;t=24)");
  EXPECT_NE(refused.body.find(R"("code":"TOO_MANY_REQUESTS")"), std::string::npos);
  now += 20'000'000;
  EXPECT_EQ(status("user-ann"), 200);
  EXPECT_EQ(status("user-ann"), 429);
}

TEST_F(RateLimiterTest, ManyCallersFromOneAddressShareItsLimit) {
  serve(RequestLimit{3, 60}, RequestLimit{10, 60});
  int served = 0;
  for (int i = 0; i < 50; ++i) served += status("user-" + std::to_string(i)) == 200 ? 1 : 0;
  EXPECT_EQ(served, 10);
  const auto refused = ask("user-new");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("ratelimit-policy"), R"("address";q=10;w=60)");
  EXPECT_EQ(status("user-new", "192.0.2.2"), 200);
}

TEST_F(RateLimiterTest, OneCallerFromManyAddressesHasItsOwnLimit) {
  serve(RequestLimit{3, 60}, RequestLimit{10, 60});
  int served = 0;
  for (int i = 0; i < 50; ++i) served += status("user-ann", "192.0.2." + std::to_string(i)) == 200 ? 1 : 0;
  EXPECT_EQ(served, 3);
}

TEST_F(RateLimiterTest, BadCredentialsUnknownPathsAndEveryMethodCount) {
  serve(RequestLimit{3, 60}, RequestLimit{6, 60});
  EXPECT_EQ(status("bad"), 401);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::head).status, 200);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::options).status, 204);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::get, "/nowhere").status, 404);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::patch).status, 405);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::post).status, 200);
  for (const auto method : {http::Method::get, http::Method::head, http::Method::options, http::Method::patch})
    EXPECT_EQ(ask("", "192.0.2.1", method).status, 429);
  EXPECT_EQ(status("bad"), 429);
}

TEST_F(RateLimiterTest, HealthChecksAndPreflightsDoNot) {
  serve(std::nullopt, RequestLimit{1, 60});
  EXPECT_EQ(status(""), 200);
  EXPECT_EQ(status(""), 429);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::get, "/livez").status, 200);
  EXPECT_EQ(ask("", "192.0.2.1", http::Method::get, "/readyz").status, 200);
  const auto preflight = ask("", "192.0.2.1", http::Method::options, "/posts",
                             {{"origin", "https://app.example.com"}, {"access-control-request-method", "POST"}});
  EXPECT_EQ(preflight.status, 204);
  // And a page may read why it is refused.
  const auto refused = ask("", "192.0.2.1", http::Method::get, "/posts", {{"origin", "https://app.example.com"}});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("access-control-allow-origin"), "https://app.example.com");
}

TEST_F(RateLimiterTest, RolesHaveLimitsOfTheirOwn) {
  serve(RequestLimit{3, 60}, std::nullopt);
  EXPECT_EQ(ask("user-ann").header("ratelimit-policy"), R"("default";q=3;w=60)");
  EXPECT_EQ(ask("member-bob").header("ratelimit-policy"), R"("member";q=5;w=60)");
  // Of two the one with more requests in a second.
  EXPECT_EQ(ask("partner-cat").header("ratelimit-policy"), R"("partner";q=600;w=3600)");
  EXPECT_FALSE(ask("").has_header("ratelimit"));
  serve(std::nullopt, std::nullopt);
  EXPECT_TRUE(limiter->counts());
  EXPECT_FALSE(ask("user-ann").has_header("ratelimit"));
  EXPECT_EQ(ask("member-bob").header("ratelimit"), R"("member";r=4;t=12)");
}

TEST_F(RateLimiterTest, AFloodOfAddressesResetsNobodysTokens) {
  serve(std::nullopt, RequestLimit{3, 60});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status("", "192.0.2.1"), 200);
  for (int i = 0; i < 30'000; ++i)
    (void)status(
        "", "198." + std::to_string(i % 100) + '.' + std::to_string(i / 100 % 200) + '.' + std::to_string(i / 20'000));
  EXPECT_EQ(status("", "192.0.2.1"), 429);
}

TEST_F(RateLimiterTest, BehindAProxyTheClientsAddressCounts) {
  serve(std::nullopt, RequestLimit{2, 60});
  const auto through = [&](std::vector<std::pair<std::string, std::string>> lines, std::string_view peer = "10.0.0.1") {
    return ask("", peer, http::Method::get, "/posts", std::move(lines)).status;
  };
  EXPECT_EQ(through({{"x-forwarded-for", "192.0.2.7"}}), 200);
  // What a client invents in front, in one line or in several, does not make it another one.
  EXPECT_EQ(through({{"x-forwarded-for", "1.2.3.4, 192.0.2.7"}}), 200);
  EXPECT_EQ(through({{"x-forwarded-for", "5.6.7.8"}, {"x-forwarded-for", "192.0.2.7"}}), 429);
  EXPECT_EQ(through({{"x-forwarded-for", "192.0.2.8"}}), 200);
  // From elsewhere the header says nothing.
  EXPECT_EQ(through({{"x-forwarded-for", "192.0.2.1"}}, "203.0.113.5"), 200);
  EXPECT_EQ(through({{"x-forwarded-for", "192.0.2.2"}}, "203.0.113.5"), 200);
  EXPECT_EQ(through({{"x-forwarded-for", "192.0.2.3"}}, "203.0.113.5"), 429);
}

}  // namespace
}  // namespace tenon::api::front
