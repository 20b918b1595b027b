#include "http/error_response.hpp"

#include "base/json.hpp"

#include <gtest/gtest.h>

namespace tenon::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

constexpr ErrorContext context{"id-1", "/api/v1/users", {}};

Json body_of(const Response& response) {
  auto json = base::parse_json(response.body);
  EXPECT_TRUE(json) << response.body;
  return json ? *json : Json();
}

std::string text_at(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* place = &json;
  for (const auto name : path)
    if (place) place = place->find(name);
  return place && place->string() ? *place->string() : "(none)";
}

TEST(ErrorResponse, RendersTheEnvelope) {
  const auto error = base::validation_error("email", "format", "must be an e-mail address");
  const auto response = error_response(error, context);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.header("content-type"), "application/json");
  const Json json = body_of(response);
  EXPECT_EQ(text_at(json, {"error", "code"}), "VALIDATION_ERROR");
  EXPECT_EQ(text_at(json, {"error", "message"}), "Request validation failed");
  EXPECT_EQ(text_at(json.find("error")->find("details")->array()->at(0), {"field"}), "email");
  EXPECT_EQ(text_at(json, {"meta", "requestId"}), "id-1");
  EXPECT_EQ(text_at(json, {"meta", "path"}), "/api/v1/users");
  EXPECT_EQ(text_at(json, {"meta", "timestamp"}).size(), 20U);
}

TEST(ErrorResponse, RendersAProblemWhenAcceptNamesIt) {
  ErrorContext problem = context;
  for (const std::string_view accept : {"application/problem+json", "application/json, application/problem+json"}) {
    problem.accept = accept;
    const auto response = error_response(Error(ErrorCode::not_found, "No such post"), problem);
    EXPECT_EQ(response.header("content-type"), "application/problem+json");
    const Json json = body_of(response);
    EXPECT_EQ(text_at(json, {"type"}), "about:blank");
    EXPECT_EQ(text_at(json, {"title"}), "Not Found");
    EXPECT_EQ(json.find("status")->number()->text, "404");
    EXPECT_EQ(text_at(json, {"detail"}), "No such post");
    EXPECT_EQ(text_at(json, {"instance"}), "/api/v1/users");
    EXPECT_EQ(text_at(json, {"code"}), "NOT_FOUND");
  }
  for (const std::string_view accept : {"*/*", "application/*", "application/problem+json;q=0", "text/html"}) {
    problem.accept = accept;
    EXPECT_EQ(error_response(Error(ErrorCode::not_found), problem).header("content-type"), "application/json")
        << accept;
  }
}

TEST(ErrorResponse, AddsTheHeadersOfItsStatus) {
  EXPECT_EQ(error_response(Error(ErrorCode::unauthenticated), context).header("www-authenticate"), "Bearer");
  Error busy(ErrorCode::too_many_requests);
  busy.retry_after_seconds = 7;
  EXPECT_EQ(error_response(busy, context).header("retry-after"), "7");
  Error method(ErrorCode::method_not_allowed);
  method.allow = {"GET", "HEAD"};
  EXPECT_EQ(error_response(method, context).header("allow"), "GET, HEAD");
  EXPECT_FALSE(error_response(Error(ErrorCode::forbidden), context).has_header("www-authenticate"));
}

TEST(ErrorResponse, LogsACauseAndDoesNotRenderIt) {
  ::testing::internal::CaptureStderr();
  const auto response = error_response(base::internal_error("disk on fire"), context);
  const std::string logged = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("disk"), std::string::npos);
  EXPECT_NE(logged.find("disk on fire"), std::string::npos);
  EXPECT_NE(logged.find("id-1"), std::string::npos);
}

TEST(ErrorResponse, StaysJsonWhateverTheRequestHeld) {
  const ErrorContext odd{"id", "/a\"b\\\xFF", {}};
  EXPECT_EQ(text_at(body_of(error_response(Error(ErrorCode::not_found), odd)), {"meta", "path"}),
            "/a\"b\\\xEF\xBF\xBD");
}

TEST(ErrorResponse, TellsFiguresInBothForms) {
  Error error(ErrorCode::too_expensive);
  error.figures = {{"cost", 5120}, {"maxCost", 1000}};
  const Json json = body_of(error_response(error, context));
  EXPECT_EQ(text_at(json, {"error", "code"}), "TOO_EXPENSIVE");
  EXPECT_EQ(json.find("error")->find("cost")->number()->text, "5120");
  EXPECT_EQ(json.find("error")->find("maxCost")->number()->text, "1000");
  ErrorContext problem = context;
  problem.accept = "application/problem+json";
  EXPECT_EQ(body_of(error_response(error, problem)).find("cost")->number()->text, "5120");
}

TEST(ErrorResponse, NamesTheExhaustedLimit) {
  Error error(ErrorCode::too_many_requests);
  error.retry_after_seconds = 7;
  error.limit = base::ExhaustedLimit{"Comment.create", 5, 60};
  const auto response = error_response(error, context);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.header("retry-after"), "7");
  EXPECT_EQ(response.header("ratelimit-policy"), R"("Comment.create";q=5;w=60)");
  EXPECT_EQ(response.header("ratelimit"), R"("Comment.create";r=0;t=7)");
}

}  // namespace
}  // namespace tenon::http
