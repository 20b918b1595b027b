#include "api/graphql/http/routes.hpp"

#include "base/task_blocking.hpp"
#include "http/dispatch.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

/// The specification of GraphQL over HTTP, status by status.
namespace tenon::api::graphql {
namespace {

constexpr std::string_view response_json = "application/graphql-response+json";
constexpr std::string_view ann = "00000000-0000-7000-8000-000000000001";
constexpr std::string_view plain_json = "application/json";

struct Sent {
  http::Method method = http::Method::post;
  std::string target = "/graphql";
  std::string body = {};
  std::string content_type = "application/json";
  std::string accept = {};
  std::string authorization = "Bearer ann";
};

struct GraphqlRoutesTest : ::testing::Test {
  query::testing::EngineHouse house;

  void SetUp() override {
    house.put("Tag", {{"id", query::testing::number(1)}, {"name", query::testing::text("go")}});
    house.put("User", {{"id", query::testing::text(ann)},
                       {"email", query::testing::text("a@example.org")},
                       {"name", query::testing::text("Ann")}});
  }

  EndpointContext context() {
    EndpointContext context;
    context.executor = std::make_shared<Executor>(*house.engine, house.model);
    context.identify = [this](http::Request& request) { return identify(request); };
    return context;
  }
  base::Task<base::Result<access::Principal>> identify(http::Request& request) {
    if (!request.has_header("authorization")) co_return house.anonymous();
    if (request.header("authorization") == "Bearer ann") co_return house.as(ann);
    co_return std::unexpected(base::Error(base::ErrorCode::unauthenticated));
  }

  http::Response send(const Sent& sent) {
    if (!router_) use(context());
    http::Request request;
    request.method = sent.method;
    request.set_target(sent.target);
    request.body = sent.body;
    if (!sent.content_type.empty()) request.headers.emplace_back("content-type", sent.content_type);
    if (!sent.accept.empty()) request.headers.emplace_back("accept", sent.accept);
    if (!sent.authorization.empty()) request.headers.emplace_back("authorization", sent.authorization);
    return base::run_blocking(http::dispatch(*router_, request));
  }
  http::Response post(std::string body, std::string_view accept = {}) {
    Sent sent;
    sent.body = std::move(body);
    sent.accept = accept;
    return send(sent);
  }
  http::Response get(const std::string& query, std::string_view accept = {}) {
    Sent sent;
    sent.method = http::Method::get;
    sent.target += '?' + query;
    sent.accept = accept;
    return send(sent);
  }
  void use(EndpointContext context) {
    router_ = std::make_unique<http::Router>();
    add_routes(*router_, std::move(context));
  }

