#include "api/graphql/execute/executor.hpp"
#include "base/task_blocking.hpp"
#include "query/testing/counting_database.hpp"
#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

/// node(id): whichever type the row is of, and whoever asks.
namespace tenon::api::graphql {
namespace {

using query::testing::number;
using query::testing::text;

/// Relations lead from the last declared type to the first and back.
constexpr std::string_view office = R"graphql(
enum Role @roles { user staff @inherits(role: user) }
type Person @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  role: Role! @default(value: user)
}
type Letter @resource @allow(ops: [READ], when: "to == auth.id || open")
  @rateLimit(limit: 3, window: "1m", ops: [READ]) {
  to: Person!
  open: Boolean! @default(value: false)
  words: String!
  secret: String @allow(ops: [READ], when: "to == auth.id")
  stamps: [Stamp!]!
}
type File @resource @allow(ops: [READ], when: "auth.is('staff')") { name: String! letter: Letter }
type Stamp @resource @public(ops: [READ]) { letter: Letter! worth: Int! }
type Counter @resource @public(ops: [READ]) { id: BigInt! name: String! }
)graphql";

std::string id_of(int row) {
  auto digits = std::to_string(row);
  return "00000000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
}
base::Value id_value(int row) {
  return id_of(row);
}

/// An executor over a database that counts, with a clock that stands.
struct House : query::testing::EngineHouse {
  explicit House(std::string_view schema = office, std::int64_t max_cost = 50'000) : EngineHouse(schema) {
    query::EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    options.clock = [] { return base::Micros{0}; };
    options.max_cost = max_cost;
    neck = std::make_unique<query::Engine>(model, counting, std::move(options));
    executor = std::make_unique<Executor>(*neck, model);
  }
  ExecuteAnswer answer(std::string_view document, const access::Principal& caller, int row = 0) {
    base::Json::Object variables;
    variables.emplace_back("id", base::Json(base::Json::Storage(id_of(row))));
    const base::Json given{base::Json::Storage(std::move(variables))};
    ExecuteRequest request;
    request.document = document;
    request.variables = &given;
    return base::run_blocking(executor->execute(request, caller));
  }
  std::string run(std::string_view document, const access::Principal& caller, int row = 0) {
    return answer(document, caller, row).json;
  }
  /// Statements since the last time.
  std::size_t asked() { return std::exchange(counting.statements, {}).size(); }

  query::testing::CountingDatabase counting{*database};
  std::unique_ptr<query::Engine> neck;
  std::unique_ptr<Executor> executor;
};

struct NodeTest : ::testing::Test {
  House house;
  access::Principal ann = house.as(id_of(1));
  access::Principal bob = house.as(id_of(2), "staff");

  void SetUp() override {
    house.put("Person", {{"id", id_value(1)}, {"email", text("ann@example.org")}});
    house.put("Person", {{"id", id_value(2)}, {"email", text("bob@example.org")}, {"role", text("staff")}});
    letter(10, 1, false);
    letter(11, 2, false);
    letter(12, 2, true);
    house.put("File", {{"id", id_value(20)}, {"name", text("f")}, {"letter", id_value(11)}});
    for (int stamp = 30; stamp < 33; ++stamp)
      house.put("Stamp", {{"id", id_value(stamp)}, {"letter", id_value(10)}, {"worth", number(stamp)}});
  }
  void letter(int row, int to, bool open) {
    house.put("Letter", {{"id", id_value(row)},
                         {"to", id_value(to)},
                         {"open", open},
                         {"words", text("w" + std::to_string(row))},
                         {"secret", text("s" + std::to_string(row))}});
  }
};

constexpr auto of_any = "query($id: ID!) { node(id: $id) { __typename id } }";
constexpr auto nobody = R"({"data":{"node":null}})";

TEST_F(NodeTest, WhatIsHiddenIsLikeWhatIsNotThere) {
  EXPECT_EQ(house.run(of_any, ann, 10), R"({"data":{"node":{"__typename":"Letter","id":")" + id_of(10) + "\"}}}");
  EXPECT_EQ(house.run(of_any, bob, 20), R"({"data":{"node":{"__typename":"File","id":")" + id_of(20) + "\"}}}");
  EXPECT_EQ(house.asked(), 2U);
  EXPECT_EQ(house.run(of_any, ann, 99), nobody);
  EXPECT_EQ(house.run(of_any, ann, 11), nobody) << "a row that its rule closes";
  EXPECT_EQ(house.run(of_any, ann, 20), nobody) << "a type that is closed to the class";
  EXPECT_EQ(house.asked(), 3U);
  EXPECT_EQ(house.run(of_any, house.anonymous(), 1), nobody);
  // What the class cannot reach is not asked for either.
  ASSERT_EQ(house.counting.statements.size(), 1U);
  EXPECT_EQ(house.counting.statements[0].find("people"), std::string::npos) << house.counting.statements[0];
  EXPECT_EQ(house.counting.statements[0].find("files"), std::string::npos) << house.counting.statements[0];
  EXPECT_NE(house.counting.statements[0].find("stamps"), std::string::npos) << house.counting.statements[0];
  EXPECT_NE(house.run("query($id: ID!) { node(id: $id) { ... on File { name } } }", ann, 20).find("Unknown type"),
            std::string::npos);
}

