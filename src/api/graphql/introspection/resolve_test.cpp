#include "api/graphql/introspection/resolve.hpp"

#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/served/test_served_schema.hpp"
#include "api/graphql/validation/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// The whole answer is compared with graphql-js in validation/reference_test.cpp; here is what its query does not ask.
namespace tenon::api::graphql {
namespace {

class IntrospectionTest : public ::testing::Test {
 protected:
  /// The JSON of the first root field, or the error's message.
  std::string answer(std::string text, access::CallerClass caller, std::string_view json = "{}",
                     const IntrospectionLimits& limits = {}) {
    const auto served = make_served_schema(model, caller);
    const auto document = parse_executable(std::move(text));
    if (!document) return document.error().front().message;
    if (const Errors errors = validate(served->types(), *document); !errors.empty()) return errors.front().message;
    const auto& operation = **select_operation(*document, std::nullopt);
    const auto variables = coerce_variables(served->types(), operation, *base::parse_json(json));
    const auto fragments = fragments_of(*document);
    const auto fields =
        collect_fields(served->types(), fragments, *variables, *served->types().query(), operation.selection_set);
    std::string out;
    const auto error = resolve_introspection(served->types(), fragments, *variables, fields.front(), out, limits);
    return error ? error->message : out;
  }

  schema::ModelPtr model = testing::shop_model();
  access::CallerClass owner = testing::signed_in(*model, "owner");
};

TEST_F(IntrospectionTest, TellsOfDeprecatedFieldsOnlyWhenAsked) {
  constexpr std::string_view text =
      "query ($old: Boolean = false) { __type(name: \"Product\") { fields(includeDeprecated: $old) { name } } }";
  EXPECT_THAT(answer(std::string(text), owner), ::testing::Not(::testing::HasSubstr("oldName")));
  EXPECT_THAT(answer(std::string(text), owner, R"({"old": true})"), ::testing::HasSubstr("oldName"));
}

TEST_F(IntrospectionTest, FollowsAliasesFragmentsAndConditions) {
  EXPECT_EQ(
      answer("{ __type(name: \"Role\") { ...T k: kind name @skip(if: true) __typename } } fragment T on __Type { "
             "n: name enumValues { name } fields { name } }",
             owner),
      R"({"n":"Role","enumValues":[{"name":"customer"},{"name":"clerk"},{"name":"owner"}],"fields":null,"k":"ENUM",)"
      R"("__typename":"__Type"})");
}

TEST_F(IntrospectionTest, KnowsNothingOfWhatTheCallerCannotReach) {
  constexpr std::string_view text = "{ __type(name: \"Order\") { name } }";
  EXPECT_EQ(answer(std::string(text), owner), R"({"name":"Order"})");
  EXPECT_EQ(answer(std::string(text), testing::anonymous), "null");
  EXPECT_THAT(answer("{ __schema { types { name fields { name } inputFields { name } } } }", testing::anonymous),
              ::testing::AllOf(::testing::Not(::testing::HasSubstr("Order")),
                               ::testing::Not(::testing::HasSubstr("cost")), ::testing::HasSubstr("Product")));
}

TEST_F(IntrospectionTest, RefusesToAnswerAtAnyLength) {
  EXPECT_EQ(answer("{ __schema { types { name fields { name } } } }", owner, "{}", {.bytes = 1000}),
            "The answer about the schema would be longer than 1000 bytes.");
}

}  // namespace
}  // namespace tenon::api::graphql
