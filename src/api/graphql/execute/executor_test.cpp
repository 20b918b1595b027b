#include "api/graphql/execute/executor.hpp"

#include "base/base64.hpp"
#include "base/task_blocking.hpp"
#include "query/testing/counting_database.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tenon::api::graphql {
namespace {

using query::testing::number;

/// Rows are called by short names; ids are UUIDs made of them.
std::string id_of(std::string_view name) {
  auto digits = base::hex_encode(name);
  digits.resize(12, '0');
  return "00000000-0000-7000-8000-" + digits;
}
constexpr std::array<std::string_view, 12> names{"ann", "bob", "cat", "p1", "p2", "p3",
                                                 "p4",  "c1",  "c2",  "c3", "c4", "p9"};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}
/// In documents `@ann` is an id.
std::string with_ids(std::string text) {
  for (const auto name : names) text = replaced(std::move(text), '@' + std::string(name), id_of(name));
  return text;
}
std::string with_names(std::string text) {
  for (const auto name : names) text = replaced(std::move(text), id_of(name), std::string(name));
  return text;
}
base::Value text(std::string_view value) {
  return with_ids(std::string(value));
}

struct ExecutorTest : ::testing::Test {
  query::testing::EngineHouse house;
  query::testing::CountingDatabase counting{*house.database};
  query::Engine engine{house.model, counting, options()};
  Executor executor{engine, house.model};
  access::Principal ann = house.as(id_of("ann"));
  access::Principal bob = house.as(id_of("bob"));

  static query::EngineOptions options() {
    query::EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    return options;
  }

  void SetUp() override {
    for (const char* id : {"ann", "bob"})
      house.put("User", {{"id", text('@' + std::string(id))},
                         {"email", text(std::string(id) + "@example.org")},
                         {"name", text(id)},
                         {"salary", number(7)}});
    house.put("User",
              {{"id", text("@cat")}, {"email", text("c@example.org")}, {"name", text("cat")}, {"hidden", true}});
    post("p1", "ann", true, 3);
    post("p2", "ann", false, 2);
    post("p3", "bob", true, 1);
    post("p4", "cat", true, 0);
    for (const char* id : {"c1", "c2", "c3"})
      house.put(
          "Comment",
          {{"id", text('@' + std::string(id))}, {"post", text("@p1")}, {"author", text("@bob")}, {"body", text(id)}});
    house.put("Tag", {{"id", number(1)}, {"name", text("go")}});
    house.put("Tag", {{"id", number(2)}, {"name", text("staff")}, {"staff", true}});
    house.put_link("Post.tags", text("@p1"), number(1));
  }
  void post(const char* id, const char* author, bool published, std::int64_t views) {
    house.put("Post", {{"id", text('@' + std::string(id))},
                       {"title", text(std::string("T") + id)},
                       {"published", published},
                       {"author", text('@' + std::string(author))},
                       {"views", number(views)},
                       {"secret", text("s")}});
  }

  ExecuteAnswer answer(std::string_view document, const access::Principal& caller, std::string_view variables = "null",
                       Mutations mutations = Mutations::one_by_one,
                       AllowedOperations allowed = AllowedOperations::all) {
    const auto json = base::parse_json(variables);
    EXPECT_TRUE(json) << variables;
    ExecuteRequest request;
    const auto full = with_ids(std::string(document));
    request.document = full;
    request.variables = &*json;
    request.mutations = mutations;
    request.allowed = allowed;
    auto answered = base::run_blocking(executor.execute(request, caller));
    answered.json = with_names(std::move(answered.json));
    return answered;
  }
  std::string run(std::string_view document, const access::Principal& caller, std::string_view variables = "null") {
    return answer(document, caller, variables).json;
  }
};

TEST_F(ExecutorTest, AnswersInTheOrderAndUnderTheNamesOfTheQuery) {
  EXPECT_EQ(
      run("{ b: post(id: \"@p1\") { title ...More } __typename a: post(id: \"@p9\") { id } } fragment More on Post "
          "{ title v: views __typename author { name } authorId }",
          ann),
      R"({"data":{"b":{"title":"Tp1","v":3,"__typename":"Post","author":{"name":"ann"},"authorId":"ann"},)"
      R"("__typename":"Query","a":null}})");
}

