#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using base::Value;
using testing::number;
using testing::text;

struct EngineNestedTest : ::testing::Test {
  testing::EngineHouse house;
  access::Principal ann = house.as("ann");
  access::Principal moderator = house.as("mod", "moderator");
  access::Principal admin = house.as("root", "admin");

  EngineNestedTest() {
    for (const std::string id : {"ann", "mod", "root"})
      house.put("User", {{"id", text(id)}, {"email", text(id + "@x.org")}, {"name", text(id)}});
    house.put("Tag", {{"id", number(1)}, {"name", text("go")}});
  }

  NestedRows nested(std::string_view path, std::vector<testing::Values> rows) const {
    NestedRows nested;
    nested.field = &house.field(path);
    for (const auto& values : rows) nested.rows.push_back(house.row(nested.field->target->name, values));
    return nested;
  }
  Create post(std::string_view title) const { return house.create_of("Post", {{"title", text(title)}}, {"title"}); }
  std::size_t count(std::string_view type) { return house.stored(std::string(type) + ".id").size(); }
};

TEST_F(EngineNestedTest, RowsOfAListGetTheKeyOfTheRowThatHasThem) {
  auto create = post("One");
  create.rows[0].nested.push_back(nested("Post.comments", {{{"body", text("a")}}, {{"body", text("b")}}}));
  EXPECT_EQ(house.create(create, ann), R"({"title":"One"})");
  EXPECT_TRUE(house.written.created);
  EXPECT_EQ(house.written.ids.size(), 1U);
  EXPECT_FALSE(house.written.etag.empty());
  EXPECT_EQ(count("Comment"), 2U);
  EXPECT_EQ(house.stored("Comment.post"), std::vector<Value>(2, house.stored("Post.id")[0]));
  EXPECT_EQ(house.stored("Comment.author"), std::vector<Value>(2, text("ann")));
}

TEST_F(EngineNestedTest, ARowThatIsPointedToIsMadeFirst) {
  auto create = post("One");
  create.rows[0].nested.push_back(nested("Post.reviewer", {{{"email", text("r@x.org")}, {"name", text("Rev")}}}));
  EXPECT_EQ(house.create(create, ann), "403 reviewer:forbidden");
  EXPECT_EQ(count("User"), 3U);
  EXPECT_EQ(house.create(create, admin), R"({"title":"One"})");
  ASSERT_EQ(count("User"), 4U);
  EXPECT_FALSE(base::is_null(house.stored("Post.reviewer")[0]));
}

TEST_F(EngineNestedTest, LinksAreIdsAndNewRowsInTheOrderSent) {
  auto create = post("One");
  create.rows[0].links.push_back({&house.field("Post.tags"), {Value(), number(1)}});
  auto tags = nested("Post.tags", {{{"name", text("new")}}});
  tags.at = {0};
  create.rows[0].nested.push_back(tags);
  EXPECT_EQ(house.create(create, ann), "403 tags.0:forbidden");
  EXPECT_EQ(count("Post"), 0U);
  EXPECT_EQ(house.create(create, moderator), R"({"title":"One"})");
  EXPECT_EQ(house.stored("Post.tags").size(), 2U);
  EXPECT_EQ(count("Tag"), 2U);
}

TEST_F(EngineNestedTest, AFaultDeepInsideUndoesEverythingAndTellsItsPath) {
  auto inner = house.row("Post", {{"title", text("deep")}, {"views", number(2000)}});
  auto create = house.create_of("User", {{"email", text("n@x.org")}, {"name", text("New")}}, {"name"});
  NestedRows reviews;
  reviews.field = &house.field("User.reviews");
  reviews.rows = {house.row("Post", {{"title", text("fine")}}), inner};
  create.rows[0].nested.push_back(reviews);
  EXPECT_EQ(house.create(create, admin), "422 reviews.1:check");
  EXPECT_EQ(count("User"), 3U);
  EXPECT_EQ(count("Post"), 0U);
}

