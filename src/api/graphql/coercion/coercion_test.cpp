#include "api/graphql/coercion/coerce_arguments.hpp"
#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/type_system/build.hpp"
#include "api/graphql/validation/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <stdexcept>

/// Wording is compared with graphql-js in validation/reference_test.cpp; here is what values come to.
namespace tenon::api::graphql {
namespace {

class GraphqlCoercion : public ::testing::Test {
 protected:
  const ast::Document& parsed(std::string text) {
    auto document = parse_executable(std::move(text));
    if (!document) throw std::runtime_error(document.error().front().message);
    const Errors errors = validate(*types, *document);
    if (!errors.empty()) throw std::runtime_error(errors.front().message);
    return documents.emplace_back(std::move(*document));
  }

  static const ast::OperationDefinition& operation(const ast::Document& document) {
    return **select_operation(document, std::nullopt);
  }
  static const ast::Field& root_field(const ast::Document& document) {
    return std::get<ast::Field>(operation(document).selection_set.selections.front());
  }

  /// The variables of an operation as JSON, in the order of their names.
  std::string variables(std::string text, std::string_view json) {
    const auto values = coerce_variables(*types, operation(parsed(std::move(text))), *base::parse_json(json));
    if (!values) return values.error().front().message;
    std::map<std::string, std::string> sorted;
    for (const auto& [name, value] : values->values) sorted[name] = to_text(value);
    std::string all;
    for (const auto& [name, value] : sorted) all += name + "=" + value + " ";
    return all;
  }

  /// The arguments of the first root field, as JSON.
  std::string arguments(std::string text, std::string_view json = "{}") {
    const ast::Document& document = parsed(std::move(text));
    const auto values = coerce_variables(*types, operation(document), *base::parse_json(json));
    if (!values) return values.error().front().message;
    const ast::Field& field = root_field(document);
    const auto coerced =
        coerce_arguments(types->query()->find_field(field.name.text)->arguments, field.arguments, field.span, *values);
    if (coerced) return to_text(base::Json(coerced->values));
    const auto& at = coerced.error().locations.front();
    return std::to_string(at.line) + ":" + std::to_string(at.column) + " " + coerced.error().message;
  }

  /// Response keys and how many nodes stand behind each.
  std::string collected(std::string text, std::string_view json = "{}") {
    const ast::Document& document = parsed(std::move(text));
    const auto values = coerce_variables(*types, operation(document), *base::parse_json(json));
    if (!values) return values.error().front().message;
    std::string all;
    for (const CollectedField& field :
         collect_fields(*types, fragments_of(document), *values, *types->query(), operation(document).selection_set))
      all += std::string(field.key) + "*" + std::to_string(field.nodes.size()) + " ";
    return all;
  }