TEST_F(ExecutorTest, ListsArePagesUnderTheRules) {
  constexpr auto document =
      "{ posts(first: 2, sort: [{field: views}]) { totalCount nodes { id } pageInfo { hasNextPage } } }";
  EXPECT_EQ(run(document, ann),
            R"({"data":{"posts":{"totalCount":4,"nodes":[{"id":"p4"},{"id":"p3"}],"pageInfo":{"hasNextPage":true}}}})");
  EXPECT_EQ(run(document, bob),
            R"({"data":{"posts":{"totalCount":3,"nodes":[{"id":"p4"},{"id":"p3"}],"pageInfo":{"hasNextPage":true}}}})");
}

TEST_F(ExecutorTest, ARootFieldIsOneStatementWhateverTheNesting) {
  constexpr auto document = R"(query ($n: Int) {
    posts(first: $n) { totalCount edges { cursor node { title author { name posts(last: 2) { totalCount nodes {
      comments(first: 1, filter: {body: {gt: "c1"}}) { nodes { body author { name } } pageInfo { endCursor hasNextPage } } } } }
      tags { edges { node { name posts { totalCount } } } } } } pageInfo { startCursor endCursor hasPreviousPage } }
    other: tags { nodes { name } }
  })";
  const auto json = run(document, ann, R"({"n": 3})");
  EXPECT_EQ(json.find("errors"), std::string::npos) << json;
  EXPECT_EQ(counting.statements.size(), 2U);
  const auto plans = engine.statistics();
  EXPECT_EQ(run(document, ann, R"({"n": 3})"), json);
  EXPECT_EQ(counting.statements.size(), 4U);
  // A repeated query is neither read, nor validated, nor planned.
  EXPECT_EQ(executor.statistics().documents_read, 1U);
  EXPECT_EQ(executor.statistics().documents_reused, 1U);
  EXPECT_EQ(engine.statistics().plans_made, plans.plans_made);
  EXPECT_EQ(engine.statistics().plans_reused, plans.plans_reused + 2);
}

TEST_F(ExecutorTest, ADocumentThatWasRefusedIsRefusedAgainWithoutBeingRead) {
  constexpr auto document = "{ posts { nodes { titel } } }";
  const auto refusal = run(document, ann);
  EXPECT_NE(refusal.find("Did you mean \\\"title\\\"?"), std::string::npos) << refusal;
  EXPECT_EQ(run(document, ann), refusal);
  EXPECT_EQ(executor.statistics().documents_read, 1U);
  EXPECT_EQ(executor.statistics().documents_reused, 1U);
  // Others may be told something else.
  run(document, access::Principal());
  EXPECT_EQ(executor.statistics().documents_read, 2U);
  EXPECT_TRUE(counting.statements.empty());
}

TEST_F(ExecutorTest, MaskedValuesAreNullAndListed) {
  EXPECT_EQ(
      run("{ all: posts { nodes { id secret author { salary email } } } }", bob),
      R"({"data":{"all":{"nodes":[{"id":"p1","secret":null,"author":{"salary":null,"email":null}},)"
      R"({"id":"p3","secret":"s","author":{"salary":7,"email":"bob@example.org"}},{"id":"p4","secret":null,"author":null}]}},)"
      R"("extensions":{"masked":["all.nodes.0.secret","all.nodes.0.author.salary","all.nodes.2.secret"]}})");
}

