#include "query/lower_filter.hpp"

#include "query/testing/test_small_blog.hpp"
#include "sql/render.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

struct LowerFilterTest : ::testing::Test {
  testing::Parts blog;
  LowerScope scope{Ground{.model = *blog.model,
                          .dialect = sql::Dialect::sqlite,
                          .caller = {.roles = blog.role("user"), .anonymous = false}}};

  Filter compare(const std::vector<const char*>& hops, const char* path, Comparison comparison,
                 std::vector<Operand> operands = {0}) {
    Filter filter;
    filter.kind = Filter::Kind::compare;
    for (const char* hop : hops) filter.path.hops.push_back(&blog.field(hop));
    filter.path.field = &blog.field(path);
    filter.comparison = comparison;
    filter.operands = std::move(operands);
    return filter;
  }
  static Filter group(Filter::Kind kind, std::vector<Filter> children) {
    Filter filter;
    filter.kind = kind;
    filter.children = std::move(children);
    return filter;
  }
  std::string sql(const Filter& filter) {
    scope.context = {};
    return to_text(lower_filter(scope, filter, "p"), sql::Dialect::sqlite);
  }
};

TEST_F(LowerFilterTest, EveryComparisonHasItsSql) {
  const auto of = [&](const char* path, Comparison comparison, std::vector<Operand> operands = {0}) {
    return sql(compare({}, path, comparison, std::move(operands)));
  };
  EXPECT_EQ(of("Post.views", Comparison::equal), R"(("p"."views" = ?1))");
  EXPECT_EQ(of("Post.views", Comparison::not_equal), R"(("p"."views" <> ?1))");
  EXPECT_EQ(of("Post.views", Comparison::less), R"(("p"."views" < ?1))");
  EXPECT_EQ(of("Post.views", Comparison::less_equal), R"(("p"."views" <= ?1))");
  EXPECT_EQ(of("Post.views", Comparison::greater), R"(("p"."views" > ?1))");
  EXPECT_EQ(of("Post.views", Comparison::greater_equal), R"(("p"."views" >= ?1))");
  EXPECT_EQ(of("Post.views", Comparison::in, {0, 1}), R"(("p"."views" IN (?1, ?2)))");
  EXPECT_EQ(of("Post.views", Comparison::not_in, {0, 1}), R"((NOT ("p"."views" IN (?1, ?2))))");
  EXPECT_EQ(of("Post.title", Comparison::contains), R"(tenon_contains("p"."title", ?1))");
  EXPECT_EQ(of("Post.title", Comparison::starts_with),
            R"(("p"."title" >= ?1 AND "p"."title" < tenon_after_prefix(?1)))");
  EXPECT_EQ(of("Post.title", Comparison::ends_with), R"(tenon_ends_with("p"."title", ?1))");
  EXPECT_EQ(of("Post.number", Comparison::is_null), R"((("p"."number" IS NULL) = ?1))");
}

TEST_F(LowerFilterTest, GroupsNestAndEmptyOnesAreConstants) {
  const auto one = compare({}, "Post.views", Comparison::equal);
  const auto other = compare({}, "Post.title", Comparison::equal, {1});
  EXPECT_EQ(sql(group(Filter::Kind::all_of, {})), "1");
  EXPECT_EQ(sql(group(Filter::Kind::any_of, {})), "0");
  EXPECT_EQ(sql(group(Filter::Kind::any_of, {one, group(Filter::Kind::all_of, {one, other})})),
            R"((("p"."views" = ?1) OR (("p"."views" = ?1) AND ("p"."title" = ?2))))");
}

TEST_F(LowerFilterTest, AGuardedFieldIsGuardedWhateverIsAskedOfIt) {
  const std::string guard = R"((("p"."author_id" = ?1) AND )";
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::equal)), guard + R"(("p"."secret" = ?2)))");
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::not_equal)), guard + R"(("p"."secret" <> ?2)))");
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::not_in)), guard + R"((NOT ("p"."secret" IN (?2)))))");
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::is_null)), guard + R"((("p"."secret" IS NULL) = ?2)))");
}

TEST_F(LowerFilterTest, AFieldThatACallerNeverSeesMatchesNothing) {
  scope.caller = {};
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::not_equal)), "0");
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::is_null)), "0");
  scope.caller = {.roles = blog.role("admin"), .anonymous = false};
  EXPECT_EQ(sql(compare({}, "Post.secret", Comparison::equal)), R"(("p"."secret" = ?1))");
}

TEST_F(LowerFilterTest, AHopMeetsOnlyRowsTheCallerMayRead) {
  EXPECT_EQ(
      sql(compare({"Post.author"}, "User.name", Comparison::equal)),
      R"(EXISTS (SELECT 1 FROM "users" AS "t0" WHERE (("t0"."id" = "p"."author_id") AND (("t0"."hidden" = 0) OR ("t0"."id" = ?1)) AND ("t0"."name" = ?2))))");
  EXPECT_EQ(
      sql(compare({"Post.author"}, "User.salary", Comparison::greater)),
      R"(EXISTS (SELECT 1 FROM "users" AS "t0" WHERE (("t0"."id" = "p"."author_id") AND (("t0"."hidden" = 0) OR ("t0"."id" = ?1)) AND ("t0"."id" = ?1) AND ("t0"."salary" > ?2))))");
}

TEST_F(LowerFilterTest, AListHopMeansSome) {
  EXPECT_EQ(
      sql(compare({"Post.tags"}, "Tag.name", Comparison::in, {0, 1})),
      R"(EXISTS (SELECT 1 FROM "tags" AS "t0" JOIN "post_tags" AS "t1" ON ("t1"."tag_id" = "t0"."id") WHERE (("t1"."post_id" = "p"."id") AND (("t0"."staff" = 1) IS NOT TRUE) AND ("t0"."name" IN (?1, ?2)))))");
  scope.caller = {.roles = blog.role("admin"), .anonymous = false};
  EXPECT_EQ(sql(compare({"User.posts"}, "Post.title", Comparison::equal)),
            R"(EXISTS (SELECT 1 FROM "posts" AS "t0" WHERE (("t0"."author_id" = "p"."id") AND ("t0"."title" = ?1))))");
}

TEST_F(LowerFilterTest, AHiddenKeyHidesItsListToo) {
  // Post.reviewer is its author's to see: nobody else finds it out by asking for the reviewer's posts.
  EXPECT_EQ(
      sql(compare({"User.reviews"}, "Post.title", Comparison::equal)),
      R"(EXISTS (SELECT 1 FROM "posts" AS "t0" WHERE (("t0"."reviewer_id" = "p"."id") AND ("t0"."author_id" = ?1) AND (("t0"."published" = 1) OR ("t0"."author_id" = ?1)) AND ("t0"."title" = ?2))))");
}

TEST_F(LowerFilterTest, AGuardedHopIsGuardedBeforeItIsTaken) {
  EXPECT_EQ(
      sql(compare({"Post.reviewer"}, "User.name", Comparison::equal)),
      R"((("p"."author_id" = ?1) AND EXISTS (SELECT 1 FROM "users" AS "t0" WHERE (("t0"."id" = "p"."reviewer_id") AND (("t0"."hidden" = 0) OR ("t0"."id" = ?1)) AND ("t0"."name" = ?2)))))");
}

}  // namespace
}  // namespace tenon::query
