#include "api/rest/route.hpp"

#include "base/task_blocking.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

using Answer = base::Task<base::Result<http::Response>>;

Answer answer_well(const Route&, http::Request&, const access::Principal&) {
  co_return http::Response(200);
}

Answer refuse(const Route&, http::Request&, const access::Principal&) {
  co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
}

Answer miss(const Route&, http::Request&, const access::Principal&) {
  co_return std::unexpected(base::Error(base::ErrorCode::not_found));
}

/// "Bearer good" is somebody, nothing is a stranger, the rest is wrong.
base::Task<base::Result<access::Principal>> identify(http::Request& request) {
  access::Principal principal;
  if (request.header("authorization") == "Bearer good")
    principal.id = std::string("1");
  else if (request.has_header("authorization"))
    co_return std::unexpected(base::Error(base::ErrorCode::unauthenticated));
  co_return principal;
}

struct Asked {
  Action action = answer_well;
  bool closed = false;
  std::string authorization = {};
  std::string accept = {};
};

http::Response ask(const Asked& asked) {
  Context context;
  context.identify = identify;
  Route route;
  route.context = &context;
  route.action = asked.action;
  route.closed_to_strangers = asked.closed;
  http::Request request;
  request.set_target("/api/v1/posts");
  if (!asked.authorization.empty()) request.headers.emplace_back("authorization", asked.authorization);
  if (!asked.accept.empty()) request.headers.emplace_back("accept", asked.accept);
  return base::run_blocking(run(route, request));
}

TEST(Route, TellsStrangersToSayWhoTheyAre) {
  EXPECT_EQ(ask({}).status, 200);
  EXPECT_EQ(ask({.closed = true}).status, 401);
  EXPECT_EQ(ask({.action = refuse}).status, 401);
  EXPECT_EQ(ask({.action = refuse}).header("www-authenticate"), "Bearer");
  EXPECT_EQ(ask({.action = miss}).status, 404);
}

TEST(Route, TellsOthersThatTheyMayNot) {
  EXPECT_EQ(ask({.closed = true, .authorization = "Bearer good"}).status, 200);
  EXPECT_EQ(ask({.action = refuse, .authorization = "Bearer good"}).status, 403);
}

TEST(Route, WrongCredentialsAreWrongOnOpenRoutesToo) {
  EXPECT_EQ(ask({.authorization = "Bearer bad"}).status, 401);
}

TEST(Route, AnswersInJsonOrNotAtAll) {
  for (const char* accept : {"*/*", "application/json", "application/*", "text/html, application/json;q=0.1",
                             "application/problem+json", "text/html,*/*;q=0.8"})
    EXPECT_EQ(ask({.accept = accept}).status, 200) << accept;
  for (const char* accept : {"text/html", "image/*", "application/xml", "application/json;q=0"})
    EXPECT_EQ(ask({.accept = accept}).status, 406) << accept;
}

}  // namespace
}  // namespace tenon::api::rest