TEST_F(ExecutorTest, FiltersMeanOneRelatedRow) {
  house.put("Comment", {{"id", text("@c4")}, {"post", text("@p3")}, {"author", text("@ann")}, {"body", text("c1")}});
  const auto ids = [&](std::string_view filter) {
    return run("{ posts(filter: " + std::string(filter) + ") { nodes { id } } }", ann);
  };
  EXPECT_EQ(ids(R"({comments: {body: {eq: "c1"}}})"), R"({"data":{"posts":{"nodes":[{"id":"p1"},{"id":"p3"}]}}})");
  EXPECT_EQ(ids(R"({comments: {body: {eq: "c1"}, authorId: {eq: "@bob"}}})"),
            R"({"data":{"posts":{"nodes":[{"id":"p1"}]}}})");
  EXPECT_EQ(ids(R"({comments: {body: {eq: "c2"}, authorId: {eq: "@ann"}}})"), R"({"data":{"posts":{"nodes":[]}}})");
  EXPECT_EQ(ids(R"({or: [{views: {gte: 3}}, {and: [{published: {eq: false}}, {title: {startsWith: "Tp2"}}]}]})"),
            R"({"data":{"posts":{"nodes":[{"id":"p1"},{"id":"p2"}]}}})");
  EXPECT_EQ(ids(R"({views: {in: [1, 2]}})"), R"({"data":{"posts":{"nodes":[{"id":"p2"},{"id":"p3"}]}}})");
  EXPECT_EQ(ids(R"({number: {isNull: false}})"), R"({"data":{"posts":{"nodes":[]}}})");
}

TEST_F(ExecutorTest, WhatIsWrongInOneFieldIsItsOwnFault) {
  EXPECT_EQ(
      run("{ tags { nodes { name } } post(id: \"@p1\") { comments(first: 1000) { totalCount } } }", ann),
      R"({"data":{"tags":{"nodes":[{"name":"go"}]},"post":null},"errors":[{"message":"\"first\" must be a whole number from 0 to 100",)"
      R"("locations":[{"line":1,"column":78}],"path":["post"],"extensions":{"code":"BAD_REQUEST"}}]})");
  // posts may not be null, so nothing is.
  EXPECT_EQ(run("{ tags { nodes { name } } posts(after: \"x\") { totalCount } }", ann),
            R"({"data":null,"errors":[{"message":"\"after\": The cursor does not belong to this list and order",)"
            R"("locations":[{"line":1,"column":27}],"path":["posts"],"extensions":{"code":"BAD_REQUEST"}}]})");
}

TEST_F(ExecutorTest, WhatCouldBeAFloodIsRefused) {
  const auto json =
      run("{ posts(first: 100) { nodes { comments(first: 100) { nodes { author { posts(first: 100) { totalCount nodes "
          "{ id } } } } } } } }",
          ann);
  EXPECT_NE(json.find("are the most"), std::string::npos) << json;
  EXPECT_TRUE(counting.statements.empty());
}

