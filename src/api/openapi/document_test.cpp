#include "api/openapi/document.hpp"

#include "api/rest/endpoints.hpp"
#include "api/rest/testing/blog_model.hpp"
#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using base::Json;
using ::testing::Contains;
using ::testing::Not;

Json document_of(const schema::Model& model, std::optional<access::CallerClass> caller = std::nullopt) {
  DocumentOptions options;
  options.caller = caller;
  base::JsonLimits limits;
  limits.max_bytes = 16 << 20;
  auto json = base::parse_json(openapi_document(model, options), limits);
  EXPECT_TRUE(json) << json.error().text();
  return json ? *json : Json();
}

/// The value at a path of keys; null where there is none.
const Json& at(const Json& json, std::initializer_list<std::string_view> keys) {
  static const Json none;
  const Json* found = &json;
  for (const auto key : keys) {
    found = found->find(key);
    if (!found) return none;
  }
  return *found;
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  if (const auto* object = json.object())
    for (const auto& [name, value] : *object) names.push_back(name);
  return names;
}

std::vector<std::string> parameters(const Json& operation) {
  std::vector<std::string> names;
  for (const auto& parameter : *at(operation, {"parameters"}).array())
    names.push_back(*at(parameter, {"name"}).string());
  return names;
}

schema::ModelPtr ruled_model() {
  return schema::load_text(R"graphql(
"Who may what."
enum Role @roles { "Whoever has an account." user admin @inherits(role: user) @deprecated(reason: "all are alike") }
type User @resource @account(login: "email", role: "role", registration: CLOSED)
  @allow(ops: [READ], when: "auth.id != null") @allow(ops: [CREATE], when: "auth.is('admin')") {
  email: Email! @unique
  role: Role! @default(value: user) @allow(ops: [CREATE], when: "auth.is('admin')")
  salary: Decimal @allow(ops: [READ], when: "auth.is('admin')", else: OMIT)
  phone: String @allow(ops: [READ], when: "auth.is('admin')", else: MASK)
}
"Words."
type Tag @resource @public(ops: [READ]) @allow(ops: [CREATE, UPDATE, DELETE], when: "auth.is('admin')") {
  name: String! @length(min: 1, max: 40) @pattern(regex: "^[a-z]+$")
  color: String @format(name: "color") @deprecated(reason: "nobody sees it")
  size: Int @range(min: 1, max: 5)
  limit: Int
}
)graphql",
                           schema::Lints::skip)
      .model;
}

constexpr access::CallerClass user{.roles = 1, .anonymous = false};
constexpr access::CallerClass admin{.roles = 3, .anonymous = false};

TEST(OpenApiDocument, HasEveryEndpointThatIsServed) {
  const auto model = rest::testing::blog_model();
  const auto document = document_of(*model);
  for (const auto& endpoint : rest::endpoints(*model)) {
    std::string method(http::to_text(rest::traits(endpoint.kind).method));
    std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    EXPECT_FALSE(at(document, {"paths", "/api/v1" + endpoint.path, method}).is_null()) << method << endpoint.path;
  }
}

