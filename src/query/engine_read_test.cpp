#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using testing::number;
using testing::text;

/// Ann (salary 10) and Bob, hidden Hal; posts: a1 public and a2 draft of Ann, b1 public of Bob, reviewed by Ann.
struct EngineReadTest : ::testing::Test {
  testing::EngineHouse house;

  EngineReadTest() {
    house.put("User",
              {{"id", text("ann")}, {"email", text("ann@x.org")}, {"name", text("Ann")}, {"salary", number(10)}});
    house.put("User",
              {{"id", text("bob")}, {"email", text("bob@x.org")}, {"name", text("Bob")}, {"salary", number(20)}});
    house.put("User", {{"id", text("hal")}, {"email", text("hal@x.org")}, {"name", text("Hal")}, {"hidden", true}});
    post("a1", "ann", true, "First post", "ann's secret");
    post("a2", "ann", false, "A draft", "nothing");
    post("b1", "bob", true, "Bob's post", "bob's secret");
    house.put("Tag", {{"id", number(1)}, {"name", text("go")}});
    house.put("Tag", {{"id", number(2)}, {"name", text("internal")}, {"staff", true}});
    for (const char* id : {"a1", "b1"})
      for (int tag : {1, 2}) house.put_link("Post.tags", text(id), number(tag));
    house.put("Comment",
              {{"id", text("c1")}, {"post", text("a1")}, {"author", text("hal")}, {"body", text("Hi \"x\"")}});
    house.put("Comment", {{"id", text("c2")}, {"post", text("a2")}, {"author", text("ann")}, {"body", text("note")}});
  }

  void post(const char* id, const char* author, bool published, const char* title, const char* secret) {
    house.put("Post", {{"id", text(id)},
                       {"author", text(author)},
                       {"published", published},
                       {"title", text(title)},
                       {"secret", text(secret)},
                       {"reviewer", text(author == std::string("ann") ? "bob" : "ann")},
                       {"price", text("1.5")},
                       {"due", number(1'000'000)}});
  }
  std::string titles(const List& list, const access::Principal& principal) { return house.list(list, principal); }
  List posts(const std::vector<std::string_view>& fields = {"id"}) { return house.list_of("Post", fields); }
};

TEST_F(EngineReadTest, GetWritesTheFieldsAskedFor) {
  EXPECT_EQ(
      house.get(house.get_of("Post", {"title", "id", "price", "due", "published", "number", "author"}, text("a1")),
                house.as("ann")),
      R"({"title":"First post","id":"a1","price":"1.5","due":"1970-01-01T00:00:01.000000Z","published":true,)"
      R"("number":null,"author":"ann"})");
  EXPECT_EQ(house.get(house.get_of("Tag", {"id", "name"}, number(1)), house.anonymous()), R"({"id":"1","name":"go"})");
}

TEST_F(EngineReadTest, WhatTheCallerMayNotReadIsNotThere) {
  EXPECT_EQ(house.get(house.get_of("Post", {"id"}, text("a2")), house.as("bob")), "404");
  EXPECT_EQ(house.get(house.get_of("Post", {"id"}, text("zz")), house.as("bob")), "404");
  EXPECT_EQ(house.get(house.get_of("Post", {"id"}, text("a1")), house.anonymous()), "404");
  EXPECT_EQ(house.get(house.get_of("User", {"id"}, text("hal")), house.as("ann")), "404");
  EXPECT_EQ(house.get(house.get_of("User", {"id"}, text("hal")), house.as("hal")), R"({"id":"hal"})");
  EXPECT_EQ(house.get(house.get_of("Comment", {"id"}, text("c2")), house.as("bob")), "404");
  EXPECT_EQ(house.get(house.get_of("Post", {"id"}, text("a2")), house.as("bob", "moderator")), R"({"id":"a2"})");
}