TEST_F(NodeTest, ATypeThatNoFragmentNamesIsAnObjectWithoutMembers) {
  constexpr auto document = "query($id: ID!) { node(id: $id) { ... on Letter { words } } }";
  EXPECT_EQ(house.run(document, ann, 1), R"({"data":{"node":{}}})");
  EXPECT_EQ(house.run(document, ann, 20), nobody);
  EXPECT_EQ(house.run(document, ann, 10), R"({"data":{"node":{"words":"w10"}}})");
  EXPECT_EQ(house.run("{ node(id: \"no id\") { id } }", ann), nobody);
}

TEST_F(NodeTest, AFragmentIsAnsweredAsTheFieldOfItsTypeIs) {
  constexpr auto fields =
      "t: __typename id words secret open to { email } stamps(first: 2, sort: [{field: worth, direction: DESC}]) "
      "{ totalCount edges { cursor node { worth letter { secret } } } pageInfo { endCursor hasNextPage } } ";
  for (const auto& [row, caller] : {std::pair{10, ann}, std::pair{12, bob}}) {
    const auto of_type = house.run("query($id: ID!) { x: letter(id: $id) {" + std::string(fields) + "} }", caller, row);
    const auto of_node = house.run(
        "query($id: ID!) { x: node(id: $id) { ... on Letter {" + std::string(fields) + "} ... on Stamp { worth } } }",
        caller, row);
    EXPECT_EQ(of_node, of_type);
    EXPECT_NE(of_node.find("w" + std::to_string(row)), std::string::npos) << of_node;
    EXPECT_EQ(house.asked(), 2U);
  }
}

TEST_F(NodeTest, WhatARuleMasksIsListed) {
  EXPECT_EQ(house.run("query($id: ID!) { node(id: $id) { ... on Letter { words secret } } }", ann, 12),
            R"({"data":{"node":{"words":"w12","secret":null}},"extensions":{"masked":["node.secret"]}})");
}

TEST_F(NodeTest, OfOneIdTheFirstDeclaredTypeThatTheCallerMayReadIsGiven) {
  house.put("File", {{"id", id_value(11)}, {"name", text("f")}});
  house.put("Stamp", {{"id", id_value(11)}, {"letter", id_value(10)}, {"worth", number(1)}});
  constexpr auto document = "query($id: ID!) { node(id: $id) { __typename ... on Stamp { worth } } }";
  EXPECT_EQ(house.run(document, bob, 11), R"({"data":{"node":{"__typename":"Letter"}}})");
  EXPECT_EQ(house.run(document, ann, 11), R"({"data":{"node":{"__typename":"Stamp","worth":1}}})");
  house.take("Letter", id_value(12));
  house.put("File", {{"id", id_value(12)}, {"name", text("f")}});
  house.put("Stamp", {{"id", id_value(12)}, {"letter", id_value(10)}, {"worth", number(1)}});
  EXPECT_EQ(house.run(document, bob, 12), R"({"data":{"node":{"__typename":"File"}}})");
}

TEST_F(NodeTest, ReadsCountAgainstTheTypesThatAreAskedForAndTheOneThatIsFound) {
  constexpr auto letters = "query($id: ID!) { node(id: $id) { ... on Letter { words } ... on Stamp { worth } } }";
  constexpr auto stamps = "query($id: ID!) { node(id: $id) { id ... on Stamp { worth } } }";
  const auto refused = [](const std::string& json) { return json.find("TOO_MANY_REQUESTS") != std::string::npos; };
  EXPECT_FALSE(refused(house.run(letters, ann, 99)));
  EXPECT_FALSE(refused(house.run(letters, ann, 10)));
  EXPECT_FALSE(refused(house.run(of_any, ann, 10)));
  for (const int row : {1, 30, 99}) EXPECT_FALSE(refused(house.run(stamps, ann, row))) << row;
  house.asked();
  EXPECT_TRUE(refused(house.run(letters, ann, 30)));
  EXPECT_EQ(house.asked(), 0U);
  const auto found = house.run(of_any, ann, 10);
  EXPECT_TRUE(refused(found)) << found;
  EXPECT_TRUE(found.starts_with(R"({"data":{"node":null})")) << found;
  EXPECT_FALSE(refused(house.run(of_any, ann, 30)));
  EXPECT_FALSE(refused(house.run(letters, bob, 10)));
}