TEST_F(ExecutorTest, WrongDocumentsAreNotExecuted) {
  for (const char* document : {"{", "{ nothingOfTheKind }", "query A { __typename } query B { __typename }",
                               "{ post(id: 3.5) { id } }", "query ($x: Int!) { posts(first: $x) { totalCount } }"}) {
    const auto refused = answer(document, ann);
    EXPECT_EQ(refused.stage, ExecuteAnswer::Stage::refused) << document;
    EXPECT_TRUE(refused.json.starts_with(R"({"errors":[{"message":")")) << refused.json;
    EXPECT_EQ(refused.json.find("data"), std::string::npos) << refused.json;
  }
  const auto mutation =
      answer("mutation { __typename }", ann, "null", Mutations::one_by_one, AllowedOperations::queries);
  EXPECT_EQ(mutation.stage, ExecuteAnswer::Stage::not_allowed);
}

TEST_F(ExecutorTest, EveryClassOfCallersHasItsOwnView) {
  constexpr auto document = "{ __type(name: \"Mutation\") { fields { name } } }";
  EXPECT_EQ(run(document, house.anonymous()).find("createPost"), std::string::npos);
  EXPECT_NE(run(document, ann).find("createPost"), std::string::npos);
  EXPECT_NE(run("{ posts { totalCount } }", house.anonymous()).find("Cannot query field"), std::string::npos);
  EXPECT_EQ(run("{ tags { totalCount } }", house.anonymous()), R"({"data":{"tags":{"totalCount":1}}})");
}

TEST_F(ExecutorTest, MeAndNodeFindRows) {
  EXPECT_EQ(run("{ me { name email } }", ann), R"({"data":{"me":{"name":"ann","email":"ann@example.org"}}})");
  EXPECT_EQ(run("{ node(id: \"@p1\") { __typename id ... on Post { title } ... on User { name } } }", ann),
            R"({"data":{"node":{"__typename":"Post","id":"p1","title":"Tp1"}}})");
  EXPECT_EQ(run("{ node(id: \"nobody\") { id } }", ann), R"({"data":{"node":null}})");
}

TEST_F(ExecutorTest, AggregatesCountUnderTheRules) {
  EXPECT_EQ(
      run("{ postsAggregate(groupBy: [authorId]) { group { authorId published } count sum { views } max { views } } }",
          bob),
      R"({"data":{"postsAggregate":[{"group":{"authorId":"ann","published":null},"count":1,"sum":{"views":"3"},"max":{"views":3}},)"
      R"({"group":{"authorId":"bob","published":null},"count":1,"sum":{"views":"1"},"max":{"views":1}},)"
      R"({"group":{"authorId":"cat","published":null},"count":1,"sum":{"views":"0"},"max":{"views":0}}]}})");
}

/// A document, and variables that it is run with one after the other; how many of these need it built.
struct Repeated {
  const char* document;
  std::vector<const char*> variables;
  std::uint64_t built;
};

TEST_F(ExecutorTest, ARepeatedQueryIsNotReadCheckedBuiltOrPlannedAgain) {
  const std::vector<Repeated> cases{
      {"query($id: ID!) { post(id: $id) { title author { name } comments(first: 1) { nodes { body } } } }",
       {R"({"id": "@p1"})", R"({"id": "@p2"})", R"({"id": "@p3"})", R"({"id": "@p9"})"},
       1},
      {"query($id: ID!) { node(id: $id) { __typename id ... on Post { title } ... on User { name } } }",
       {R"({"id": "@p9"})", R"({"id": "@p1"})", R"({"id": "@ann"})"},
       1},
      {"query($t: String, $v: Int!, $n: Int, $m: Int) { posts(first: $n, filter: {or: [{title: {startsWith: $t}}, "
       "{views: {in: [$v, 7]}}], "
       "author: {name: {ne: $t}}}) { totalCount nodes { id comments(last: $m, filter: {body: {gte: $t}}) { nodes { "
       "body } } } } }",
       {R"({"t": "T", "v": 1, "n": 2, "m": 1})", R"({"t": "a", "v": 3, "n": 10, "m": 5})",
        R"({"t": "Tp2", "v": 0, "n": 0, "m": 2})"},
       1},
      {"query($w: String) { posts(search: $w) { nodes { title } } me { name } }",
       {R"({"w": "Tp1"})", R"({"w": "Tp3"})", R"({"w": null})", R"({"w": null})", R"({})", R"({"w": "Tp2"})"},
       3},
      {"query($yes: Boolean!) { posts { totalCount nodes @include(if: $yes) { title } } }",
       {R"({"yes": true})", R"({"yes": false})", R"({"yes": true})", R"({"yes": false})"},
       2},
      {"query($f: PostFilter, $s: [PostSort!]) { posts(filter: $f, sort: $s) { nodes { title } } }",
       {R"({"f": {"views": {"gt": 1}}})", R"({"f": {"views": {"gt": 2}}})", R"({"f": {"views": {"gt": 1}}})",
        R"({"s": [{"field": "views"}]})"},
       3},
      {"query($is: Boolean, $first: Int) { postsAggregate(filter: {number: {isNull: $is}}, groupBy: [authorId], first: "
       "$first) { count } }",
       {R"({"is": true, "first": 1})", R"({"is": false, "first": 1})", R"({"is": true, "first": 2})"},
       2},
  };
  for (const auto& [document, variables, built] : cases) {
    const auto before = executor.statistics();
    std::size_t runs = 0;
    for (const auto* given : variables) {
      for (const auto& caller : {ann, bob}) {
        const auto plans = engine.statistics().plans_made;
        const auto kept = executor.statistics();
        const auto text = with_ids(given);
        const auto answered = run(document, caller, text);
        if (executor.statistics().operations_built == kept.operations_built) {
          EXPECT_EQ(engine.statistics().plans_made, plans) << document << text;
          EXPECT_EQ(executor.statistics().documents_read, kept.documents_read);
        }
        // Another text: nothing of it is known.
        const auto fresh = std::string(document) + "\n# " + std::to_string(runs++);
        EXPECT_EQ(answered, run(fresh, caller, text)) << document << text;
        EXPECT_EQ(answered.find("errors"), std::string::npos) << answered;
      }
    }
    EXPECT_EQ(executor.statistics().operations_built - before.operations_built, built + runs) << document;
    EXPECT_EQ(executor.statistics().operations_reused - before.operations_reused, runs - built) << document;
  }
}

TEST_F(ExecutorTest, PagesGoOnInTheOperationOfTheFirst) {
  constexpr auto document =
      "query($after: String) { posts(first: 1, after: $after, sort: [{field: views}]) { nodes { id } pageInfo { "
      "endCursor } } }";
  std::string cursor = "null";
  std::string seen;
  for (int page = 0; page < 4; ++page) {
    const auto answered = run(document, ann, R"({"after": )" + cursor + "}");
    seen += answered.substr(answered.find(R"("id":")") + 6, 3);
    const auto at = answered.find(R"("endCursor":)") + 12;
    cursor = answered.substr(at, answered.find('}', at) - at);
  }
  EXPECT_EQ(seen, "p4\"p3\"p2\"p1\"");
  // The first page has no cursor, the second shows what a cursor is good for.
  EXPECT_EQ(executor.statistics().operations_built, 2U);
  EXPECT_EQ(executor.statistics().operations_reused, 2U);
}

TEST_F(ExecutorTest, AKeptOperationRefusesWhatANewOneWould) {
  constexpr auto document =
      "query($id: ID!, $n: Int, $w: String, $c: String) { post(id: $id) { id } posts(first: $n, search: $w, after: $c, "
      "filter: {due: {lt: \"2026-01-01T00:00:00Z\"}}) { totalCount } }";
  const auto good = R"({"id": "@p1", "n": 1, "w": "x", "c": null})";
  const auto fine = run(document, ann, with_ids(good));
  EXPECT_EQ(fine, run(document, ann, with_ids(good)));
  for (const char* bad :
       {R"({"id": "@p1", "n": 101, "w": "x", "c": null})", R"({"id": "@p1", "n": -1, "w": "x", "c": null})",
        R"({"id": "@p1", "n": 1, "w": " ", "c": null})", R"({"id": "@p1", "n": 1, "w": "x", "c": "abc"})"}) {
    const auto refused = run(document, ann, with_ids(bad));
    EXPECT_NE(refused.find("BAD_REQUEST"), std::string::npos) << bad << refused;
    EXPECT_EQ(refused, run(std::string(document) + "\n# new", ann, with_ids(bad))) << bad;
  }
  EXPECT_EQ(run(document, ann, with_ids(R"({"id": "no id", "n": 1, "w": "x", "c": null})")),
            R"({"data":{"post":null,"posts":{"totalCount":0}}})");
  EXPECT_EQ(fine, run(document, ann, with_ids(good)));
}

TEST_F(ExecutorTest, GroupsHaveTheOrderThatIsAskedFor) {
  const auto sorted = [&](const std::string& sort) {
    return run("{ postsAggregate(groupBy: [authorId, published], sort: [" + sort + "]) { sum { views } } }", ann);
  };
  EXPECT_EQ(
      sorted("{by: SUM, field: views, direction: DESC}"),
      R"({"data":{"postsAggregate":[{"sum":{"views":"3"}},{"sum":{"views":"2"}},{"sum":{"views":"1"}},{"sum":{"views":"0"}}]}})");
  EXPECT_EQ(
      sorted("{by: COUNT}, {by: GROUP, field: published}, {by: MAX, field: views}"),
      R"({"data":{"postsAggregate":[{"sum":{"views":"2"}},{"sum":{"views":"0"}},{"sum":{"views":"1"}},{"sum":{"views":"3"}}]}})");
  const std::array<std::pair<const char*, const char*>, 5> wrong{{
      {"{by: COUNT, field: views}", "COUNT takes no field"},
      {"{by: AVG}", "AVG needs a field"},
      {"{by: SUM, field: title}", "has no SUM"},
      {"{by: GROUP, field: views}", "is not in groupBy"},
      {"{by: COUNT} {by: COUNT} {by: COUNT} {by: COUNT} {by: COUNT} {by: COUNT}", "At most 5 sort keys"},
  }};
  for (const auto& [sort, message] : wrong) EXPECT_NE(sorted(sort).find(message), std::string::npos) << sort;
}

TEST_F(ExecutorTest, NullsInAFilterDoNotOpenIt) {
  for (const char* filter :
       {"{title: null}", "{title: {eq: null}}", "{title: {isNull: null}}", "{author: null}", "{or: null}",
        "{and: [{title: null}]}", "{author: {name: null}}", "{published: {ne: null}}"}) {
    const auto answer = run("{ posts(filter: " + std::string(filter) + ") { totalCount } }", ann);
    EXPECT_NE(answer.find("BAD_REQUEST"), std::string::npos) << filter << answer;
    EXPECT_NE(answer.find("isNull"), std::string::npos) << filter << answer;
  }
  EXPECT_NE(run("{ posts(filter: {title: {in: [null]}}) { totalCount } }", ann).find("errors"), std::string::npos);
  EXPECT_EQ(run("{ posts(filter: null, sort: null, first: null) { totalCount } }", ann),
            R"({"data":{"posts":{"totalCount":4}}})");
}

TEST_F(ExecutorTest, MutationsAnswerWithTheRowOrWithFaults) {
  EXPECT_EQ(
      run("mutation { createPost(input: {title: \"N\", views: 4}) { post { title views author { name } comments { "
          "totalCount } } errors { field } } }",
          ann),
      R"({"data":{"createPost":{"post":{"title":"N","views":4,"author":{"name":"ann"},"comments":{"totalCount":0}},"errors":[]}}})");
  EXPECT_EQ(
      run("mutation { updatePost(id: \"@p1\", input: {views: 2000}) { __typename post { id } errors { code field "
          "message } } }",
          ann),
      R"({"data":{"updatePost":{"__typename":"UpdatePostPayload","post":null,"errors":[{"code":"check","field":null,"message":"nobody has so many readers"}]}}})");
  EXPECT_EQ(run("mutation { updatePost(id: \"@p2\", input: {views: 1}) { post { id } errors { code field } } }", bob),
            R"({"data":{"updatePost":{"post":null,"errors":[{"code":"not_found","field":"id"}]}}})");
  const auto forbidden = run("mutation { deletePost(id: \"@p1\") { deletedId errors { code } } }", bob);
  EXPECT_NE(forbidden.find(R"("data":null)"), std::string::npos) << forbidden;
  EXPECT_NE(forbidden.find(R"("code":"FORBIDDEN")"), std::string::npos) << forbidden;
  EXPECT_EQ(run("mutation { deletePost(id: \"@p1\") { deletedId errors { code } } }", ann),
            R"({"data":{"deletePost":{"deletedId":"p1","errors":[]}}})");
}

TEST_F(ExecutorTest, ManyRowsAreMadeTogether) {
  EXPECT_EQ(
      run("mutation { createPosts(input: [{title: \"A\"}, {title: \"B\"}]) { posts { title } errors { field } } }",
          ann),
      R"({"data":{"createPosts":{"posts":[{"title":"A"},{"title":"B"}],"errors":[]}}})");
  EXPECT_EQ(run("mutation { createPosts(input: [{title: \"C\"}, {title: \"D\", views: 1001}]) { posts { title } errors "
                "{ field code } } }",
                ann),
            R"({"data":{"createPosts":{"posts":null,"errors":[{"field":"1","code":"check"}]}}})");
  EXPECT_EQ(run("{ posts(filter: {title: {in: [\"A\", \"B\", \"C\", \"D\"]}}) { totalCount } }", ann),
            R"({"data":{"posts":{"totalCount":2}}})");
}

TEST_F(ExecutorTest, RowsOfAListAreMadeWithTheRowThatHasThem) {
  constexpr auto document =
      "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { title comments { nodes { body author { "
      "name } } } } errors { field code } } }";
  EXPECT_EQ(run(document, ann, R"({"input": {"title": "N", "comments": [{"body": "a"}, {"body": "b"}]}})"),
            R"({"data":{"createPost":{"post":{"title":"N","comments":{"nodes":[{"body":"a","author":{"name":"ann"}},)"
            R"({"body":"b","author":{"name":"ann"}}]}},"errors":[]}}})");
  EXPECT_EQ(run("mutation { createPost(input: {title: \"M\", views: 2000, comments: [{body: \"a\"}]}) { post { title } "
                "errors { code } } }",
                ann),
            R"({"data":{"createPost":{"post":null,"errors":[{"code":"check"}]}}})");
  const auto foreign =
      run("mutation { createPost(input: {title: \"M\", comments: [{body: \"a\", post: \"@p1\"}]}) { "
          "post { title } } }",
          ann);
  EXPECT_NE(foreign.find("PostCommentsInput"), std::string::npos) << foreign;
}

TEST_F(ExecutorTest, LinksAreAddedAndTakenAway) {
  house.put("Tag", {{"id", number(3)}, {"name", text("rust")}});
  EXPECT_EQ(
      run("mutation { linkPostTags(id: \"@p1\", tags: [\"3\"]) { post { tags { nodes { name } } } errors { code } } }",
          ann),
      R"({"data":{"linkPostTags":{"post":{"tags":{"nodes":[{"name":"go"},{"name":"rust"}]}},"errors":[]}}})");
  EXPECT_EQ(run("mutation { unlinkPostTags(id: \"@p1\", tags: [\"1\", \"3\"]) { post { tags { totalCount } } errors { "
                "code } } }",
                ann),
            R"({"data":{"unlinkPostTags":{"post":{"tags":{"totalCount":0}},"errors":[]}}})");
}

TEST_F(ExecutorTest, MutationsRunInOrderEachOnItsOwn) {
  EXPECT_EQ(run("mutation { a: updatePost(id: \"@p1\", input: {views: 5}) { post { views } errors { code } } "
                "b: updatePost(id: \"@p1\", input: {views: 2000}) { post { views } errors { code } } "
                "c: updatePost(id: \"@p1\", input: {title: \"X\"}) { post { title views } errors { code } } }",
                ann),
            R"({"data":{"a":{"post":{"views":5},"errors":[]},"b":{"post":null,"errors":[{"code":"check"}]},)"
            R"("c":{"post":{"title":"X","views":5},"errors":[]}}})");
}

TEST_F(ExecutorTest, TogetherMeansAllOrNone) {
  constexpr auto document =
      "mutation ($v: Int) { a: updatePost(id: \"@p1\", input: {views: 5}) { post { views } errors { code } } "
      "b: updatePost(id: \"@p1\", input: {views: $v}) { post { views } errors { code } } }";
  EXPECT_EQ(answer(document, ann, R"({"v": 6})", Mutations::together).json,
            R"({"data":{"a":{"post":{"views":5},"errors":[]},"b":{"post":{"views":6},"errors":[]}}})");
  const auto undone = answer(document, ann, R"({"v": 2000})", Mutations::together).json;
  EXPECT_TRUE(undone.starts_with(R"({"data":null,"errors":[{"message":"Undone)")) << undone;
  EXPECT_EQ(run("{ post(id: \"@p1\") { views } }", ann), R"({"data":{"post":{"views":6}}})");
}

TEST_F(ExecutorTest, SkippedFieldsAreNotThere) {
  constexpr auto document =
      "query ($yes: Boolean!) { post(id: \"@p1\") { id title @skip(if: $yes) author @include(if: $yes) { id @skip(if: "
      "$yes) } } }";
  EXPECT_EQ(run(document, ann, R"({"yes": true})"), R"({"data":{"post":{"id":"p1","author":{}}}})");
  EXPECT_EQ(run(document, ann, R"({"yes": false})"), R"({"data":{"post":{"id":"p1","title":"Tp1"}}})");
}

}  // namespace
}  // namespace tenon::api::graphql