TEST(OpenApiDocument, ShowsRowsInRowsOneLevelDeep) {
  const auto document = document_of(*rest::testing::blog_model());
  const auto& create = at(document, {"components", "schemas", "PostCreate", "properties"});
  EXPECT_EQ(base::to_text(at(create, {"comments", "items"})), R"({"$ref":"#/components/schemas/CommentNestedOfPost"})");
  EXPECT_THAT(keys(at(create, {"tags", "items"})), ::testing::ElementsAre("anyOf"));
  EXPECT_THAT(keys(at(create, {"editor"})), Contains("anyOf"));
  const auto& nested = at(document, {"components", "schemas", "UserNested", "properties"});
  EXPECT_THAT(keys(nested), Contains("email"));
  EXPECT_THAT(keys(nested), Not(Contains("posts")));
  EXPECT_THAT(keys(at(document, {"components", "schemas", "PostUpdate", "properties"})), Not(Contains("comments")));
}

TEST(OpenApiDocument, NamesTheKeyOfWritesThatMayComeAgain) {
  const auto document = document_of(*rest::testing::blog_model());
  const auto takes_key = [&](std::string_view path, std::string_view method) {
    const auto parameters = base::to_text(at(document, {"paths", path, method, "parameters"}));
    return parameters.find("Idempotency-Key") != std::string::npos;
  };
  EXPECT_TRUE(takes_key("/api/v1/posts", "post"));
  EXPECT_TRUE(takes_key("/api/v1/posts/{id}", "patch"));
  EXPECT_TRUE(takes_key("/api/v1/batch", "post"));
  EXPECT_FALSE(takes_key("/api/v1/posts/{id}", "put"));
  EXPECT_FALSE(takes_key("/api/v1/posts", "get"));
}

TEST(OpenApiDocument, IsTheSameForTheSameModel) {
  EXPECT_EQ(openapi_document(*rest::testing::blog_model(), {}), openapi_document(*rest::testing::blog_model(), {}));
}

TEST(OpenApiDocument, ShowsCallersWhatTheyCanReach) {
  const auto model = ruled_model();
  const auto stranger = document_of(*model, access::CallerClass{});
  EXPECT_THAT(keys(at(stranger, {"paths"})), Contains("/api/v1/auth/login"));
  EXPECT_THAT(keys(at(stranger, {"paths"})), Not(Contains("/api/v1/users")));
  EXPECT_THAT(keys(at(stranger, {"paths", "/api/v1/tags"})), ::testing::ElementsAre("get"));
  EXPECT_THAT(keys(at(document_of(*model, admin), {"paths", "/api/v1/tags"})), ::testing::ElementsAre("get", "post"));
  EXPECT_THAT(keys(at(document_of(*model, user), {"paths"})), Contains("/api/v1/users"));
}

TEST(OpenApiDocument, LeavesOutFieldsThatTheCallerNeverMeets) {
  const auto model = ruled_model();
  const auto of_user = document_of(*model, user);
  const auto of_admin = document_of(*model, admin);
  const auto row = [](const Json& document) {
    return keys(at(document, {"components", "schemas", "User", "properties"}));
  };
  EXPECT_THAT(row(of_user), Not(Contains("salary")));
  EXPECT_THAT(row(of_user), Contains("phone")) << "masked, but there";
  EXPECT_THAT(row(of_admin), Contains("salary"));
  EXPECT_THAT(parameters(at(of_user, {"paths", "/api/v1/users", "get"})), Not(Contains("phone")));
  EXPECT_THAT(parameters(at(of_admin, {"paths", "/api/v1/users", "get"})), Contains("phone"));
}

TEST(OpenApiDocument, CarriesConstraints) {
  const auto document = document_of(*ruled_model());
  const auto& members = at(document, {"components", "schemas", "TagCreate", "properties"});
  EXPECT_EQ(at(members, {"name", "minLength"}), *base::parse_json("1"));
  EXPECT_EQ(at(members, {"name", "maxLength"}), *base::parse_json("40"));
  EXPECT_EQ(at(members, {"name", "pattern"}), *base::parse_json("\"^[a-z]+$\""));
  EXPECT_EQ(at(members, {"size", "maximum"}), *base::parse_json("5"));
  EXPECT_EQ(at(members, {"size", "type"}), *base::parse_json(R"(["integer","null"])"));
  EXPECT_EQ(at(members, {"color", "deprecated"}), *base::parse_json("true"));
  EXPECT_EQ(at(document, {"components", "schemas", "TagCreate", "required"}), *base::parse_json("[\"name\"]"));
  EXPECT_TRUE(at(document, {"components", "schemas", "TagUpdate", "required"}).is_null());
  EXPECT_EQ(at(document, {"components", "schemas", "TagCreate", "additionalProperties"}), *base::parse_json("false"));
}

TEST(OpenApiDocument, TellsWhatTheSchemaSaysOfTheValuesOfAnEnum) {
  const auto document = document_of(*ruled_model());
  EXPECT_EQ(*at(document, {"components", "schemas", "Role", "description"}).string(),
            "Who may what.\n\n- `user`: Whoever has an account.\n- `admin`: Deprecated: all are alike");
}

TEST(OpenApiDocument, FiltersByOperatorsOfTheType) {
  const auto document = document_of(*ruled_model());
  EXPECT_THAT(keys(at(document, {"components", "schemas", "IntFilter", "properties"})),
              ::testing::ElementsAre("eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "isNull"));
  EXPECT_THAT(keys(at(document, {"components", "schemas", "RoleFilter", "properties"})),
              ::testing::ElementsAre("eq", "ne", "in", "nin", "isNull"));
  const auto names = parameters(at(document, {"paths", "/api/v1/tags", "get"}));
  EXPECT_THAT(names, Contains("name"));
  EXPECT_THAT(names, Contains("limit[gte]")) << "the name by itself is a page's";
}

TEST(OpenApiDocument, RefersOnlyToWhatItHas) {
  const auto model = rest::testing::blog_model();
  const std::string text = openapi_document(*model, {});
  const auto document = document_of(*model);
  const std::string begin = "{\"$ref\":\"#/components/";
  std::size_t references = 0;
  for (std::size_t found = text.find(begin); found != std::string::npos; found = text.find(begin, found + 1)) {
    const auto from = found + begin.size();
    const std::string where = text.substr(from, text.find('"', from) - from);
    const auto slash = where.find('/');
    EXPECT_FALSE(at(document, {"components", where.substr(0, slash), where.substr(slash + 1)}).is_null()) << where;
    ++references;
  }
  EXPECT_GT(references, 100U);
}

TEST(OpenApiDocument, BreaksLinesWithoutChangingAnything) {
  const std::string json = R"({"a":[1,{"b":"x,y:{\"}"},[]],"c":{},"d":"\\"})";
  const auto broken = indented(json);
  EXPECT_EQ(*base::parse_json(broken), *base::parse_json(json));
  EXPECT_EQ(broken,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,y:{\\\"}\"\n    },\n    []\n  ],\n  \"c\": {},\n  \"d\": "
            "\"\\\\\"\n}");
}

}  // namespace
}  // namespace tenon::api::openapi
