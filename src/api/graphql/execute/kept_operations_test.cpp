#include "api/graphql/execute/binding.hpp"
#include "api/graphql/execute/executor.hpp"
#include "api/graphql/execute/kept_introspection.hpp"
#include "base/task_blocking.hpp"
#include "query/testing/counting_database.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

/// What a repeated mutation or question about the schema costs, and that nothing of one request is in another.
namespace tenon::api::graphql {
namespace {

using query::testing::number;
using query::testing::text;

constexpr std::string_view ann_id = "00000000-0000-7000-8000-0000000000a1";
constexpr std::string_view bob_id = "00000000-0000-7000-8000-0000000000b1";
constexpr std::string_view post_id = "00000000-0000-7000-8000-0000000000c1";
constexpr std::string_view other_post_id = "00000000-0000-7000-8000-0000000000c2";

struct KeptOperationsTest : ::testing::Test {
  query::testing::EngineHouse house;
  query::Engine engine{house.model, *house.database, options()};
  Executor executor{engine, house.model};
  access::Principal ann = house.as(ann_id);
  access::Principal bob = house.as(bob_id);
  access::Principal moderator = house.as(bob_id, "moderator");

  static query::EngineOptions options() {
    query::EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    return options;
  }

  void SetUp() override {
    house.put("User", {{"id", text(ann_id)}, {"email", text("ann@example.org")}, {"name", text("ann")}});
    house.put("User", {{"id", text(bob_id)}, {"email", text("bob@example.org")}, {"name", text("bob")}});
    for (const auto id : {post_id, other_post_id})
      house.put("Post", {{"id", text(id)},
                         {"title", text("T")},
                         {"published", true},
                         {"author", text(ann_id)},
                         {"secret", text("s")}});
    house.put("Tag", {{"id", number(1)}, {"name", text("go")}});
    house.put("Tag", {{"id", number(2)}, {"name", text("rust")}});
  }