 private:
  std::unique_ptr<http::Router> router_;
};

constexpr const char* names = R"({"query": "{ tags { nodes { name } } }"})";
constexpr const char* named = R"({"data":{"tags":{"nodes":[{"name":"go"}]}}})";

TEST_F(GraphqlRoutesTest, AnswersInTheMediaTypeThatIsAccepted) {
  const auto plain = post(names);
  EXPECT_EQ(plain.status, 200);
  EXPECT_EQ(plain.body, named);
  EXPECT_EQ(plain.header("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(post(names, "*/*").header("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(post(names, response_json).header("content-type"), "application/graphql-response+json; charset=utf-8");
  EXPECT_EQ(post(names, "application/graphql-response+json, application/json").header("content-type"),
            "application/graphql-response+json; charset=utf-8");
  EXPECT_EQ(post(names, "application/graphql-response+json;q=0.5, application/json").header("content-type"),
            "application/json; charset=utf-8");
  EXPECT_EQ(post(names, "text/html").status, 406);
}

TEST_F(GraphqlRoutesTest, StatusesFollowTheMediaType) {
  const std::vector<std::string> refused{
      R"({"query": "{"})", R"({"query": "{ nothing }"})",
      R"({"query": "query ($x: Int!) { __typename tags(first: $x) { totalCount } }", "variables": {"x": null}})"};
  for (const auto& body : refused) {
    EXPECT_EQ(post(body, response_json).status, 400) << body;
    EXPECT_EQ(post(body, plain_json).status, 200) << body;
    EXPECT_EQ(post(body).body.find("\"data\""), std::string::npos) << body;
  }
  // Errors of execution are no fault of the request.
  EXPECT_EQ(post(R"({"query": "{ tags(after: \"x\") { totalCount } }"})", response_json).status, 200);
}

TEST_F(GraphqlRoutesTest, WhatIsNoRequestIs400) {
  for (const char* body :
       {"", "{ \"not a JSON", "3", "[]", "{}", R"({"query": 3})", R"({"query": null})",
        R"({"query": ["{ __typename }"]})", R"({"query": "{ __typename }", "variables": []})",
        R"({"query": "{ __typename }", "variables": "x"})", R"({"query": "{ __typename }", "operationName": {}})",
        R"({"query": "{ __typename }", "extensions": 0})", R"([{"query": "{ __typename }"}])"})
    EXPECT_EQ(post(body).status, 400) << body;
  EXPECT_EQ(
      post(R"({"query": "{ __typename }", "variables": null, "operationName": null, "extensions": null, "more": 1})")
          .status,
      200);
  EXPECT_EQ(post(R"({"query": "query A { __typename } query B { a: __typename }", "operationName": "B"})").body,
            R"({"data":{"a":"Query"}})");
}

TEST_F(GraphqlRoutesTest, OnlyJsonIsTaken) {
  Sent sent;
  sent.body = names;
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                           "application/json; charset=utf-16", "application/graphql", "application/vnd.api+json"}) {
    sent.content_type = type;
    EXPECT_EQ(send(sent).status, 415) << type;
  }
  sent.content_type = "application/json; charset=utf-8";
  EXPECT_EQ(send(sent).status, 200);
}

TEST_F(GraphqlRoutesTest, GetTakesQueriesAlone) {
  EXPECT_EQ(get("query=%7Btags%7Bnodes%7Bname%7D%7D%7D").body, named);
  EXPECT_EQ(get("query=query(%24n:Int)%7Btags(first:%24n)%7Bnodes%7Bname%7D%7D%7D&variables=%7B%22n%22:1%7D").body,
            named);
  const auto mutation = get("query=mutation%7B__typename%7D");
  EXPECT_EQ(mutation.status, 405);
  EXPECT_EQ(mutation.header("allow"), "POST");
  EXPECT_EQ(get("variables=%7B%7D").status, 400);
  EXPECT_EQ(get("query=%7B__typename%7D&variables=%5B%5D").status, 400);
  EXPECT_EQ(get("query=%7B__typename%7D&query=%7B__typename%7D").status, 400);
  Sent put;
  put.method = http::Method::put;
  EXPECT_EQ(send(put).status, 405);
}

TEST_F(GraphqlRoutesTest, BadCredentialsAre401) {
  Sent sent;
  sent.body = names;
  sent.authorization = "Bearer nobody";
  const auto refused = send(sent);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("www-authenticate"), "Bearer");
  sent.authorization = {};
  EXPECT_EQ(send(sent).body, named);
}

TEST_F(GraphqlRoutesTest, BatchesAreTakenWhereAllowed) {
  auto batching = context();
  batching.max_batch = 2;
  use(std::move(batching));
  EXPECT_EQ(post(R"([{"query": "{ __typename }"}, {"query": "{"}])").body.substr(0, 40),
            R"([{"data":{"__typename":"Query"}},{"error)");
  EXPECT_EQ(post(R"([{"query": "{ __typename }"}, {"query": "{ __typename }"}, {"query": "{ __typename }"}])").status,
            400);
}

TEST_F(GraphqlRoutesTest, DocumentsAreRememberedByTheirHash) {
  const std::string document = "{ tags { nodes { name } } }";
  const auto hash = document_hash(document);
  const auto extension = R"("extensions": {"persistedQuery": {"version": 1, "sha256Hash": ")" + hash + "\"}}";
  const auto unknown = post("{" + extension + "}");
  EXPECT_NE(
      unknown.body.find(R"("message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"})"),
      std::string::npos);
  EXPECT_EQ(post(R"({"query": "{ __typename }", )" + extension + "}").body.find("data"), std::string::npos);
  EXPECT_EQ(post(R"({"query": ")" + document + "\", " + extension + "}").body, named);
  EXPECT_EQ(post("{" + extension + "}").body, named);
  EXPECT_EQ(get("extensions=%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22" + hash + "%22%7D%7D").body,
            named);
  EXPECT_EQ(post(R"({"extensions": {"persistedQuery": {"version": 2, "sha256Hash": ")" + hash + "\"}}}").status, 400);
  EXPECT_EQ(post(R"({"documentId": "abc"})").status, 400);
}

TEST_F(GraphqlRoutesTest, OnlyTrustedDocumentsAreTakenWhereThereAreSome) {
  const auto folder = std::filesystem::temp_directory_path() / ("tenon_documents_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string document = "{ tags { nodes { name } } }";
  std::ofstream(folder / "tags.graphql") << document << '\n';
  auto trusting = context();
  trusting.trusted = std::make_shared<const TrustedDocuments>(folder.string());
  std::filesystem::remove_all(folder);
  use(std::move(trusting));
  EXPECT_EQ(post(R"({"query": ")" + document + "\"}").body, named);
  EXPECT_EQ(post(R"({"documentId": "sha256:)" + document_hash(document) + "\"}").body, named);
  EXPECT_NE(post(R"({"query": "{ __typename }"})").body.find("DOCUMENT_NOT_TRUSTED"), std::string::npos);
  EXPECT_NE(post(R"({"query": "{ tags { nodes { id } } }", "documentId": ")" + document_hash(document) + "\"}")
                .body.find("DOCUMENT_NOT_TRUSTED"),
            std::string::npos);
}

TEST_F(GraphqlRoutesTest, ATransactionIsAskedForInTheExtensions) {
  const auto body = [](const char* transaction) {
    return std::string(
               R"({"query": "mutation { a: updateUser(id: \"00000000-0000-7000-8000-000000000001\", input: {name: \"X\"}) { user { name } } b: updateUser(id: \"nobody\", input: {}) { errors { code } } }", "extensions": {"transaction": )") +
           transaction + "}}";
  };
  const auto undone = post(body("true")).body;
  EXPECT_NE(undone.find("Undone"), std::string::npos) << undone;
  EXPECT_EQ(post(R"({"query": "{ me { name } }"})").body, R"({"data":{"me":{"name":"Ann"}}})");
  EXPECT_EQ(post(body("false")).body, R"({"data":{"a":{"user":{"name":"X"}},"b":{"errors":[{"code":"not_found"}]}}})");
  EXPECT_EQ(post(body("1")).status, 400);
}

}  // namespace
}  // namespace tenon::api::graphql