TEST_F(EngineReadTest, MasksAreNullAndReportedOmitsAreNotThere) {
  const auto bob = house.get_of("User", {"id", "email", "name", "salary"}, text("bob"));
  EXPECT_EQ(house.get(bob, house.as("ann")), R"({"id":"bob","name":"Bob","salary":null})");
  EXPECT_EQ(house.read.masked, (std::vector<std::string>{"salary"}));
  EXPECT_EQ(house.get(bob, house.as("bob")), R"({"id":"bob","email":"bob@x.org","name":"Bob","salary":20})");
  EXPECT_TRUE(house.read.masked.empty());
  EXPECT_EQ(house.get(bob, house.as("ann", "moderator")),
            R"({"id":"bob","email":"bob@x.org","name":"Bob","salary":null})");

  EXPECT_EQ(house.list(house.list_of("User", {"id", "salary"}), house.as("ann")),
            R"([{"id":"ann","salary":10},{"id":"bob","salary":null}])");
  EXPECT_EQ(house.read.masked, (std::vector<std::string>{"1.salary"}));
}

TEST_F(EngineReadTest, ListsFilter) {
  EXPECT_EQ(house.list(posts(), house.as("bob")), R"([{"id":"a1"},{"id":"b1"}])");
  EXPECT_EQ(house.list(posts(), house.as("ann")), R"([{"id":"a1"},{"id":"a2"},{"id":"b1"}])");
  EXPECT_EQ(house.list(posts(), house.anonymous()), "[]");
  EXPECT_EQ(house.list(house.list_of("Tag", {"name"}), house.as("ann")), R"([{"name":"go"}])");
  EXPECT_EQ(house.list(house.list_of("Tag", {"name"}), house.as("ann", "moderator")),
            R"([{"name":"go"},{"name":"internal"}])");
}

TEST_F(EngineReadTest, AMaskedValueCannotBeFoundByFilterSortOrSearch) {
  const auto find = [&](Comparison comparison, base::Value value) {
    auto list = posts();
    list.filter.children = {house.compare(list, {"secret"}, comparison, std::move(value))};
    return house.list(list, house.as("ann"));
  };
  EXPECT_EQ(find(Comparison::equal, text("bob's secret")), "[]");
  EXPECT_EQ(find(Comparison::starts_with, text("b")), "[]");
  EXPECT_EQ(find(Comparison::not_equal, text("x")), R"([{"id":"a1"},{"id":"a2"}])");
  EXPECT_EQ(find(Comparison::is_null, false), R"([{"id":"a1"},{"id":"a2"}])");
  EXPECT_EQ(find(Comparison::is_null, true), "[]");
  EXPECT_EQ(find(Comparison::equal, text("ann's secret")), R"([{"id":"a1"}])");

  auto list = posts();
  list.search = list.add(text("post"));
  EXPECT_EQ(house.list(list, house.as("ann")), R"([{"id":"a1"}])");
  list.operands.back() = text("secret");
  EXPECT_EQ(house.list(list, house.as("bob")), R"([{"id":"b1"}])");
  EXPECT_EQ(house.list(list, house.as("bob", "admin")), R"([{"id":"a1"},{"id":"b1"}])");

  auto sorted = posts();
  sorted.sort = {{&house.field("Post.secret"), false}};
  EXPECT_EQ(house.list(sorted, house.as("ann")), R"([{"id":"a1"},{"id":"a2"},{"id":"b1"}])");
  sorted.sort = {{&house.field("Post.secret"), true}};
  EXPECT_EQ(house.list(sorted, house.as("ann")), R"([{"id":"b1"},{"id":"a2"},{"id":"a1"}])");
}

TEST_F(EngineReadTest, OddSearchWordsAreJustWords) {
  for (const char* words :
       {"\"", "' OR 1", "a* NOT b", "-", "(", ")", "title:x", "NEAR(a b)", "\\", "*", "AND", "^a", "{", ""}) {
    auto list = posts();
    list.search = list.add(text(words));
    const auto answer = house.list(list, house.as("ann"));
    EXPECT_EQ(answer.front(), '[') << words << ": " << answer;
  }
}

