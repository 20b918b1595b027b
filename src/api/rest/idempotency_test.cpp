#include "api/rest/idempotency.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

http::Request request(std::string_view key, std::string_view body = "{}", std::string_view target = "/api/v1/posts") {
  http::Request made;
  made.method = http::Method::post;
  made.set_target(target);
  made.body = body;
  made.headers.emplace_back("idempotency-key", key);
  return made;
}

access::Principal somebody() {
  access::Principal principal;
  principal.id = std::string("ann");
  return principal;
}

std::string key_of(std::string_view text) {
  const auto attempt = read_attempt(request(text), somebody());
  if (!attempt) return attempt.error().details.front().code;
  return *attempt ? (*attempt)->key : "none";
}

TEST(Idempotency, KeysAreTextWithOrWithoutQuotes) {
  EXPECT_EQ(key_of("8e03978e-40d5"), "8e03978e-40d5");
  EXPECT_EQ(key_of(R"("8e03978e-40d5")"), "8e03978e-40d5");
  EXPECT_EQ(key_of(R"("a \"b\" \\ c")"), R"(a "b" \ c)");
  EXPECT_EQ(key_of(std::string(255, 'k')), std::string(255, 'k'));
  for (const std::string_view wrong :
       {"", "\"", "\"\"", "\"a", R"("a"b")", R"("a\")", R"("a\n")", "caf\xc3\xa9", "a\tb"})
    EXPECT_EQ(key_of(wrong), "format") << wrong;
  EXPECT_EQ(key_of(std::string(256, 'k')), "format");
}

TEST(Idempotency, ARequestIsAllOfItsParts) {
  const auto fingerprint = [](const http::Request& of) { return (*read_attempt(of, somebody()))->fingerprint; };
  const auto first = fingerprint(request("k"));
  EXPECT_EQ(fingerprint(request("k")), first);
  EXPECT_NE(fingerprint(request("k", "{ }")), first);
  EXPECT_NE(fingerprint(request("k", "{}", "/api/v1/posts?fields=id")), first);
  auto patch = request("k");
  patch.method = http::Method::patch;
  EXPECT_NE(fingerprint(patch), first);
  // The end of the path is not the beginning of the body.
  EXPECT_NE(fingerprint(request("k", "s", "/post")), fingerprint(request("k", "", "/posts")));
}

TEST(Idempotency, NobodyAndTwoKeysAreRefused) {
  EXPECT_EQ(read_attempt(request("k"), access::Principal()).error().details.front().code, "unauthenticated");
  auto twice = request("k");
  twice.headers.emplace_back("idempotency-key", "k");
  EXPECT_EQ(read_attempt(twice, somebody()).error().code, base::ErrorCode::bad_request);
  auto without = request("k");
  without.headers.clear();
  EXPECT_FALSE(*read_attempt(without, access::Principal()));
  EXPECT_TRUE(refuse_attempt(without, "of no reason"));
  EXPECT_FALSE(refuse_attempt(twice, "of no reason"));
}

TEST(Idempotency, AnAnswerIsKeptByteForByte) {
  http::Response response(201);
  response.headers.emplace_back("Location", "/api/v1/posts/1");
  response.headers.emplace_back("ETag", "\"a\\b\"");
  response.body = "{\"data\":\"line\nline\",\"\xff\":1}";
  const auto again = from_kept_form(kept_form(response));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->headers, response.headers);
  EXPECT_EQ(again->body, response.body);
  for (const std::string_view wrong : {"", "{}", "{}\n", "{\"status\":\"1\",\"headers\":[]}\n", "x\ny",
                                       "{\"status\":200,\"headers\":[[\"a\"]]}\n", "{\"status\":1e2,\"headers\":[]}\n"})
    EXPECT_FALSE(from_kept_form(wrong)) << wrong;
}

}  // namespace
}  // namespace tenon::api::rest
