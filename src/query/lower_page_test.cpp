#include "query/lower_page.hpp"

#include "query/lower_selection.hpp"
#include "query/testing/test_small_blog.hpp"
#include "sql/render.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

struct LowerPageTest : ::testing::Test {
  testing::Parts blog;
  LowerScope scope{Ground{.model = *blog.model,
                          .dialect = sql::Dialect::sqlite,
                          .caller = {.roles = blog.role("user"), .anonymous = false}}};

  SortKey up(const char* field) { return {&blog.field(field), false}; }
  SortKey down(const char* field) { return {&blog.field(field), true}; }
  /// The condition after a row with these values; all texts, since only nulls count.
  std::string after(const std::vector<SortKey>& sort, const std::vector<base::Value>& values) {
    std::vector<Operand> operands;
    for (std::size_t i = 0; i < values.size(); ++i) operands.push_back(static_cast<Operand>(i));
    const auto keys = with_id(*sort.front().field->owner_type, sort);
    scope.operands = &values;
    return to_text(lower_after(scope, keys, operands, "p"), sql::Dialect::sqlite);
  }
  base::Value some = std::string("x");
  base::Value null;
};

TEST_F(LowerPageTest, OneUniqueKeyIsAPlainComparison) {
  EXPECT_EQ(after({up("Post.id")}, {some}), R"(("p"."id" > ?1))");
  EXPECT_EQ(after({down("Post.id")}, {some}), R"(("p"."id" < ?1))");
}

TEST_F(LowerPageTest, KeysOfOneDirectionAreOnePlaceInTheIndex) {
  EXPECT_EQ(after({up("Post.title")}, {some, some}), R"((("p"."title", "p"."id") > (?1, ?2)))");
  EXPECT_EQ(after({down("Post.title")}, {some, some}), R"((("p"."title", "p"."id") < (?1, ?2)))");
  scope.context = {};
  EXPECT_EQ(after({up("Post.title"), up("Post.views")}, {some, some, some}),
            R"((("p"."title", "p"."views", "p"."id") > (?1, ?2, ?3)))");
}

TEST_F(LowerPageTest, ARequiredKeyIsBoundedOnceMoreForTheIndex) {
  EXPECT_EQ(after({up("Post.title"), down("Post.id")}, {some, some}),
            R"((("p"."title" >= ?1) AND (("p"."title" > ?1) OR (("p"."title" = ?1) AND ("p"."id" < ?2)))))");
}

TEST_F(LowerPageTest, DirectionsMix) {
  EXPECT_EQ(
      after({up("Post.title"), down("Post.views")}, {some, some, some}),
      R"((("p"."title" >= ?1) AND (("p"."title" > ?1) OR (("p"."title" = ?1) AND ("p"."views" < ?2)) OR (("p"."title" = ?1) AND ("p"."views" = ?2) AND ("p"."id" < ?3)))))");
}

TEST_F(LowerPageTest, NullsAreLastGoingUpAndFirstGoingDown) {
  EXPECT_EQ(after({up("Post.number")}, {some, some}),
            R"((("p"."number" > ?1) OR ("p"."number" IS NULL) OR (("p"."number" = ?1) AND ("p"."id" > ?2))))");
  EXPECT_EQ(after({up("Post.number")}, {null, some}), R"((("p"."number" IS NULL) AND ("p"."id" > ?2)))");
  scope.context = {};
  EXPECT_EQ(after({down("Post.number")}, {some, some}), R"((("p"."number", "p"."id") < (?1, ?2)))");
  scope.context = {};
  EXPECT_EQ(after({down("Post.number")}, {null, some}),
            R"((("p"."number" IS NOT NULL) OR (("p"."number" IS NULL) AND ("p"."id" < ?1))))");
}

TEST_F(LowerPageTest, AKeyThatMayBeNullHasTwoRangesWhereNullsLieBetween) {
  const auto two = [&](const SortKey& key, const base::Value& value) -> std::string {
    scope.context = {};
    const std::vector<base::Value> values{value, some};
    scope.operands = &values;
    const auto parts = lower_after_in_two(scope, with_id(*key.field->owner_type, {key}), {0, 1}, "p");
    if (!parts) return "one";
    return to_text(parts->near, sql::Dialect::sqlite) + " then " + to_text(parts->far, sql::Dialect::sqlite);
  };
  EXPECT_EQ(two(up("Post.number"), some), R"((("p"."number", "p"."id") > (?1, ?2)) then ("p"."number" IS NULL))");
  EXPECT_EQ(two(down("Post.number"), null),
            R"((("p"."number" IS NULL) AND ("p"."id" < ?1)) then ("p"."number" IS NOT NULL))");
  EXPECT_EQ(two(up("Post.number"), null), "one");
  EXPECT_EQ(two(down("Post.number"), some), "one");
  EXPECT_EQ(two(up("Post.title"), some), "one");
  EXPECT_EQ(two(up("Post.secret"), some), "one") << "masked: no index serves it";
}

TEST_F(LowerPageTest, AMaskedKeyComparesAsNull) {
  const auto text = after({up("Post.secret")}, {some, some});
  const std::string visible = R"(CASE WHEN ("p"."author_id" = ?1) THEN "p"."secret" ELSE NULL END)";
  EXPECT_EQ(text,
            "((" + visible + " > ?2) OR (" + visible + " IS NULL) OR ((" + visible + R"( = ?2) AND ("p"."id" > ?3))))");
}

TEST_F(LowerPageTest, ANullForAKeyThatIsNeverNullLeavesNothingToCompareWith) {
  // A caller from whom the key is hidden was given the cursor, one who sees it uses it.
  EXPECT_EQ(after({up("Post.title")}, {null, some}), R"((("p"."title" IS NULL) AND ("p"."id" > ?1)))");
  scope.context = {};
  EXPECT_EQ(after({down("Post.title")}, {null, some}),
            R"((("p"."title" IS NOT NULL) OR (("p"."title" IS NULL) AND ("p"."id" < ?1))))");
}

TEST_F(LowerPageTest, TheIdIsTheLastKeyOnceInTheDirectionBeforeIt) {
  const auto& post = blog.type("Post");
  const auto names = [&](const std::vector<SortKey>& sort) {
    std::string text;
    for (const auto& key : with_id(post, sort)) text += (key.descending ? " -" : " +") + key.field->name;
    return text;
  };
  EXPECT_EQ(names({}), " +id");
  EXPECT_EQ(names({down("Post.views")}), " -views -id");
  EXPECT_EQ(names({down("Post.views"), up("Post.title")}), " -views +title +id");
  EXPECT_EQ(names({up("Post.views"), down("Post.id"), up("Post.title")}), " +views -id");
}

}  // namespace
}  // namespace tenon::query
