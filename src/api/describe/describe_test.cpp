#include "api/describe/describe.hpp"

#include "api/describe/field_words.hpp"
#include "schema/read_files.hpp"
#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tenon::api::describe {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

schema::ModelPtr blog() {
  return schema::must_load(read(TENON_SOURCE_DIR "/examples/blog/schema.graphql"));
}

/// The kept document; UPDATE=1 in the environment keeps a new one, to be looked at before it is committed.
TEST(DesignDocument, OfTheExampleIsAsKept) {
  const std::string path = TENON_SOURCE_DIR "/src/api/describe/testdata/blog.md";
  const auto model = blog();
  const auto document = design_document(*model, {});
  if (std::getenv("UPDATE")) std::ofstream(path, std::ios::binary) << document;
  EXPECT_EQ(document, read(path));
}

TEST(DesignDocument, IsOfOneResourceWhereAsked) {
  const auto model = blog();
  DescribeOptions options;
  options.resource = model->find_resource("Tag");
  const auto document = design_document(*model, options);
  EXPECT_THAT(document, HasSubstr("## Tag\n"));
  EXPECT_THAT(document, HasSubstr("## Errors\n"));
  EXPECT_THAT(document, Not(HasSubstr("## Post\n")));
}

TEST(DesignDocument, ShowsCallersWhatTheyCanReach) {
  const auto model = blog();
  DescribeOptions options;
  options.caller = access::CallerClass{};
  const auto document = design_document(*model, options);
  EXPECT_THAT(document, HasSubstr("| GET | `/api/v1/tags` |"));
  EXPECT_THAT(document, Not(HasSubstr("/api/v1/posts`")));
  EXPECT_THAT(document, Not(HasSubstr("| POST | `/api/v1/tags`")));
  EXPECT_THAT(document, Not(HasSubstr("moderator:")));
}

TEST(DesignDocument, SaysWhatIsWithheldAndChecked) {
  const auto model = schema::load_text(R"graphql(
enum Role @roles { user admin @inherits(role: user) }
type U @resource @account(login: "email", role: "role", registration: CLOSED) @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  hidden: Int @allow(ops: [READ], when: "auth.is('admin')", else: OMIT)
  code: String @pattern(regex: "^(a|b)$")
}
type Span @resource @allow(ops: [READ, CREATE], when: "auth.id != null") @allow(ops: [UPDATE], when: "true", check: "low == old.low")
  @check(rule: "low <= high", message: "upside down") { low: Int! high: Int! }
)graphql",
                                       schema::Lints::skip)
                         .model;
  const auto document = design_document(*model, {});
  EXPECT_THAT(document, HasSubstr("A row is only stored if its low is at most its high (\"upside down\")"));
  EXPECT_THAT(document, HasSubstr("- may change: if always; as changed, only if its low is its former low\n"));
  EXPECT_THAT(document, HasSubstr("`hidden`: may read: if the caller is an admin; else it is left out"));
  DescribeOptions options;
  options.caller = access::CallerClass{.roles = 1, .anonymous = false};
  EXPECT_THAT(design_document(*model, options), Not(HasSubstr("`hidden` |")));
}

TEST(DesignDocument, SaysThatRowsMayComeInRowsAndWritesTogether) {
  const auto document = design_document(*blog(), {});
  EXPECT_THAT(document, HasSubstr("| `comments` | list of Comment | optional: rows | – |"));
  EXPECT_THAT(document, HasSubstr("`POST /api/v1/batch`"));
  EXPECT_THAT(document, HasSubstr("`Idempotency-Key`"));
}

TEST(DesignDocument, NamesTheLimits) {
  const auto model = schema::load_text(R"graphql(
enum Role @roles { user @rateLimit(limit: 300, window: "1m", maxCost: 5000) admin @inherits(role: user) }
type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null")
  @rateLimit(limit: 1, window: "1h", ops: [CREATE], per: ADDRESS) @rateLimit(limit: 50, window: "10s") {
  email: Email! @unique
  role: Role! @default(value: user)
}
)graphql",
                                       schema::Lints::skip)
                         .model;
  const auto document = design_document(*model, {});
  EXPECT_THAT(document,
              HasSubstr("- **user**; at most 300 requests in 60 seconds; a request costs at most 5000 points\n"));
  EXPECT_THAT(document, HasSubstr("- **admin**: also user\n"));
  EXPECT_THAT(document, HasSubstr("### Limits\n\n- `User.create`: at most 1 request in 3600 seconds from each address\n"
                                  "- `User`: at most 50 requests in 10 seconds from each caller\n"));
}

TEST(DesignDocument, KeepsTablesWhole) {
  EXPECT_EQ(in_cell("a|b\nc"), "a\\|b c");
}

}  // namespace
}  // namespace tenon::api::describe
