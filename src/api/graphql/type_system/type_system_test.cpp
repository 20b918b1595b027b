#include "api/graphql/type_system/build.hpp"
#include "api/graphql/type_system/print.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::api::graphql {
namespace {

TypeSystemPtr built(std::string_view text) {
  auto types = build_type_system(text);
  if (!types) throw std::runtime_error(types.error().front().message);
  return *types;
}

std::vector<std::string> faults(std::string_view text) {
  std::vector<std::string> found;
  const auto types = build_type_system(text);
  if (types) return found;
  for (const Error& error : types.error()) {
    std::string line;
    for (const auto& at : error.locations) line += std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
    found.push_back(line + error.message);
  }
  return found;
}

constexpr std::string_view kitchen_sink = R"(directive @mark(
  """How dark."""
  shade: Int = 3
) repeatable on FIELD | QUERY

"""
What has a name, and a description that is longer than seventy characters in one line.
"""
interface Named {
  name(upper: Boolean = false): String!
}

type Dog implements Named {
  name(upper: Boolean = false, trim: Boolean): String!

  """Two lines,
  "quoted"."""
  friends(first: Int, like: Like = {kind: [DOG], deep: {text: "a\"b"}}): [[Named!]!]
  old: Int @deprecated
  older: Int @deprecated(reason: "use \"old\"")
}

type Cat implements Named {
  name(upper: Boolean = false): String!
}

union Pet = Dog | Cat

enum Kind {
  """Barks."""
  DOG
  CAT @deprecated(reason: "allergic")
}

input Like @oneOf {
  kind: [Kind!]
  deep: Deep
}

input Deep {
  text: String = null
  at: When
}

scalar When @specifiedBy(url: "https://example.com/when")

type Query {
  pet(id: ID!): Pet
  named: Named
}
)";

TEST(GraphqlTypeSystem, PrintsWhatItReadAndReadsWhatItPrinted) {
  const std::string printed = print(*built(kitchen_sink));
  EXPECT_EQ(print(*built(printed)), printed);
  EXPECT_THAT(printed, testing::HasSubstr(
                           "friends(first: Int, like: Like = {kind: [DOG], deep: {text: \"a\\\"b\"}}): [[Named!]!]"));
  EXPECT_THAT(printed, testing::HasSubstr("scalar When @specifiedBy(url: \"https://example.com/when\")"));
  EXPECT_THAT(printed, testing::HasSubstr("input Like @oneOf {"));
  EXPECT_THAT(printed, testing::HasSubstr("older: Int @deprecated(reason: \"use \\\"old\\\"\")"));
}

TEST(GraphqlTypeSystem, KnowsWhatIsOfWhichType) {
  const auto types = built(kitchen_sink);
  const NamedType& dog = *types->find_type("Dog");
  const NamedType& cat = *types->find_type("Cat");
  const NamedType& named = *types->find_type("Named");
  const NamedType& pet = *types->find_type("Pet");
  EXPECT_TRUE(TypeSystem::is_subtype(dog, named));
  EXPECT_TRUE(TypeSystem::is_subtype(cat, pet));
  EXPECT_FALSE(TypeSystem::is_subtype(named, pet));
  EXPECT_TRUE(TypeSystem::overlap(named, pet));
  EXPECT_FALSE(TypeSystem::overlap(dog, cat));
  EXPECT_TRUE(TypeSystem::is_subtype(TypeReference(dog).list().non_null(), TypeReference(named).list()));
  EXPECT_FALSE(TypeSystem::is_subtype(TypeReference(dog).list(), TypeReference(named).list().non_null()));
  EXPECT_EQ(to_text(dog.find_field("friends")->type), "[[Named!]!]");
}

TEST(GraphqlTypeSystem, HasMetaFieldsWhereTheSpecificationPutsThem) {
  const auto types = built(kitchen_sink);
  EXPECT_TRUE(types->find_field(*types->query(), "__schema"));
  EXPECT_TRUE(types->find_field(*types->query(), "__type"));
  EXPECT_FALSE(types->find_field(*types->find_type("Dog"), "__schema"));
  EXPECT_TRUE(types->find_field(*types->find_type("Pet"), "__typename"));
  EXPECT_FALSE(types->find_field(*types->find_type("Kind"), "__typename"));
}

TEST(GraphqlTypeSystem, HoldsOnlyBuiltInScalarsThatAreUsed) {
  const auto types = built(kitchen_sink);
  EXPECT_TRUE(types->find_type("ID"));
  EXPECT_FALSE(types->find_type("Float"));
  EXPECT_TRUE(types->find_type("__Type"));
}

TEST(GraphqlTypeSystem, ExtendsTypes) {
  const auto types =
      built("type Query { a: Int } extend type Query { b: Kind } enum Kind { A } extend enum Kind { B }");
  EXPECT_TRUE(types->query()->find_field("b"));
  EXPECT_TRUE(types->find_type("Kind")->find_value("B"));
}

TEST(GraphqlTypeSystem, SaysWhatCannotBe) {
  EXPECT_THAT(faults("type A { a: Int }"), testing::ElementsAre("Query root type must be provided."));
  EXPECT_THAT(faults("type Query { a: Inte }"), testing::ElementsAre("1:17 Unknown type \"Inte\"."));
  EXPECT_THAT(faults("type Query { a: Int a: Int }"),
              testing::ElementsAre("1:21 There can be only one field named \"a\"."));
  EXPECT_THAT(faults("type Query { a: Int } type Query { b: Int }"),
              testing::Contains("1:28 There can be only one type named \"Query\"."));
  EXPECT_THAT(faults("type Query { a: I } input I { a: Int }"),
              testing::ElementsAre("1:17 The type of Query.a must be Output Type but got: I."));
  EXPECT_THAT(faults("type Query implements N { a: Int } interface N { id: ID! }"),
              testing::ElementsAre("Interface field N.id expected but Query does not provide it."));
  EXPECT_THAT(
      faults("type Query { a(b: I): Int } input I { i: I! }"),
      testing::ElementsAre("Cannot reference Input Object \"I\" within itself through a series of non-null fields."));
}

TEST(GraphqlTypeSystem, FindsMembersOfLargeTypes) {
  std::string text = "type Query {";
  for (int i = 0; i < 50; ++i) text += " field" + std::to_string(i) + ": Int";
  const auto types = built(text + "}");
  EXPECT_EQ(types->query()->find_field("field49")->name, "field49");
  EXPECT_FALSE(types->query()->find_field("field50"));
}

}  // namespace
}  // namespace tenon::api::graphql
