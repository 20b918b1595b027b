#include "api/rest/representation_tag.hpp"

#include "api/rest/testing/blog_model.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

http::Request request_with(std::string name, std::string value) {
  http::Request request;
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

TEST(RepresentationTag, IsTheVersionWhereNothingElseCounts) {
  const auto model = testing::blog_model();
  query::Selection selection;
  selection.fields = {model->find_path("users")->find_field("email")};
  EXPECT_EQ(representation_tag("v1", selection, "{}"), "v1");
}

TEST(RepresentationTag, TellsApartWhatDifferentCallersSee) {
  const auto model = testing::blog_model();
  schema::Field secret;
  secret.rules.emplace_back().operations.add(schema::Operation::read);
  query::Selection selection;
  selection.fields = {&secret};
  const std::string masked = representation_tag("v1", selection, R"({"email":null})");
  const std::string seen = representation_tag("v1", selection, R"({"email":"a@b.c"})");
  EXPECT_NE(masked, seen);
  EXPECT_TRUE(masked.starts_with("v1:"));
  EXPECT_EQ(wanted_versions(request_with("if-match", '"' + seen + '"')).value(), std::vector<std::string>{"v1"});
}

TEST(RepresentationTag, IfNoneMatchComparesWeakly) {
  EXPECT_FALSE(client_has(http::Request(), "v1").value());
  EXPECT_TRUE(client_has(request_with("if-none-match", "\"v0\", W/\"v1\""), "v1").value());
  EXPECT_FALSE(client_has(request_with("if-none-match", "\"v1:x\""), "v1").value());
  EXPECT_EQ(client_has(request_with("if-none-match", "v1"), "v1").error().code, base::ErrorCode::bad_request);
}

TEST(RepresentationTag, IfMatchComparesStrongly) {
  using Versions = std::vector<std::string>;
  EXPECT_EQ(wanted_versions(http::Request()).value(), Versions{});
  EXPECT_EQ(wanted_versions(request_with("if-match", "*")).value(), Versions{"*"});
  EXPECT_EQ(wanted_versions(request_with("if-match", "\"a\",\"b\"")).value(), (Versions{"a", "b"}));
  EXPECT_EQ(wanted_versions(request_with("if-match", "W/\"a\"")).value(), Versions{"W/a"});
  EXPECT_EQ(wanted_versions(request_with("if-match", "a")).error().code, base::ErrorCode::bad_request);
  EXPECT_EQ(wanted_versions(request_with("if-match", "")).error().code, base::ErrorCode::bad_request);
}

TEST(RepresentationTag, AStarInQuotesIsNoStar) {
  EXPECT_NE(wanted_versions(request_with("if-match", "\"*\"")).value(), std::vector<std::string>{"*"});
}

}  // namespace
}  // namespace tenon::api::rest