  TypeSystemPtr types = *build_type_system(R"(
enum Colour { RED GREEN }
input Point { x: Int! y: Int = 7 colour: Colour tags: [String!] more: [Point!] }
input Either @oneOf { a: Int b: String }
scalar DateTime
scalar JSON
scalar Whatever
interface Thing { id: ID }
type Query implements Thing {
  id: ID
  f(point: Point, list: [Int], n: Int! = 3, e: Either, at: DateTime, json: JSON, id: ID, any: Whatever, colour: Colour): Int
  g(needed: Int!): Int
  q: Query
})");
  std::deque<ast::Document> documents;
};

TEST_F(GraphqlCoercion, TypesVariables) {
  EXPECT_EQ(variables("query ($i: ID, $n: Int) { f(id: $i, n: 1, list: [$n]) }", R"({"i": 5, "n": 1.0, "other": 1})"),
            "i=\"5\" n=1 ");
  EXPECT_EQ(variables("query ($p: Point) { f(point: $p) }", R"({"p": {"x": 1, "tags": "a"}})"),
            R"(p={"x":1,"y":7,"tags":["a"]} )");
  EXPECT_EQ(variables("query ($l: [Int] = [1, 2]) { f(list: $l) }", "{}"), "l=[1,2] ");
  EXPECT_EQ(variables("query ($l: [Int] = [1, 2]) { f(list: $l) }", R"({"l": null})"), "l=null ");
  EXPECT_EQ(variables("query ($l: [Int]) { f(list: $l) }", "{}"), "");
  EXPECT_EQ(variables("query ($l: [Int]) { f(list: $l) }", "null"), "");
  EXPECT_EQ(variables("query ($j: JSON) { f(json: $j) }", R"({"j": {"a": [1, null]}})"), R"(j={"a":[1,null]} )");
}

TEST_F(GraphqlCoercion, SaysWhereAVariableIsWrong) {
  EXPECT_EQ(variables("query ($p: Point) { f(point: $p) }", R"({"p": {"x": 1, "more": [{"x": 1}, {"x": "1"}]}})"),
            R"(Variable "$p" got invalid value "1" at "p.more[1].x"; Int cannot represent non-integer value: "1")");
  EXPECT_EQ(
      variables("query ($p: Point) { f(point: $p) }", R"({"p": {"x": 1, "colour": "RDE"}})"),
      R"(Variable "$p" got invalid value "RDE" at "p.colour"; Value "RDE" does not exist in "Colour" enum. Did you )"
      R"(mean the enum value "RED"?)");
  EXPECT_EQ(variables("query ($n: Int!) { g(needed: $n) }", "{}"),
            R"(Variable "$n" of required type "Int!" was not provided.)");
  EXPECT_EQ(variables("query ($n: Int!) { g(needed: $n) }", R"({"n": null})"),
            R"(Variable "$n" of non-null type "Int!" must not be null.)");
  EXPECT_EQ(
      variables("query ($at: DateTime) { f(at: $at) }", R"({"at": "yesterday"})"),
      R"(Variable "$at" got invalid value "yesterday"; DateTime cannot represent value: "yesterday": it must be a )"
      R"(time as 2026-01-15T10:30:00Z.)");
}

TEST_F(GraphqlCoercion, TellsOnlySomeOfManyFaults) {
  std::string items = "[";
  for (int i = 0; i < 1000; ++i) items += i == 0 ? "\"a\"" : ",\"a\"";
  const ast::Document& document = parsed("query ($l: [Int]) { f(list: $l) }");
  const auto values = coerce_variables(*types, operation(document), *base::parse_json("{\"l\": " + items + "]}"));
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().size(), max_variable_errors + 1);
  EXPECT_THAT(values.error().back().message, testing::HasSubstr("Too many errors"));
}

TEST_F(GraphqlCoercion, FillsArguments) {
  EXPECT_EQ(arguments("{ f }"), R"({"n":3})");
  EXPECT_EQ(arguments("{ f(n: 4, list: 5, id: 6) }"), R"({"list":[5],"n":4,"id":"6"})");
  EXPECT_EQ(arguments("{ f(point: {colour: RED, x: 1, tags: []}) }"),
            R"({"point":{"x":1,"y":7,"colour":"RED","tags":[]},"n":3})");
  EXPECT_EQ(arguments("{ f(json: {a: [1, RED, null, \"b\"]}, any: 1.50) }"),
            R"({"n":3,"json":{"a":[1,"RED",null,"b"]},"any":1.50})");
}

TEST_F(GraphqlCoercion, TellsAbsentFromNull) {
  constexpr std::string_view text = "query ($p: Point, $i: Int) { f(point: $p, list: [$i]) }";
  EXPECT_EQ(arguments(std::string(text)), R"({"list":[null],"n":3})");
  EXPECT_EQ(arguments(std::string(text), R"({"p": null, "i": 1})"), R"({"point":null,"list":[1],"n":3})");
  EXPECT_EQ(arguments("query ($y: Int) { f(point: {x: 1, y: $y}) }"), R"({"point":{"x":1,"y":7},"n":3})");
  EXPECT_EQ(arguments("query ($y: Int) { f(point: {x: 1, y: $y}) }", R"({"y": null})"),
            R"({"point":{"x":1,"y":null},"n":3})");
}

TEST_F(GraphqlCoercion, RefusesArgumentsThatOnlyTheirValueMakesWrong) {
  EXPECT_EQ(arguments("query ($n: Int = 1) { f(n: $n) }", R"({"n": null})"),
            R"(1:28 Argument "n" of non-null type "Int!" must not be null.)");
  EXPECT_EQ(
      arguments("{ f(at: \"soon\") }"),
      R"(1:9 Argument "at" has invalid value "soon". DateTime cannot represent value: "soon": it must be a time as )"
      R"(2026-01-15T10:30:00Z.)");
  EXPECT_EQ(arguments("{ f(at: 5) }").substr(0, 4), "1:9 ");
}

TEST_F(GraphqlCoercion, CollectsFieldsInOrderWithFragmentsSpreadOut) {
  EXPECT_EQ(collected("{ b: id ...A id ... on Thing { b: id } ... { c: id } } fragment A on Query { c: id id }"),
            "b*2 c*2 id*2 ");
  EXPECT_EQ(collected("{ ...A ...A } fragment A on Query { id }"), "id*1 ");
}

TEST_F(GraphqlCoercion, SkipsAndIncludes) {
  constexpr std::string_view text =
      "query ($yes: Boolean!, $no: Boolean = false) { a: id @skip(if: $yes) b: id @include(if: $yes) c: id "
      "@include(if: "
      "$no) ... @skip(if: $no) { d: id } ...F @include(if: $no) e: id @skip(if: false) @include(if: false) } fragment "
      "F on "
      "Query { f: id }";
  EXPECT_EQ(collected(std::string(text), R"({"yes": true})"), "b*1 d*1 ");
  EXPECT_EQ(collected(std::string(text), R"({"yes": false, "no": true})"), "a*1 c*1 f*1 ");
}

TEST_F(GraphqlCoercion, NamesTheVariablesThatDecideASelection) {
  const ast::Document& document = parsed(
      "query ($a: Boolean!, $b: Boolean!, $c: Int!) { id @skip(if: $a) ...F g(needed: $c) } fragment F on Query { q { "
      "id "
      "@include(if: $b) } }");
  EXPECT_THAT(condition_variables(operation(document), fragments_of(document)), testing::ElementsAre("a", "b"));
}

TEST_F(GraphqlCoercion, RefusesAConditionThatIsNull) {
  const ast::Document& document = parsed("query ($no: Boolean = false) { id @skip(if: $no) }");
  const auto values = coerce_variables(*types, operation(document), *base::parse_json(R"({"no": null})"));
  const Errors errors = check_conditions(operation(document), fragments_of(document), *values);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.front().message, "Argument \"if\" of non-null type \"Boolean!\" must not be null.");
}

TEST_F(GraphqlCoercion, SelectsOperations) {
  const ast::Document& two = parsed("query A { id } query B { id }");
  EXPECT_EQ((*select_operation(two, "B"))->name->text, "B");
  EXPECT_EQ(select_operation(two, std::nullopt).error().message,
            "Must provide operation name if query contains multiple operations.");
  EXPECT_EQ(select_operation(two, "C").error().message, "Unknown operation named \"C\".");
}

TEST_F(GraphqlCoercion, RefusesOperationsThatTheSchemaDoesNotHave) {
  const ast::Document& document = parsed("mutation { anything }");
  EXPECT_EQ(root_of(*types, operation(document)).error().message,
            "Schema is not configured to execute mutation operation.");
  EXPECT_EQ(*root_of(*types, operation(parsed("{ id }"))), types->query());
}

}  // namespace
}  // namespace tenon::api::graphql
