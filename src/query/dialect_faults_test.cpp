#include "query/dialect_faults.hpp"

#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using ::testing::IsEmpty;

constexpr std::string_view schema_text = R"graphql(
type Note @resource
  @allow(ops: [READ], when: "title.matches('^[a-z]+$')")
  @allow(ops: [CREATE], when: "title.matches('\\\\pL')")
  @deny(ops: [READ], when: "title == 'a\\u0000b'") {
  title: String! @allow(ops: [UPDATE], when: "size(title) > 1 && title.matches('a{300}')")
}
)graphql";

TEST(DialectFaultsTest, PatternsThatPostgresqlCannotSayAreNamedWithTheirRule) {
  const auto model = schema::must_load(schema_text, schema::Lints::skip);
  ASSERT_TRUE(model);
  EXPECT_THAT(dialect_faults(*model, sql::Dialect::sqlite), IsEmpty());
  const std::vector<std::string> faults{
      R"~(Note: the rule "title.matches('\\pL')" has the pattern '\pL', which uses a Unicode class (\p), which PostgreSQL does not have)~",
      R"~(Note: the rule "title == 'a\u0000b'" has text with the character U+0000, which PostgreSQL cannot hold)~",
      R"~(Note.title: the rule "size(title) > 1 && title.matches('a{300}')" has the pattern 'a{300}', which repeats more than 255 times, which is PostgreSQL's limit)~"};
  EXPECT_EQ(dialect_faults(*model, sql::Dialect::postgres), faults);
}

}  // namespace
}  // namespace tenon::query
