#include "api/rest/parse/batch_body.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

/// The operations as "METHOD path?query", or "field:code" of each fault.
std::string read(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return "no JSON";
  const auto operations = parse_batch(*json, "/api/v1");
  std::string said;
  if (!operations) {
    for (const auto& detail : operations.error().details)
      said += (said.empty() ? "" : " ") + detail.field + ":" + detail.code;
    return said;
  }
  for (const auto& operation : *operations) {
    said += said.empty() ? "" : ", ";
    said += std::string(http::to_text(operation.method)) + " " + std::string(operation.path);
    if (!operation.query.empty()) said += "?" + std::string(operation.query);
    if (operation.body) said += " " + base::to_text(*operation.body);
    if (operation.if_match) said += " if " + std::string(*operation.if_match);
    if (!operation.name.empty()) said += " as " + std::string(operation.name);
  }
  return said;
}

TEST(BatchBody, OperationsAreReadInOrder) {
  EXPECT_EQ(read(R"({"operations":[
    {"method":"POST","path":"/api/v1/posts?fields=id","body":{"title":"a"},"id":"p-1"},
    {"method":"PATCH","path":"/api/v1/posts/{p-1}","body":{},"ifMatch":"\"1\""},
    {"method":"DELETE","path":"/api/v1/posts/2"}]})"),
            R"(POST /posts?fields=id {"title":"a"} as p-1, PATCH /posts/{p-1} {} if "1", DELETE /posts/2)");
}

TEST(BatchBody, EveryFaultIsToldWithItsPlace) {
  EXPECT_EQ(read(R"([])"), ":type");
  EXPECT_EQ(read(R"({})"), "operations:required");
  EXPECT_EQ(read(R"({"operations":{}})"), "operations:type");
  EXPECT_EQ(read(R"({"operations":[]})"), "operations:required");
  EXPECT_EQ(read(R"({"operation":[],"operations":[1]})"), "operation:unknown operations.0:type");
  EXPECT_EQ(read(R"({"operations":[{"method":"GET","path":"/api/v1/posts"},{"path":"/api/v1"},{"method":"post"}]})"),
            "operations.0.method:enum operations.1.method:required operations.1.path:format operations.2.method:enum "
            "operations.2.path:required");
  EXPECT_EQ(
      read(R"({"operations":[{"method":"POST","path":"/api/v1evil/posts"},{"method":"POST","path":7,"ifMatch":1}]})"),
      "operations.0.path:format operations.1.path:type operations.1.ifMatch:type");
  EXPECT_EQ(read(R"({"operations":[{"method":"POST","path":"/api/v1/posts","bdy":{}}]})"), "operations.0.bdy:unknown");
}

TEST(BatchBody, NamesAreNamesAndCountOnce) {
  const auto named = [](std::string_view name) {
    return read(R"({"operations":[{"method":"POST","path":"/api/v1/a","id":")" + std::string(name) +
                R"("},{"method":"POST","path":"/api/v1/a","id":"x"}]})");
  };
  EXPECT_EQ(named("y"), "POST /a as y, POST /a as x");
  EXPECT_EQ(named("x"), "operations.1.id:unique");
  EXPECT_EQ(named(""), "operations.0.id:format");
  EXPECT_EQ(named("a b"), "operations.0.id:format");
  EXPECT_EQ(named(std::string(65, 'a')), "operations.0.id:format");
}

TEST(BatchBody, OperationsAreCounted) {
  std::string list;
  for (std::size_t i = 0; i <= max_batch_operations; ++i)
    list += std::string(i > 0 ? "," : "") + R"({"method":"DELETE","path":"/api/v1/a/1"})";
  EXPECT_EQ(read(R"({"operations":[)" + list + "]}"), "operations:limit");
}

}  // namespace
}  // namespace tenon::api::rest