TEST_F(EngineReadTest, AFilterOverRelationsMeetsOnlyReadableRows) {
  const auto find = [&](const std::vector<std::string_view>& path, base::Value value, const access::Principal& who) {
    auto list = posts();
    list.filter.children = {house.compare(list, path, Comparison::equal, std::move(value))};
    return house.list(list, who);
  };
  EXPECT_EQ(find({"author", "name"}, text("Bob"), house.as("ann")), R"([{"id":"b1"}])");
  EXPECT_EQ(find({"author", "salary"}, number(20), house.as("ann")), "[]");
  EXPECT_EQ(find({"author", "salary"}, number(20), house.as("ann", "admin")), R"([{"id":"b1"}])");
  EXPECT_EQ(find({"tags", "name"}, text("go"), house.as("ann")), R"([{"id":"a1"},{"id":"b1"}])");
  EXPECT_EQ(find({"tags", "name"}, text("internal"), house.as("ann")), "[]");
  EXPECT_EQ(find({"comments", "author", "name"}, text("Hal"), house.as("ann")), "[]");
  EXPECT_EQ(find({"comments", "author", "name"}, text("Hal"), house.as("hal")), R"([{"id":"a1"}])");
  EXPECT_EQ(find({"reviewer", "name"}, text("Ann"), house.as("ann")), "[]");
  EXPECT_EQ(find({"reviewer", "name"}, text("Ann"), house.as("bob")), R"([{"id":"b1"}])");
}

TEST_F(EngineReadTest, AHiddenKeyIsNotFoundThroughItsListEither) {
  // That Ann reviews b1 is Bob's to know.
  auto reviews = posts();
  reviews.parent = Parent{&house.field("User.reviews"), reviews.add(text("ann"))};
  EXPECT_EQ(house.list(reviews, house.as("bob")), R"([{"id":"b1"}])");
  EXPECT_EQ(house.list(reviews, house.as("ann")), "[]");

  auto users = house.list_of("User", {"id"});
  users.filter.children = {house.compare(users, {"reviews", "title"}, Comparison::equal, text("Bob's post"))};
  EXPECT_EQ(house.list(users, house.as("ann")), "[]");
  EXPECT_EQ(house.list(users, house.as("bob")), R"([{"id":"ann"}])");

  auto one = house.get_of("User", {"id"}, text("ann"));
  auto include = house.include("User.reviews", house.select("Post", {"id"}));
  include.limit = one.add(number(5));
  one.selection.includes = {include};
  EXPECT_EQ(house.get(one, house.as("ann")), R"({"id":"ann","reviews":[]})");
  EXPECT_EQ(house.get(one, house.as("bob")), R"({"id":"ann","reviews":[{"id":"b1"}]})");
}

TEST_F(EngineReadTest, IncludesNestUnderTheRulesOfEachRow) {
  auto list = posts({"id", "author"});
  auto author = house.include("Post.author", house.select("User", {"name", "salary"}));
  auto comments = house.include("Post.comments", house.select("Comment", {"body"}));
  comments.limit = list.add(number(5));
  comments.selection.includes = {house.include("Comment.author", house.select("User", {"name"}))};
  auto tags = house.include("Post.tags", house.select("Tag", {"name"}));
  tags.limit = list.add(number(5));
  list.selection.includes = {author, comments, tags};
  EXPECT_EQ(house.list(list, house.as("bob")),
            R"([{"id":"a1","author":{"name":"Ann","salary":null},"comments":[{"body":"Hi \"x\"","author":null}],)"
            R"("tags":[{"name":"go"}]},)"
            R"({"id":"b1","author":{"name":"Bob","salary":20},"comments":[],"tags":[{"name":"go"}]}])");
  EXPECT_EQ(house.read.masked, (std::vector<std::string>{"0.author.salary"}));
}

TEST_F(EngineReadTest, AnIncludeTakesNoMoreThanItsLimit) {
  auto one = house.get_of("Post", {"id"}, text("a1"));
  auto tags = house.include("Post.tags", house.select("Tag", {"id"}));
  tags.sort = {{&house.field("Tag.name"), true}};
  tags.limit = one.add(number(1));
  one.selection.includes = {tags};
  EXPECT_EQ(house.get(one, house.as("ann", "moderator")), R"({"id":"a1","tags":[{"id":"2"}]})");
}

