#include "api/rest/routes.hpp"
#include "base/json.hpp"
#include "base/task_blocking.hpp"
#include "query/testing/rerunning_database.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

constexpr std::string_view author = "0190a6b0-0000-7000-8000-000000000001";

/// Requests to a house whose transactions all run twice: an answer must not have what the first run gave.
struct RerunTest : ::testing::Test {
  query::testing::EngineHouse house;
  query::testing::RerunningDatabase database{*house.database};
  query::Engine engine{house.model, database, options()};
  http::Router router;

  static query::EngineOptions options() {
    query::EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    return options;
  }

  RerunTest() {
    house.put("User", {{"id", std::string(author)}, {"email", std::string("m@x.org")}, {"name", std::string("mod")}});
    Context context;
    context.engine = &engine;
    context.identify = [this](http::Request&) -> base::Task<base::Result<access::Principal>> {
      co_return house.as(author, "moderator");
    };
    add_routes(router, std::move(context));
  }

  http::Response send(std::string_view path, std::string body, std::string_view key = {}) {
    http::Request request;
    request.method = http::Method::post;
    request.set_target(path);
    request.body = std::move(body);
    request.headers.emplace_back("content-type", "application/json");
    if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    const auto match = router.match(request);
    return base::run_blocking((*match.handler)(request));
  }
  static std::string data(const http::Response& response) {
    const auto json = base::parse_json(response.body);
    const auto* found = json ? json->find("data") : nullptr;
    return found ? base::to_text(*found) : response.body;
  }
  std::size_t count(std::string_view type) { return house.stored(std::string(type) + ".id").size(); }
};

constexpr const char* operations = R"({"operations":[
  {"method":"POST","path":"/api/v1/tags?fields=name","body":{"name":"new"},"id":"tag"},
  {"method":"POST","path":"/api/v1/posts?fields=title","body":{"title":"A","tags":[{"$ref":"tag"}]},"id":"post"},
  {"method":"POST","path":"/api/v1/posts/{post}/comments?fields=body","body":{"body":"x"}},
  {"method":"PATCH","path":"/api/v1/posts/{post}?fields=title","body":{"title":"B"}},
  {"method":"DELETE","path":"/api/v1/posts/{post}/tags/{tag}"}]})";

TEST_F(RerunTest, ABatchAnswersWithItsLastRun) {
  const auto response = send("/api/v1/batch", operations);
  ASSERT_EQ(response.status, 200) << response.body;
  const auto json = base::parse_json(response.body);
  const auto& results = *json->find("data")->array();
  ASSERT_EQ(results.size(), 5U);
  EXPECT_EQ(base::to_text(*results[1].find("data")), R"({"title":"A"})");
  EXPECT_EQ(base::to_text(*results[3].find("data")), R"({"title":"B"})");
  EXPECT_EQ(base::to_text(results[4]), R"({"status":204})");
  EXPECT_EQ(database.runs, 2);
  EXPECT_EQ(count("Post"), 1U);
  EXPECT_EQ(count("Tag"), 1U);
  EXPECT_EQ(count("Comment"), 1U);
  EXPECT_TRUE(house.stored("Post.tags").empty());
}

TEST_F(RerunTest, SoDoesOneWithAKeyAndItIsKeptOnce) {
  const auto first = send("/api/v1/batch", operations, "k");
  const auto again = send("/api/v1/batch", operations, "k");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(count("Post"), 1U);
}

TEST_F(RerunTest, SoDoRowsInRows) {
  const std::string body =
      R"([{"title":"A","comments":[{"body":"x"},{"body":"y"}],"tags":[{"name":"n"}]},{"title":"B"}])";
  EXPECT_EQ(data(send("/api/v1/posts?fields=title", body)), R"([{"title":"A"},{"title":"B"}])");
  EXPECT_EQ(count("Post"), 2U);
  EXPECT_EQ(count("Comment"), 2U);
  EXPECT_EQ(count("Tag"), 1U);
}

TEST_F(RerunTest, SoDoesACreateWithAKey) {
  const auto first = send("/api/v1/posts?fields=title", R"({"title":"A"})", "k");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(data(first), R"({"title":"A"})");
  EXPECT_EQ(send("/api/v1/posts?fields=title", R"({"title":"A"})", "k").body, first.body);
  EXPECT_EQ(count("Post"), 1U);
}

TEST_F(RerunTest, WhatFailsFailsOnce) {
  const auto response = send("/api/v1/batch", R"({"operations":[
    {"method":"POST","path":"/api/v1/tags","body":{"name":"new"}},
    {"method":"POST","path":"/api/v1/tags","body":{"name":"new"}}]})");
  EXPECT_EQ(response.status, 409);
  EXPECT_NE(response.body.find(R"("field":"operations.1.body.name")"), std::string::npos) << response.body;
  EXPECT_EQ(count("Tag"), 0U);
}

}  // namespace
}  // namespace tenon::api::rest
