#include "api/graphql/execute/executor.hpp"
#include "api/rest/parse/requests.hpp"
#include "base/task_blocking.hpp"
#include "http/url.hpp"
#include "query/cost.hpp"
#include "query/testing/counting_database.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <string>

/// One request has one price, on whichever entrance it comes in.
namespace tenon::api::graphql {
namespace {

constexpr std::string_view id = "00000000-0000-7000-8000-000000000001";

struct PriceTest : ::testing::Test {
  query::testing::EngineHouse house;
  query::testing::CountingDatabase counting{*house.database};
  query::Engine engine{house.model, counting, options(50'000)};
  Executor executor{engine, house.model};
  access::Principal ann = house.as("ann", "admin");

  static query::EngineOptions options(std::int64_t max_cost) {
    query::EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    options.max_cost = max_cost;
    return options;
  }

  ExecuteAnswer graphql(std::string_view document, const access::Principal& caller) {
    ExecuteRequest request;
    request.document = document;
    return base::run_blocking(executor.execute(request, caller));
  }
  std::int64_t graphql_price(std::string_view document) {
    const auto answer = graphql(document, ann);
    EXPECT_EQ(answer.json.find("errors"), std::string::npos) << answer.json;
    return answer.price;
  }

  static http::QueryParameters parameters(std::string_view query) {
    auto parsed = http::parse_query(query);
    EXPECT_TRUE(parsed) << query;
    return parsed ? *parsed : http::QueryParameters();
  }
  static base::Result<std::vector<base::Value>> no_cursor(std::string_view, const schema::Resource&,
                                                          const std::vector<query::SortKey>&) {
    return std::unexpected(base::Error(base::ErrorCode::bad_request));
  }
  std::int64_t list_price(std::string_view type, std::string_view query) {
    auto list = rest::parse_list(house.type(type), std::nullopt, parameters(query), no_cursor);
    EXPECT_TRUE(list) << query << (list ? "" : list.error().details.front().message);
    return list ? query::cost_of(list->operation).price(list->operation.operands) : -1;
  }
  std::int64_t get_price(std::string_view type, std::string_view query) {
    auto get = rest::parse_get(house.type(type), base::Value(std::string(id)), parameters(query));
    EXPECT_TRUE(get) << query;
    return get ? query::cost_of(*get).price(get->operands) : -1;
  }
  std::int64_t aggregate_price(std::string_view type, std::string_view query) {
    auto groups = rest::parse_aggregate(house.type(type), parameters(query));
    EXPECT_TRUE(groups) << query;
    return groups ? query::cost_of(*groups).price(groups->operands) : -1;
  }
};

TEST_F(PriceTest, TheSameRequestCostsTheSameOverRestAndGraphql) {
  EXPECT_EQ(graphql_price("{ posts { nodes { id title views } } }"), list_price("Post", "fields=id,title,views"));
  EXPECT_EQ(graphql_price("{ posts(first: 100) { edges { cursor node { title author { name } } } "
                          "pageInfo { endCursor } } }"),
            list_price("Post", "limit=100&include=author&fields=title&fields[author]=name"));
  EXPECT_EQ(
      graphql_price(
          "{ posts(first: 7, sort: [{field: views}], filter: {title: {contains: \"go\"}, "
          "author: {name: {eq: \"x\"}}}) { nodes { id comments(first: 9) { nodes { body author { name } } } } } }"),
      list_price("Post",
                 "limit=7&sort=views&title[contains]=go&author.name=x&fields=id"
                 "&include=comments.author&limit[comments]=9&fields[comments]=body"
                 "&fields[comments.author]=name"));
  EXPECT_EQ(graphql_price("{ posts(first: 20) { totalCount nodes { id } } }"),
            list_price("Post", "page=1&perPage=20&fields=id"));
  const auto row = "{ post(id: \"" + std::string(id) +
                   "\") { title tags(first: 5) { nodes { name posts(first: 5) { nodes { id } } } } } }";
  EXPECT_EQ(graphql_price(row), get_price("Post",
                                          "fields=title&include=tags.posts&limit[tags]=5&limit[tags.posts]=5"
                                          "&fields[tags]=name&fields[tags.posts]=id"));
  EXPECT_EQ(
      graphql_price("{ postsAggregate(groupBy: [authorId], first: 50) { count sum { views } group { authorId } } }"),
      aggregate_price("Post", "groupBy=author&sum=views&count&limit=50"));
}

TEST_F(PriceTest, AliasesAddUpAndAreRefusedTogether) {
  const auto one = graphql_price("{ posts(first: 100) { nodes { comments(first: 100) { nodes { body } } } } }");
  EXPECT_GT(one, 10'000);
  std::string document = "{";
  for (char name = 'a'; name < 'f'; ++name)
    document += std::string(1, name) + ": posts(first: 100) { nodes { comments(first: 100) { nodes { body } } } } ";
  const auto before = counting.statements.size();
  const auto answer = graphql(document + "}", ann);
  EXPECT_EQ(answer.stage, ExecuteAnswer::Stage::too_expensive);
  EXPECT_EQ(answer.json, R"({"errors":[{"message":"This request costs )" + std::to_string(5 * one) +
                             R"( points, and 50000 are the most: ask for fewer rows at once",)"
                             R"("extensions":{"code":"TOO_EXPENSIVE","cost":)" +
                             std::to_string(5 * one) + R"(,"maxCost":50000}}]})");
  // Nothing of it was done.
  EXPECT_EQ(counting.statements.size(), before);
  // The same row under several names is read several times.
  EXPECT_EQ(graphql_price("{ a: posts { nodes { id } } b: posts { nodes { id } } }"),
            2 * graphql_price("{ posts { nodes { id } } }"));
  const auto nested = graphql_price("{ posts(first: 10) { nodes { author { name } } } }");
  EXPECT_GT(graphql_price("{ posts(first: 10) { nodes { author { name } b: author { name } } } }"), nested);
}

TEST_F(PriceTest, WhatCameBeforeInTheRequestCounts) {
  ExecuteRequest request;
  request.document = "{ posts { nodes { id } } }";
  request.spent = 49'999;
  EXPECT_EQ(base::run_blocking(executor.execute(request, ann)).stage, ExecuteAnswer::Stage::too_expensive);
  request.spent = 0;
  EXPECT_EQ(base::run_blocking(executor.execute(request, ann)).stage, ExecuteAnswer::Stage::executed);
}

TEST_F(PriceTest, MutationsAddUpBeforeTheFirstIsRun) {
  query::Engine poor(house.model, counting, options(25));
  Executor small(poor, house.model);
  ExecuteRequest request;
  request.document = "mutation { a: createTag(input: {name: \"a\"}) { tag { id } } }";
  const auto once = base::run_blocking(small.execute(request, ann));
  EXPECT_EQ(once.stage, ExecuteAnswer::Stage::executed) << once.json;
  EXPECT_EQ(once.price, 11);
  request.document =
      "mutation { b: createTag(input: {name: \"b\"}) { tag { id } } c: createTag(input: {name: \"c\"}) { tag { id } } "
      "d: createTag(input: {name: \"d\"}) { tag { id } } }";
  const auto before = counting.statements.size();
  for (const auto mutations : {Mutations::one_by_one, Mutations::together}) {
    request.mutations = mutations;
    EXPECT_EQ(base::run_blocking(small.execute(request, ann)).stage, ExecuteAnswer::Stage::too_expensive);
  }
  EXPECT_EQ(counting.statements.size(), before);
}

}  // namespace
}  // namespace tenon::api::graphql