TEST_F(EngineReadTest, ANestedListNeedsAReadableParent) {
  const auto under = [&](const char* list_path, base::Value id, const access::Principal& who) {
    const auto& relation = house.field(list_path);
    auto list = house.list_of(relation.target->name, {"id"});
    list.parent = Parent{&relation, list.add(std::move(id))};
    return house.list(list, who);
  };
  EXPECT_EQ(under("User.posts", text("ann"), house.as("bob")), R"([{"id":"a1"}])");
  EXPECT_EQ(under("User.posts", text("ann"), house.as("ann")), R"([{"id":"a1"},{"id":"a2"}])");
  EXPECT_EQ(under("User.posts", text("hal"), house.as("bob")), "404");
  EXPECT_EQ(under("User.posts", text("zz"), house.as("bob")), "404");
  EXPECT_EQ(under("User.posts", text("ann"), house.anonymous()), "404");
  EXPECT_EQ(under("Post.comments", text("a2"), house.as("bob")), "404");
  EXPECT_EQ(under("Post.tags", text("a1"), house.as("bob")), R"([{"id":"1"}])");
  EXPECT_EQ(under("Tag.posts", number(1), house.as("bob")), R"([{"id":"a1"},{"id":"b1"}])");
  EXPECT_EQ(under("Tag.posts", number(2), house.as("bob")), "404");
}

