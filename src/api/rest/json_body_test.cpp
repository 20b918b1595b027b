#include "api/rest/json_body.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tenon::api::rest {
namespace {

constexpr std::array<std::string_view, 2> types{"application/merge-patch+json", "application/json"};

int status_of(std::string content_type, std::string body, std::string coding = {}) {
  http::Request request;
  request.body = std::move(body);
  if (!content_type.empty()) request.headers.emplace_back("content-type", std::move(content_type));
  if (!coding.empty()) request.headers.emplace_back("content-encoding", std::move(coding));
  const auto json = read_json_body(request, types);
  return json ? 200 : base::error_info(json.error().code).http_status;
}

TEST(JsonBody, IsReadByItsContentType) {
  EXPECT_EQ(status_of("application/json", "{}"), 200);
  EXPECT_EQ(status_of("Application/JSON; charset=\"UTF-8\"", "{}"), 200);
  EXPECT_EQ(status_of("application/merge-patch+json", "{}"), 200);
  EXPECT_EQ(status_of("", "{}"), 415);
  EXPECT_EQ(status_of("text/plain", "{}"), 415);
  EXPECT_EQ(status_of("application/json; charset=latin1", "{}"), 415);
  EXPECT_EQ(status_of("application/x-www-form-urlencoded", "{}"), 415);
  EXPECT_EQ(status_of("application/json, text/plain", "{}"), 415);
}

TEST(JsonBody, IsNotUnpacked) {
  EXPECT_EQ(status_of("application/json", "{}", "gzip"), 415);
  EXPECT_EQ(status_of("application/json", "{}", "Identity"), 200);
}

TEST(JsonBody, MustBeWholeAndSane) {
  for (const char* body : {"", "{", "{}}", "{\"a\":1,\"a\":2}", "nul", "\xff", "{\"a\":01}", "{'a':1}"})
    EXPECT_EQ(status_of("application/json", body), 400) << body;
  EXPECT_EQ(status_of("application/json", std::string(100'000, '[')), 400);
}

}  // namespace
}  // namespace tenon::api::rest