  std::string run(Executor& by, std::string_view document, const access::Principal& caller,
                  std::string_view variables = "{}", Mutations mutations = Mutations::one_by_one) {
    const auto json = base::parse_json(variables);
    EXPECT_TRUE(json) << variables;
    ExecuteRequest request;
    request.document = document;
    request.variables = &*json;
    request.mutations = mutations;
    return base::run_blocking(by.execute(request, caller)).json;
  }
  std::string run(std::string_view document, const access::Principal& caller, std::string_view variables = "{}",
                  Mutations mutations = Mutations::one_by_one) {
    return run(executor, document, caller, variables, mutations);
  }
  /// As one that has kept nothing answers it.
  std::string run_anew(std::string_view document, const access::Principal& caller, std::string_view variables) {
    Executor fresh(engine, house.model);
    return run(fresh, document, caller, variables);
  }
};

std::string quoted(std::string_view id) {
  return '"' + std::string(id) + '"';
}

TEST_F(KeptOperationsTest, ARepeatedMutationIsNotReadCheckedBuiltOrPlannedAgain) {
  struct Repeated {
    std::string document;
    std::vector<std::pair<std::string, std::string>> answers;  ///< variables, and what the answer has in it
  };
  const std::string id = quoted(post_id);
  const std::vector<Repeated> cases{
      {"mutation($input: CreatePostInput!, $n: Int) { createPost(input: $input) { post { title comments(first: $n) { "
       "nodes { body } } } errors { field code } } }",
       {{R"({"input": {"title": "A", "comments": [{"body": "a"}, {"body": "b"}]}, "n": 2})",
         R"("post":{"title":"A","comments":{"nodes":[{"body":"a"},{"body":"b"}]}},"errors":[])"},
        {R"({"input": {"title": "B", "comments": [{"body": "c"}, {"body": "d"}]}, "n": 1})",
         R"("post":{"title":"B","comments":{"nodes":[{"body":"c"}]}},"errors":[])"},
        {R"({"input": {"title": "C", "views": 5000}, "n": 1})",
         R"("post":null,"errors":[{"field":null,"code":"check"}])"},
        {R"({"input": {"title": "D"}, "n": 1})", R"("post":{"title":"D","comments":{"nodes":[]}},"errors":[])"}}},
      {"mutation($id: ID!, $v: Int) { a: updatePost(id: $id, input: {views: $v}) { post { views } errors { code } } "
       "b: updatePost(id: $id, input: {title: \"x\"}) { post { title views } } }",
       {{R"({"v": 1, "id": )" + id + "}",
         R"({"a":{"post":{"views":1},"errors":[]},"b":{"post":{"title":"x","views":1}}})"},
        {R"({"v": 2, "id": )" + quoted(other_post_id) + "}",
         R"({"a":{"post":{"views":2},"errors":[]},"b":{"post":{"title":"x","views":2}}})"},
        {R"({"v": 3, "id": "no id"})", R"({"a":{"post":null,"errors":[{"code":"not_found"}]},"b":{"post":null}})"},
        {R"({"v": 4, "id": )" + id + "}",
         R"({"a":{"post":{"views":4},"errors":[]},"b":{"post":{"title":"x","views":4}}})"}}},
      {"mutation($tags: [BigInt!]!, $id: ID!) { linkPostTags(id: $id, tags: $tags) { post { tags { nodes { name } } } "
       "errors { field } } }",
       {{R"({"tags": ["1"], "id": )" + id + "}", R"("post":{"tags":{"nodes":[{"name":"go"}]}},"errors":[])"},
        {R"({"tags": ["x"], "id": )" + id + "}", "errors"},
        {R"({"tags": [], "id": )" + id + "}", R"("post":{"tags":{"nodes":[{"name":"go"}]}},"errors":[])"},
        {R"({"tags": ["2"], "id": )" + id + "}",
         R"("post":{"tags":{"nodes":[{"name":"go"},{"name":"rust"}]}},"errors":[])"}}},
      {"mutation($rows: [CreatePostInput!]!) { createPosts(input: $rows) { posts { title } errors { code } } }",
       {{R"({"rows": [{"title": "a"}, {"title": "b"}]})", R"("posts":[{"title":"a"},{"title":"b"}],"errors":[])"},
        {R"({"rows": [{"title": "c", "views": 5000}]})", R"("posts":null,"errors":[{"code":"check"}])"},
        {R"({"rows": [{"title": "c"}]})", R"("posts":[{"title":"c"}],"errors":[])"}}},
      {"mutation($id: ID!) { deletePost(id: $id) { deletedId errors { code } } }",
       {{R"({"id": )" + id + "}", R"("deletedId":)" + id + R"(,"errors":[])"},
        {R"({"id": )" + id + "}", R"("deletedId":null,"errors":[{"code":"not_found"}])"},
        {R"({"id": )" + quoted(other_post_id) + "}", R"("deletedId":)" + quoted(other_post_id) + R"(,"errors":[])"}}},
  };
  for (const auto& [document, answers] : cases) {
    const auto before = executor.statistics();
    std::uint64_t plans = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const auto answer = run(document, ann, answers[i].first);
      EXPECT_NE(answer.find(answers[i].second), std::string::npos) << answer;
      if (i == 0) plans = engine.statistics().plans_made;
    }
    const auto after = executor.statistics();
    EXPECT_EQ(after.documents_read, before.documents_read + 1) << document;
    EXPECT_LE(after.operations_built, before.operations_built + 2) << document;
    EXPECT_GE(after.operations_reused, before.operations_reused + answers.size() - 2) << document;
    // On PostgreSQL a row that has no others in it comes by a statement of its own.
    EXPECT_LE(engine.statistics().plans_made, plans + 1) << document;
    const auto known = engine.statistics().plans_made;
    for (const auto& given : answers) run(document, ann, given.first);
    EXPECT_EQ(engine.statistics().plans_made, known) << document;
  }
}

TEST_F(KeptOperationsTest, AMutationIsBuiltOnceForAllValuesOfItsArguments) {
  constexpr auto document =
      "mutation($id: ID!, $in: UpdatePostInput!) { updatePost(id: $id, input: $in) { post { views } } }";
  for (int views = 1; views < 5; ++views)
    EXPECT_EQ(
        run(document, ann, R"({"in": {"views": )" + std::to_string(views) + R"(}, "id": )" + quoted(post_id) + "}"),
        R"({"data":{"updatePost":{"post":{"views":)" + std::to_string(views) + "}}}}");
  EXPECT_EQ(executor.statistics().operations_built, 1U);
  EXPECT_EQ(executor.statistics().operations_reused, 3U);
}

TEST_F(KeptOperationsTest, WhatDecidesMoreThanValuesIsPartOfTheMutation) {
  constexpr auto document =
      "mutation($yes: Boolean!, $id: ID!) { updatePost(id: $id, input: {views: 1}) { post { title @include(if: $yes) "
      "id } } }";
  const auto asked = [&](const char* yes) {
    return run(document, ann, std::string(R"({"yes": )") + yes + R"(, "id": )" + quoted(post_id) + "}");
  };
  const auto with_title = asked("true");
  const auto without = asked("false");
  EXPECT_NE(with_title.find("title"), std::string::npos) << with_title;
  EXPECT_EQ(without.find("title"), std::string::npos) << without;
  EXPECT_EQ(asked("true"), with_title);
  EXPECT_EQ(asked("false"), without);
  EXPECT_EQ(executor.statistics().operations_built, 2U);
  EXPECT_EQ(executor.statistics().operations_reused, 2U);
}

TEST_F(KeptOperationsTest, AKeptMutationRefusesWhatANewOneWould) {
  constexpr auto document =
      "mutation($id: ID!, $v: Int, $n: Int) { updatePost(id: $id, input: {views: $v}) { post { views comments(first: "
      "$n) { totalCount } } errors { code field message } } }";
  const auto given = [](std::string_view id, const char* views, const char* first) {
    return R"({"v": )" + std::string(views) + R"(, "n": )" + first + R"(, "id": )" + quoted(id) + "}";
  };
  const auto good = given(post_id, "7", "1");
  const auto fine = run(document, ann, good);
  EXPECT_NE(fine.find(R"("views":7)"), std::string::npos) << fine;
  EXPECT_EQ(run(document, ann, good), fine);
  for (const auto& bad : {given(post_id, "7", "1000"), given(post_id, "2000", "1"), given(post_id, "null", "1"),
                          given("no id", "7", "1"), given(bob_id, "7", "1")}) {
    const auto answer = run(document, ann, bad);
    EXPECT_EQ(answer, run_anew(document, ann, bad)) << bad;
    EXPECT_NE(answer, fine) << bad;
    EXPECT_EQ(run(document, ann, good), fine) << bad;
  }
  // What another one's faults, or a transaction that was undone, have left.
  const auto forbidden = run(document, bob, good);
  EXPECT_NE(forbidden.find("FORBIDDEN"), std::string::npos) << forbidden;
  EXPECT_EQ(run(document, ann, good), fine);
  const auto undone = run(document, ann, given(post_id, "2000", "1"), Mutations::together);
  EXPECT_NE(undone.find(R"("code":"check")"), std::string::npos) << undone;
  EXPECT_EQ(run(document, ann, good, Mutations::together), fine);
}

TEST_F(KeptOperationsTest, CallersOfOtherRolesHaveOperationsOfTheirOwn) {
  constexpr auto document =
      "mutation($id: ID!) { updatePost(id: $id, input: {views: 9}) { post { views secret author { email } } } }";
  const auto given = R"({"id": )" + quoted(post_id) + "}";
  const auto own = run(document, ann, given);
  EXPECT_EQ(own, R"({"data":{"updatePost":{"post":{"views":9,"secret":"s","author":{"email":"ann@example.org"}}}}})");
  const auto of_moderator = run(document, moderator, given);
  EXPECT_EQ(of_moderator,
            R"({"data":{"updatePost":{"post":{"views":9,"secret":null,"author":{"email":"ann@example.org"}}}},)"
            R"("extensions":{"masked":["updatePost.post.secret"]}})");
  EXPECT_EQ(executor.statistics().operations_built, 2U);
  EXPECT_EQ(run(document, ann, given), own);
  EXPECT_EQ(run(document, moderator, given), of_moderator);
  EXPECT_EQ(executor.statistics().operations_built, 2U);
  const auto stranger = run(document, house.anonymous(), given);
  EXPECT_EQ(stranger.find("views"), std::string::npos) << stranger;
  EXPECT_NE(stranger.find("errors"), std::string::npos) << stranger;
}

TEST_F(KeptOperationsTest, WhatWasToldAboutTheSchemaIsKeptForTheClass) {
  constexpr auto document =
      "query($old: Boolean, $name: String!) { __schema { types { name fields(includeDeprecated: $old) { name } } } "
      "t: __type(name: $name) { name kind } posts { totalCount } }";
  constexpr auto post = R"({"old": true, "name": "Post"})";
  const auto of_ann = run(document, ann, post);
  EXPECT_NE(of_ann.find(R"("t":{"name":"Post","kind":"OBJECT"},"posts":{"totalCount":2})"), std::string::npos);
  EXPECT_EQ(executor.statistics().introspections_made, 2U);
  EXPECT_EQ(run(document, ann, post), of_ann);
  EXPECT_EQ(run(document, bob, post), of_ann);
  EXPECT_EQ(executor.statistics().introspections_made, 2U);
  EXPECT_EQ(executor.statistics().introspections_reused, 4U);
  EXPECT_EQ(executor.statistics().operations_built, 1U);
  EXPECT_EQ(executor.statistics().operations_reused, 2U);
  const auto of_user = run(document, ann, R"({"old": true, "name": "User"})");
  EXPECT_NE(of_user.find(R"("t":{"name":"User","kind":"OBJECT"})"), std::string::npos);
  EXPECT_EQ(executor.statistics().introspections_made, 4U);

  // The stranger sees less, and gets what he would get from one that has kept nothing.
  constexpr auto mutations = "{ __type(name: \"Mutation\") { fields { name } } s: __schema { types { name } } }";
  const auto all = run(mutations, moderator);
  const auto less = run(mutations, house.anonymous());
  EXPECT_NE(all.find("createTag"), std::string::npos);
  EXPECT_EQ(less.find("createTag"), std::string::npos);
  EXPECT_EQ(run(mutations, house.anonymous()), less);
  EXPECT_EQ(run_anew(mutations, house.anonymous(), "{}"), less);
  EXPECT_EQ(run(mutations, moderator), all);
  EXPECT_EQ(executor.statistics().introspections_made, 8U);
}

TEST(KeptValues, TextsOfARequestAreNotKeptWithTheOperation) {
  Bindings bindings;
  for (const auto kind : {Binding::Kind::words, Binding::Kind::compared, Binding::Kind::id}) {
    Binding& binding = bindings.emplace_back();
    binding.kind = kind;
    binding.operand = static_cast<query::Operand>(bindings.size());
  }
  std::vector<base::Value> operands(4, base::Value(std::string(100, 'x')));
  take_out(bindings, operands);
  EXPECT_EQ(operands,
            (std::vector<base::Value>{std::string(100, 'x'), base::Null{}, base::Null{}, std::string(100, 'x')}));
}

TEST_F(KeptOperationsTest, WhatIsKeptAboutTheSchemaIsBounded) {
  const auto& schema = *executor.schema_for({.roles = ann.roles, .anonymous = false});
  const auto document = parse_executable("{ __type(name: \"Post\") { name } }", Limits());
  ASSERT_TRUE(document);
  const auto& operation = std::get<ast::OperationDefinition>(document->definitions.front());
  const FragmentTable fragments;
  const VariableValues variables;
  const auto fields =
      collect_fields(schema.types(), fragments, variables, *schema.types().query(), operation.selection_set);
  const std::string told = R"({"name":"Post"})";
  constexpr std::size_t fitting = 10;
  const std::size_t each = told.size() + 2 + KeptIntrospection::overhead;
  KeptIntrospection kept(fitting * each);
  const auto ask = [&](std::string key) {
    std::string out = "before";
    EXPECT_FALSE(kept.answer(std::move(key), schema.types(), fragments, variables, fields.front(), out));
    EXPECT_EQ(out, "before" + told);
  };
  for (int key = 10; key < 40; ++key) ask(std::to_string(key));
  EXPECT_EQ(kept.made(), 30U);
  EXPECT_EQ(kept.bytes(), fitting * each);
  ask("30");
  ask("39");
  EXPECT_EQ(kept.reused(), 2U);
  ask("29");
  EXPECT_EQ(kept.made(), 31U);
  ask("30");
  EXPECT_EQ(kept.reused(), 3U) << "it was used later than the one that had to go";
  ask(std::string(fitting * each, 'k'));
  ask(std::string(fitting * each, 'k'));
  ask("");
  ask("");
  EXPECT_EQ(kept.made(), 35U);
  EXPECT_EQ(kept.bytes(), fitting * each);
}

}  // namespace
}  // namespace tenon::api::graphql