TEST_F(EngineReadTest, NumberedPagesHaveATotalOfWhatTheCallerSees) {
  auto list = posts();
  list.operands[static_cast<std::size_t>(list.limit)] = number(1);
  list.offset = OffsetPage{list.add(number(1))};
  EXPECT_EQ(house.list(list, house.as("bob")), R"([{"id":"b1"}])");
  EXPECT_EQ(house.read.total, 2);
  EXPECT_FALSE(house.read.next_cursor);
  EXPECT_EQ(house.list(list, house.as("ann")), R"([{"id":"a2"}])");
  EXPECT_EQ(house.read.total, 3);
  list.operands.back() = number(10'000);
  EXPECT_EQ(house.list(list, house.as("ann")), "[]");
  EXPECT_EQ(house.read.total, 3);
  EXPECT_EQ(house.list(list, house.anonymous()), "[]");
  EXPECT_EQ(house.read.total, 0);
}

TEST_F(EngineReadTest, AnEtagOfIncludedRowsFollowsThem) {
  auto one = house.get_of("Post", {"id"}, text("a1"));
  auto tags = house.include("Post.tags", house.select("Tag", {"name"}));
  tags.limit = one.add(number(5));
  one.selection.includes = {tags};
  house.get(one, house.as("ann"));
  const auto before = house.read.etag;
  house.get(one, house.as("ann"));
  EXPECT_EQ(house.read.etag, before);
  house.put("Tag", {{"id", number(3)}, {"name", text("new")}});
  house.put_link("Post.tags", text("a1"), number(3));
  house.get(one, house.as("ann"));
  EXPECT_NE(house.read.etag, before);
}

TEST_F(EngineReadTest, OutputIsAppendedAndLeftAloneByErrors) {
  std::string out = "before ";
  const auto found = house.get_of("Post", {"id"}, house.known(text("a1")));
  const auto principal = house.as("ann");
  auto good = base::run_blocking(house.engine->get(found, principal, out, base::Deadline::never()));
  ASSERT_TRUE(good);
  const auto expected = R"(before {"id":")" + std::get<std::string>(house.known(text("a1"))) + R"("})";
  EXPECT_EQ(out, expected);
  const auto missing = house.get_of("Post", {"id"}, house.known(text("zz")));
  EXPECT_FALSE(base::run_blocking(house.engine->get(missing, principal, out, base::Deadline::never())));
  EXPECT_EQ(out, expected);
}

TEST_F(EngineReadTest, APlanIsMadeOncePerShapeAndClass) {
  const auto made = [&] { return house.engine->statistics().plans_made; };
  house.get(house.get_of("Post", {"id"}, text("a1")), house.as("ann"));
  const auto first = made();
  for (const char* id : {"a2", "b1", "zz"}) house.get(house.get_of("Post", {"id"}, text(id)), house.as("bob"));
  EXPECT_EQ(made(), first);
  EXPECT_EQ(house.engine->statistics().plans_reused, 3U);
  house.get(house.get_of("Post", {"title"}, text("a1")), house.as("ann"));
  EXPECT_EQ(made(), first + 1);
  house.get(house.get_of("Post", {"id"}, text("a1")), house.as("ann", "admin"));
  EXPECT_EQ(made(), first + 2);
  house.get(house.get_of("Post", {"id"}, text("a1")), house.anonymous());
  EXPECT_EQ(made(), first + 3);
}

TEST(EngineCache, ForgetsThePlansNotUsedLongest) {
  testing::EngineHouse house(testing::small_blog, 2);
  const auto ask = [&](std::string_view field) {
    house.get(house.get_of("Post", {field}, text("x")), house.as("ann"));
    return house.engine->statistics().plans_made;
  };
  EXPECT_EQ(ask("id"), 1U);
  EXPECT_EQ(ask("title"), 2U);
  EXPECT_EQ(ask("id"), 2U);
  EXPECT_EQ(ask("views"), 3U);
  EXPECT_EQ(ask("id"), 3U);
  EXPECT_EQ(ask("title"), 4U);
}

TEST_F(EngineReadTest, ACursorOfACallerWhoSeesLessServesOneWhoSeesMore) {
  // Bob's salary is hidden from Ann: her cursor holds null where the administrator's rows have a number.
  auto list = house.list_of("User", {"id"}, 1);
  list.sort = {{&house.field("User.salary"), true}};
  EXPECT_EQ(house.list(list, house.as("ann")), R"([{"id":"bob"}])");
  ASSERT_TRUE(house.read.next_cursor);
  auto values = house.engine->read_cursor(*house.read.next_cursor, house.type("User"), list.sort);
  ASSERT_TRUE(values);
  EXPECT_TRUE(base::is_null(values->front())) << "a cursor holds only what its maker could see";
  for (auto& value : *values) list.cursor.after.push_back(list.add(value));
  EXPECT_EQ(house.list(list, house.as("ann")), R"([{"id":"ann"}])");
  EXPECT_EQ(house.list(list, house.as("bob", "admin")), R"([{"id":"bob"}])");
}

TEST_F(EngineReadTest, ANullCursorForARequiredKeyIsNoDisaster) {
  constexpr auto schema = R"graphql(
enum Role @roles { user }
type User @resource @account(login: "email", role: "role") @public(ops: [READ]) {
  email: Email! @unique @allow(ops: [READ], when: "auth.is('user')")
  role: Role! @default(value: user)
}
)graphql";
  testing::EngineHouse masked(schema);
  masked.put("User", {{"id", text("a")}, {"email", text("a@x")}, {"role", text("user")}});
  masked.put("User", {{"id", text("b")}, {"email", text("b@x")}, {"role", text("user")}});
  for (const bool descending : {false, true}) {
    auto list = masked.list_of("User", {"id"}, 1);
    list.sort = {{&masked.field("User.email"), descending}};
    masked.list(list, masked.anonymous());
    ASSERT_TRUE(masked.read.next_cursor);
    const auto values = masked.engine->read_cursor(*masked.read.next_cursor, masked.type("User"), list.sort);
    ASSERT_TRUE(values);
    for (const auto& value : *values) list.cursor.after.push_back(list.add(value));
    EXPECT_EQ(masked.list(list, masked.as("a")), descending ? R"([{"id":"b"}])" : "[]");
  }
}

TEST_F(EngineReadTest, ACursorForAnotherListIsABadRequest) {
  auto list = posts();
  list.operands[0] = number(1);
  house.list(list, house.as("ann"));
  const auto cursor = *house.read.next_cursor;
  EXPECT_TRUE(house.engine->read_cursor(cursor, house.type("Post"), {}));
  const auto other = house.engine->read_cursor(cursor, house.type("Comment"), {});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, base::ErrorCode::bad_request);
  EXPECT_FALSE(house.engine->read_cursor(cursor, house.type("Post"), {{&house.field("Post.title"), false}}));
}

}  // namespace
}  // namespace tenon::query
