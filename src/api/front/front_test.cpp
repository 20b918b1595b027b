#include "api/front/front.hpp"

#include "api/front/health.hpp"
#include "base/task_blocking.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::api::front {
namespace {

base::Task<http::Response> answer_hello() {
  http::Response response(200);
  response.body = "hello";
  co_return response;
}

base::Task<http::Response> fail() {
  throw std::runtime_error("secret detail of the fault");
  co_return http::Response(200);
}

base::Task<bool> give(bool works) {
  co_return works;
}

struct House {
  bool database_works = true;
  bool draining = false;
  http::Handler handler = [this] {
    http::Router router;
    router.add(http::Method::get, "/hello", [](http::Request&) { return answer_hello(); });
    router.add(http::Method::get, "/fail", [](http::Request&) { return fail(); });
    Health health;
    health.database_works = [this] { return give(database_works); };
    health.draining = [this] { return draining; };
    add_health_routes(router, std::move(health));
    Options options;
    options.cors.origins = {"https://app.example.com"};
    options.access_log = AccessLog::off;
    return make_handler(std::move(options), std::move(router));
  }();

  http::Response ask(http::Method method, std::string_view target,
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Request request;
    request.method = method;
    request.set_target(target);
    request.request_id = "r-1";
    request.headers = std::move(headers);
    return base::run_blocking(handler(request));
  }
};

bool has_security_headers(const http::Response& response) {
  return response.has_header("x-content-type-options") ||
         response.common_headers.find("X-Content-Type-Options") != std::string_view::npos;
}

TEST(Front, AnswersEverythingWithSecurityHeaders) {
  House house;
  EXPECT_EQ(house.ask(http::Method::get, "/hello").body, "hello");
  EXPECT_TRUE(has_security_headers(house.ask(http::Method::get, "/hello")));
  EXPECT_TRUE(has_security_headers(house.ask(http::Method::get, "/nothing")));
  EXPECT_TRUE(has_security_headers(
      house.ask(http::Method::options, "/hello",
                {{"origin", "https://app.example.com"}, {"access-control-request-method", "GET"}})));
}

TEST(Front, KnowsPathsAndMethods) {
  House house;
  EXPECT_EQ(house.ask(http::Method::get, "/nothing").status, 404);
  const auto wrong = house.ask(http::Method::post, "/hello");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_NE(wrong.header("allow").find("GET"), std::string_view::npos);
  const auto options = house.ask(http::Method::options, "/hello");
  EXPECT_EQ(options.status, 204);
  EXPECT_NE(options.header("allow").find("HEAD"), std::string_view::npos);
  EXPECT_EQ(house.ask(http::Method::get, "/%zz").status, 400);
}

TEST(Front, WhatAHandlerThrowsStaysInside) {
  House house;
  const auto response = house.ask(http::Method::get, "/fail");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_NE(response.body.find("r-1"), std::string::npos);
}

TEST(Front, PagesOfAKnownOriginMayReadErrorsToo) {
  House house;
  const std::vector<std::pair<std::string, std::string>> known{{"origin", "https://app.example.com"}};
  EXPECT_EQ(house.ask(http::Method::get, "/nothing", known).header("access-control-allow-origin"),
            "https://app.example.com");
  EXPECT_EQ(house.ask(http::Method::get, "/hello", {{"origin", "https://evil.example.com"}})
                .header("access-control-allow-origin"),
            "");
}

TEST(Front, IsReadyWhileTheDatabaseIsAndNotOnTheWayOut) {
  House house;
  EXPECT_EQ(house.ask(http::Method::get, "/livez").status, 200);
  EXPECT_EQ(house.ask(http::Method::get, "/readyz").status, 200);
  house.database_works = false;
  EXPECT_EQ(house.ask(http::Method::get, "/livez").status, 200);
  EXPECT_EQ(house.ask(http::Method::get, "/readyz").status, 503);
  house.database_works = true;
  house.draining = true;
  EXPECT_EQ(house.ask(http::Method::get, "/readyz").status, 503);
}

}  // namespace
}  // namespace tenon::api::front
