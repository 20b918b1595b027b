#include "http/cors.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::http {
namespace {

CorsOptions options(std::vector<std::string> origins, bool credentials = false) {
  CorsOptions made;
  made.origins = std::move(origins);
  made.credentials = credentials;
  return made;
}

Request from(std::string origin) {
  Request request;
  request.headers.emplace_back("origin", std::move(origin));
  return request;
}

Response applied(const Cors& cors, const Request& request) {
  Response response;
  cors.apply(request, response);
  return response;
}

TEST(Cors, AllowsListedOriginsOnly) {
  const Cors cors(options({"https://app.example.com", "http://localhost:3000"}));
  const auto response = applied(cors, from("http://localhost:3000"));
  EXPECT_EQ(response.header("access-control-allow-origin"), "http://localhost:3000");
  EXPECT_EQ(response.header("vary"), "Origin");
  EXPECT_FALSE(response.has_header("access-control-allow-credentials"));
  for (const std::string name : {"X-Request-Id", "X-Request-Cost", "ETag", "Location", "RateLimit", "Retry-After"})
    EXPECT_NE(response.header("access-control-expose-headers").find(name), std::string_view::npos) << name;
  for (const std::string other :
       {"https://evil.example.com", "https://app.example.com.evil.org", "https://app.example.co",
        "HTTPS://app.example.com", "https://app.example.com:443", "null", "*"}) {
    const auto refused = applied(cors, from(other));
    EXPECT_FALSE(refused.has_header("access-control-allow-origin")) << other;
    EXPECT_EQ(refused.header("vary"), "Origin") << other;
  }
}

TEST(Cors, AllowsCredentialsOnlyWhenTold) {
  const Cors cors(options({"https://a.example"}, true));
  EXPECT_EQ(applied(cors, from("https://a.example")).header("access-control-allow-credentials"), "true");
  EXPECT_FALSE(applied(cors, from("https://b.example")).has_header("access-control-allow-credentials"));
}

TEST(Cors, AnswersPreflights) {
  const Cors cors(options({"https://a.example"}));
  auto request = from("https://a.example");
  EXPECT_FALSE(Cors::is_preflight(request));
  request.method = Method::options;
  request.headers.emplace_back("access-control-request-method", "PATCH");
  EXPECT_TRUE(Cors::is_preflight(request));
  const auto response = cors.preflight(request);
  EXPECT_EQ(response.status, 204);
  EXPECT_NE(response.header("access-control-allow-methods").find("PATCH"), std::string_view::npos);
  EXPECT_NE(response.header("access-control-allow-headers").find("Authorization"), std::string_view::npos);
  EXPECT_EQ(response.header("access-control-max-age"), "600");
  request.headers[0].second = "https://b.example";
  EXPECT_FALSE(cors.preflight(request).has_header("access-control-allow-methods"));
}

TEST(Cors, AnyOriginIsAStarAndNothingElse) {
  const Cors cors(options({"*"}));
  const auto response = applied(cors, from("https://x.example"));
  EXPECT_EQ(response.header("access-control-allow-origin"), "*");
  EXPECT_FALSE(response.has_header("vary"));
  EXPECT_THROW(Cors(options({"*"}, true)), std::invalid_argument);
  EXPECT_THROW(Cors(options({"*", "https://a.example"})), std::invalid_argument);
}

TEST(Cors, RefusesWhatIsNoOrigin) {
  for (const std::string origin :
       {"example.com", "https://", "https://a.example/", "https://*.example", "HTTPS://a.example", ""})
    EXPECT_THROW(Cors(options({origin})), std::invalid_argument) << origin;
}

TEST(Cors, IsOffWithoutOrigins) {
  const auto response = applied(Cors(CorsOptions{}), from("https://a.example"));
  EXPECT_TRUE(response.headers.empty());
}

}  // namespace
}  // namespace tenon::http