TEST_F(EngineNestedTest, InAnArrayPathsBeginWithThePlaceOfTheRow) {
  auto create = post("One");
  create.many = true;
  create.rows.push_back(house.row("Post", {{"title", text("Two")}}));
  create.rows[1].nested.push_back(nested("Post.comments", {{{"body", text("a")}}, {}}));
  EXPECT_EQ(house.create(create, ann), "422 1.comments.1.body:required");
  EXPECT_EQ(count("Post"), 0U);
  create.rows[1].nested[0].rows.pop_back();
  EXPECT_EQ(house.create(create, ann), R"([{"title":"One"},{"title":"Two"}])");
}

TEST_F(EngineNestedTest, ARowOfSomebodyElseIsNoPlaceToNestIn) {
  // The author of a post is its owner: it cannot be the account that is created around it.
  auto create = house.create_of("User", {{"email", text("n@x.org")}, {"name", text("New")}}, {"name"});
  create.rows[0].nested.push_back(nested("User.posts", {{{"title", text("not mine")}}}));
  EXPECT_EQ(house.create(create, admin), "403 posts.0:forbidden");
  EXPECT_EQ(count("User"), 3U);
}

TEST_F(EngineNestedTest, FieldRulesHoldInsideToo) {
  auto create = post("One");
  auto locked = nested("Post.comments", {{{"body", text("a")}}});
  create.rows[0].nested.push_back(locked);
  auto outer = house.create_of("User", {{"email", text("n@x.org")}, {"name", text("New")}}, {"name"});
  outer.rows[0].nested.push_back(nested("User.reviews", {{{"title", text("a")}, {"locked", true}}}));
  EXPECT_EQ(house.create(outer, ann), "403");
  EXPECT_EQ(house.create(create, ann), R"({"title":"One"})");
}

TEST_F(EngineNestedTest, RowsAreCountedAndSoIsTheirDepth) {
  auto create = post("One");
  NestedRows comments;
  comments.field = &house.field("Post.comments");
  comments.rows.assign(limits::max_rows_in, house.row("Comment", {{"body", text("a")}}));
  create.rows[0].nested.push_back(comments);
  EXPECT_EQ(house.create(create, ann), "422 :limit");

  auto row = house.row("Tag", {{"name", text("innermost")}});
  for (std::size_t i = 0; i <= limits::max_nested_in; ++i) {
    auto outer = i % 2 == 0 ? house.row("Post", {{"title", text("p" + std::to_string(i))}})
                            : house.row("Tag", {{"name", text("t" + std::to_string(i))}});
    NestedRows rows;
    rows.field = &house.field(i % 2 == 0 ? "Post.tags" : "Tag.posts");
    rows.rows.push_back(row);
    rows.at = {0};
    outer.links.push_back({rows.field, {Value()}});
    outer.nested.push_back(rows);
    row = outer;
  }
  auto deep = post("deep");
  deep.rows[0] = row;
  EXPECT_EQ(house.create(deep, moderator).substr(0, 3), "422");
  EXPECT_EQ(count("Post"), 0U);
  EXPECT_EQ(count("Tag"), 1U);
}

TEST_F(EngineNestedTest, TogetherWithOtherWritesToo) {
  auto create = post("One");
  create.rows[0].nested.push_back(nested("Post.comments", {{{"body", text("a")}}}));
  std::string out;
  Together work = [&](Writes& writes) -> base::Task<base::Result<void>> {
    out.clear();
    auto made = co_await writes.create(create, out);
    if (!made) co_return std::unexpected(made.error());
    co_return base::Result<void>{};
  };
  EXPECT_TRUE(base::run_blocking(house.engine->together(std::move(work), ann)));
  EXPECT_EQ(out, R"({"title":"One"})");
  EXPECT_EQ(count("Comment"), 1U);
}

}  // namespace
}  // namespace tenon::query