TEST_F(NodeTest, WhatNestsTooDeepIsRefusedBeforeTheDatabaseWould) {
  std::size_t answered = 0;
  for (std::size_t lists = 0; lists < 5; ++lists) {
    std::string inner = "worth";
    for (std::size_t i = 0; i < lists; ++i)
      inner = "letter { stamps(first: 1, filter: {letter: {stamps: {worth: {gt: 0}}}}) { edges { node { " + inner +
              " } } } }";
    // A caller of its own for each: reads of letters are limited.
    const auto caller = house.as(id_of(100 + static_cast<int>(lists)), "staff");
    const auto json = house.run("query($id: ID!) { node(id: $id) { ... on Stamp { " + inner + " } } }", caller, 30);
    if (json.find("errors") == std::string::npos)
      ++answered;
    else
      EXPECT_TRUE(json.find("nest too deep") != std::string::npos || json.find("LIMIT_EXCEEDED") != std::string::npos)
          << json;
  }
  EXPECT_GE(answered, 3U);
}

TEST_F(NodeTest, TheIdMayChangeInAKeptOperation) {
  constexpr auto document =
      "query($id: ID!, $n: Int) { node(id: $id) { __typename ... on Letter { stamps(first: $n) { totalCount } } } }";
  const auto before = house.executor->statistics();
  EXPECT_EQ(house.run(document, ann, 10), R"({"data":{"node":{"__typename":"Letter","stamps":{"totalCount":3}}}})");
  const auto plans = house.neck->statistics().plans_made;
  EXPECT_EQ(house.run(document, ann, 12), R"({"data":{"node":{"__typename":"Letter","stamps":{"totalCount":0}}}})");
  EXPECT_EQ(house.run(document, ann, 31), R"({"data":{"node":{"__typename":"Stamp"}}})");
  EXPECT_EQ(house.executor->statistics().operations_built, before.operations_built + 1);
  EXPECT_EQ(house.executor->statistics().operations_reused, before.operations_reused + 2);
  EXPECT_EQ(house.neck->statistics().plans_made, plans);
}

TEST_F(NodeTest, CostsARowOfEachTypeThatItMayBeOf) {
  // Person, Letter and Stamp; a letter without length is worth 200 bytes more.
  EXPECT_EQ(house.answer(of_any, ann, 10).price, 3);
  EXPECT_EQ(house.answer("query($id: ID!) { node(id: $id) { ... on Letter { words } } }", ann, 10).price, 4);
  EXPECT_EQ(house.answer(of_any, bob, 10).price, 4);
  House poor(office, 2);
  EXPECT_EQ(poor.answer(of_any, ann, 10).stage, ExecuteAnswer::Stage::too_expensive);
  EXPECT_EQ(poor.asked(), 0U);
}

/// `count` types, each with a rule of its own and a relation to the one before.
std::string many_types(int count) {
  std::string schema = R"graphql(
enum Role @roles { user }
type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "id == auth.id") {
  email: Email! @unique
  role: Role! @default(value: user)
}
)graphql";
  for (int i = 0; i < count; ++i) {
    const auto name = "T" + std::to_string(i);
    schema += "type " + name + " @resource @allow(ops: [READ], when: \"owner == auth.id || size > " +
              std::to_string(i) + "\") { owner: User @relation(field: \"all" + name + "\") size: Int! }\n";
  }
  schema += "extend type User {";
  for (int i = 0; i < count; ++i) schema += " allT" + std::to_string(i) + ": [T" + std::to_string(i) + "!]!";
  return schema + " }";
}

TEST(NodeOfManyTypes, IsOneStatement) {
  constexpr int types = 120;
  House house(many_types(types));
  const auto ann = house.as(id_of(1));
  house.put("User", {{"id", id_value(1)}, {"email", text("ann@example.org")}});
  for (const int type : {0, 60, types - 1}) {
    const auto name = "T" + std::to_string(type);
    house.put(name, {{"id", id_value(1000 + type)}, {"owner", id_value(1)}, {"size", number(0)}});
    house.put(name, {{"id", id_value(2000 + type)}, {"size", number(type)}});
  }
  std::string named = "query($id: ID!) { node(id: $id) { __typename id";
  for (int i = 0; i < types; i += 3) named += " ... on T" + std::to_string(i) + " { size owner { email } }";
  named += " } }";
  for (const int type : {0, 60, types - 1}) {
    const auto name = "T" + std::to_string(type);
    EXPECT_EQ(house.run(of_any, ann, 1000 + type),
              R"({"data":{"node":{"__typename":")" + name + R"(","id":")" + id_of(1000 + type) + "\"}}}");
    EXPECT_EQ(house.run(of_any, ann, 2000 + type), nobody);
    const std::string more = type % 3 == 0 ? R"(,"size":0,"owner":{"email":"ann@example.org"})" : "";
    EXPECT_EQ(house.run(named, ann, 1000 + type),
              R"({"data":{"node":{"__typename":")" + name + R"(","id":")" + id_of(1000 + type) + '"' + more + "}}}");
    EXPECT_EQ(house.asked(), 3U);
  }
}

}  // namespace
}  // namespace tenon::api::graphql
