#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <cstdint>

/// Pages with what surrounds them, nested and not: one statement each, under the rules of every level.
namespace tenon::query {
namespace {

using testing::number;
using testing::text;
using Kind = Member::Kind;

Member leaf(Kind kind, std::string name) {
  Member member;
  member.kind = kind;
  member.name = std::move(name);
  return member;
}
Member tree(Kind kind, std::string name, std::vector<Member> members) {
  auto member = leaf(kind, std::move(name));
  member.members = std::move(members);
  return member;
}
Member constant(std::string name, std::string json) {
  auto member = leaf(Kind::constant, std::move(name));
  member.text = std::move(json);
  return member;
}

struct EngineConnectionTest : ::testing::Test {
  testing::EngineHouse house;
  access::Principal ann = house.as("ann");
  access::Principal bob = house.as("bob");

  void SetUp() override {
    for (const char* id : {"ann", "bob"})
      house.put("User", {{"id", text(id)},
                         {"email", text(std::string(id) + "@example.org")},
                         {"name", text(id)},
                         {"salary", number(10)}});
    house.put("User", {{"id", text("cat")}, {"email", text("c@example.org")}, {"name", text("cat")}, {"hidden", true}});
    post("p1", "ann", true, 3);
    post("p2", "ann", false, 2);
    post("p3", "bob", true, 1);
    post("p4", "cat", true, 0);
    for (int i = 1; i <= 5; ++i)
      house.put("Comment", {{"id", text("c" + std::to_string(i))},
                            {"post", text("p1")},
                            {"author", text(i % 2 == 1 ? "ann" : "cat")},
                            {"body", text("b" + std::to_string(i))}});
  }

  void post(const char* id, const char* author, bool published, std::int64_t views) {
    house.put("Post", {{"id", text(id)},
                       {"title", text(std::string("T") + id)},
                       {"published", published},
                       {"author", text(author)},
                       {"views", number(views)},
                       {"secret", text("s")}});
  }

  Member field(std::string_view path, std::string name) {
    auto member = leaf(Kind::field, std::move(name));
    member.field = &house.field(path);
    return member;
  }
  Member to_one(std::string_view path, std::string name, std::vector<Member> members) {
    auto member = tree(Kind::to_one, std::move(name), std::move(members));
    member.field = &house.field(path);
    return member;
  }
  Member connection(std::string_view path, std::string name, Page page, std::vector<Member> members) {
    auto member = tree(Kind::connection, std::move(name), std::move(members));
    member.field = &house.field(path);
    member.page = std::move(page);
    return member;
  }
  template <typename Op>
  Page page(Op& operation, std::int64_t limit) {
    Page page;
    page.limit = operation.add(limit);
    return page;
  }
  Connect posts(std::int64_t limit, std::vector<Member> members) {
    Connect connect;
    connect.resource = &house.type("Post");
    connect.page = page(connect, limit);
    connect.members = std::move(members);
    return connect;
  }
  static std::vector<Member> page_info() {
    return {leaf(Kind::has_previous_page, "prev"), leaf(Kind::has_next_page, "next"), leaf(Kind::start_cursor, "start"),
            leaf(Kind::end_cursor, "end")};
  }
  std::vector<Operand> cursor(Connect& operation, const std::string& text) {
    auto values = house.engine->read_cursor(text, *operation.resource, operation.page.sort);
    EXPECT_TRUE(values) << text;
    std::vector<Operand> operands;
    for (auto& value : *values) operands.push_back(operation.add(std::move(value)));
    return operands;
  }
  static std::string between(const std::string& json, const std::string& before, const std::string& after) {
    const auto begin = json.find(before) + before.size();
    return json.substr(begin, json.find(after, begin) - begin);
  }
};

TEST_F(EngineConnectionTest, NamesAreTheCallersAndTheOrderToo) {
  auto operation = posts(
      1, {constant("kind", R"("PostConnection")"),
          tree(Kind::edges, "e",
               {tree(Kind::node, "n", {field("Post.title", "b"), field("Post.id", "a"), field("Post.title", "c")}),
                constant("t", R"("PostEdge")")}),
          tree(Kind::nodes, "again", {field("Post.views", "views")})});
  EXPECT_EQ(house.connect(operation, ann),
            R"({"kind":"PostConnection","e":[{"n":{"b":"Tp1","a":"p1","c":"Tp1"},"t":"PostEdge"}],)"
            R"("again":[{"views":3}]})");
}

TEST_F(EngineConnectionTest, CountsAndRowsAreUnderTheRules) {
  const std::vector<Member> wanted{leaf(Kind::total_count, "total"),
                                   tree(Kind::nodes, "nodes", {field("Post.id", "id")})};
  EXPECT_EQ(house.connect(posts(10, wanted), ann),
            R"({"total":4,"nodes":[{"id":"p1"},{"id":"p2"},{"id":"p3"},{"id":"p4"}]})");
  EXPECT_EQ(house.connect(posts(10, wanted), bob), R"({"total":3,"nodes":[{"id":"p1"},{"id":"p3"},{"id":"p4"}]})");
  EXPECT_EQ(house.connect(posts(10, wanted), house.anonymous()), R"({"total":0,"nodes":[]})");
  EXPECT_EQ(house.connect(posts(2, {leaf(Kind::total_count, "total")}), ann), R"({"total":4})");
}

TEST_F(EngineConnectionTest, NestedListsHavePagesOfTheirOwn) {
  auto operation = posts(10, {});
  auto first = page(operation, 2);
  auto last = page(operation, 2);
  last.end = PageEnd::last;
  auto mine = page(operation, 5);
  Filter filter;
  filter.kind = Filter::Kind::compare;
  filter.path.field = &house.field("Comment.author");
  filter.operands = {operation.add(text("ann"))};
  mine.filter.children = {filter};
  mine.sort = {{&house.field("Comment.body"), true}};
  const auto body = [&] { return std::vector<Member>{tree(Kind::nodes, "nodes", {field("Comment.body", "body")})}; };
  auto with_info = body();
  with_info.push_back(
      tree(Kind::page_info, "info", {leaf(Kind::has_previous_page, "p"), leaf(Kind::has_next_page, "n")}));
  operation.members = {
      tree(Kind::nodes, "nodes",
           {field("Post.id", "id"), connection("Post.comments", "first", first, with_info),
            connection("Post.comments", "last", last, with_info), connection("Post.comments", "mine", mine, body())})};
  operation.page.limit = operation.add(number(1));
  EXPECT_EQ(house.connect(operation, ann),
            R"({"nodes":[{"id":"p1","first":{"nodes":[{"body":"b1"},{"body":"b2"}],"info":{"p":false,"n":true}},)"
            R"("last":{"nodes":[{"body":"b4"},{"body":"b5"}],"info":{"p":true,"n":false}},)"
            R"("mine":{"nodes":[{"body":"b5"},{"body":"b3"},{"body":"b1"}]}}]})");
}

TEST_F(EngineConnectionTest, WhatIsNotForTheCallerIsNull) {
  const std::vector<Member> wanted{
      tree(Kind::nodes, "nodes",
           {field("Post.id", "id"), field("Post.secret", "s"),
            to_one("Post.author", "by",
                   {field("User.name", "name"), field("User.email", "mail"), field("User.salary", "pay")})})};
  EXPECT_EQ(house.connect(posts(10, wanted), bob),
            R"({"nodes":[{"id":"p1","s":null,"by":{"name":"ann","mail":null,"pay":null}},)"
            R"({"id":"p3","s":"s","by":{"name":"bob","mail":"bob@example.org","pay":10}},)"
            R"({"id":"p4","s":null,"by":null}]})");
  // An omitted value is null too, and nobody is told that there was one.
  EXPECT_EQ(house.read.masked, (std::vector<std::string>{"nodes.0.s", "nodes.0.by.pay", "nodes.2.s"}));
}

TEST_F(EngineConnectionTest, CursorsLeadForwardsAndBack) {
  const std::vector<Member> wanted{tree(Kind::nodes, "nodes", {field("Post.id", "id")}),
                                   tree(Kind::page_info, "info", page_info())};
  for (const bool sorted : {false, true}) {
    SCOPED_TRACE(sorted);
    const auto operation = [&] {
      auto made = posts(2, wanted);
      if (sorted) made.page.sort = {{&house.field("Post.views"), true}};
      return made;
    };
    const auto first = house.connect(operation(), ann);
    EXPECT_NE(first.find(R"({"nodes":[{"id":"p1"},{"id":"p2"}],"info":{"prev":false,"next":true,"start":")"),
              std::string::npos)
        << first;

    auto next = operation();
    next.page.after = cursor(next, between(first, R"("end":")", "\""));
    const auto second = house.connect(next, ann);
    EXPECT_NE(second.find(R"({"nodes":[{"id":"p3"},{"id":"p4"}],"info":{"prev":true,"next":false,)"), std::string::npos)
        << second;

    auto back = operation();
    back.page.end = PageEnd::last;
    back.page.before = cursor(back, between(second, R"("start":")", "\""));
    const auto again = house.connect(back, ann);
    EXPECT_EQ(again, first);

    auto last = operation();
    last.page.end = PageEnd::last;
    const auto end = house.connect(last, ann);
    EXPECT_EQ(between(end, R"("end":")", "\""), between(second, R"("end":")", "\""));
    EXPECT_NE(end.find(R"("prev":true,"next":false)"), std::string::npos) << end;

    auto inner = operation();
    inner.page.after = cursor(inner, between(first, R"("start":")", "\""));
    inner.page.before = cursor(inner, between(second, R"("end":")", "\""));
    EXPECT_EQ(house.connect(inner, ann).substr(0, 33), R"({"nodes":[{"id":"p2"},{"id":"p3"})");
  }
}

TEST_F(EngineConnectionTest, AnEmptyPageHasNoCursors) {
  auto operation = posts(
      2, {tree(Kind::edges, "edges", {leaf(Kind::cursor, "cursor")}), tree(Kind::page_info, "info", page_info())});
  Filter filter;
  filter.kind = Filter::Kind::compare;
  filter.path.field = &house.field("Post.title");
  filter.operands = {operation.add(text("none"))};
  operation.page.filter = filter;
  EXPECT_EQ(house.connect(operation, ann),
            R"({"edges":[],"info":{"prev":false,"next":false,"start":null,"end":null}})");
}

TEST_F(EngineConnectionTest, EachEdgeHasTheCursorThatAListWouldGive) {
  const auto connected = house.connect(posts(1, {tree(Kind::edges, "edges", {leaf(Kind::cursor, "cursor")})}), ann);
  house.list(house.list_of("Post", {"id"}, 1), ann);
  ASSERT_TRUE(house.read.next_cursor);
  EXPECT_EQ(connected, R"({"edges":[{"cursor":")" + *house.read.next_cursor + R"("}]})");
}

TEST_F(EngineConnectionTest, CursorKeysAreValuesOfAnyBytes) {
  house.put("Tag", {{"id", number(1)}, {"name", text("a\1b\2c\"\\\3")}});
  house.put("Tag", {{"id", number(2)}, {"name", text("b")}});
  Connect operation;
  operation.resource = &house.type("Tag");
  operation.page = page(operation, 1);
  operation.page.sort = {{&house.field("Tag.name"), false}};
  operation.members = {
      tree(Kind::edges, "e", {leaf(Kind::cursor, "c"), tree(Kind::node, "n", {field("Tag.id", "id")})})};
  const auto first = house.connect(operation, ann);
  EXPECT_EQ(first.substr(first.size() - 19), R"(","n":{"id":"1"}}]})") << first;
  operation.page.after = cursor(operation, between(first, R"("c":")", "\""));
  const auto second = house.connect(operation, ann);
  EXPECT_NE(second.find(R"("n":{"id":"2"})"), std::string::npos) << second;
}

TEST_F(EngineConnectionTest, AMaskedSortKeyIsNullInItsCursor) {
  auto operation =
      posts(10, {tree(Kind::edges, "e", {leaf(Kind::cursor, "c"), tree(Kind::node, "n", {field("Post.id", "id")})})});
  operation.page.sort = {{&house.field("Post.secret"), false}};
  const auto seen = house.connect(operation, bob);
  auto last = between(seen, R"("id":"p1"}},{"c":")", "\"");
  auto values = house.engine->read_cursor(last, *operation.resource, operation.page.sort);
  ASSERT_TRUE(values) << seen;
  EXPECT_EQ(values->front(), base::Value(base::Null{}));
}

TEST_F(EngineConnectionTest, WideObjectsAreWrittenInParts) {
  std::vector<Member> many;
  for (int i = 0; i < 150; ++i) {
    many.push_back(field("Post.id", "f" + std::to_string(i)));
    many.push_back(to_one("Post.author", "a" + std::to_string(i), {field("User.id", "id")}));
  }
  // The node begins and ends in the middle of others' parts.
  auto operation =
      posts(1, {tree(Kind::edges, "e", {constant("x", "1"), tree(Kind::node, "n", many), constant("y", "2")})});
  const auto json = house.connect(operation, ann);
  EXPECT_EQ(json.substr(0, 51), R"({"e":[{"x":1,"n":{"f0":"p1","a0":{"id":"ann"},"f1":)") << json;
  EXPECT_EQ(json.substr(json.size() - 41), R"("f149":"p1","a149":{"id":"ann"}},"y":2}]})") << json;
  for (int i = 0; i < 150; ++i) {
    const auto number = std::to_string(i);
    const auto members = "\"f" + number + R"(":"p1","a)" + number + R"(":{"id":"ann"})";
    EXPECT_EQ(json.find(members), json.rfind(members)) << number;
    EXPECT_NE(json.find(members), std::string::npos) << number;
  }
}

TEST_F(EngineConnectionTest, ARowIsFoundByAUniqueField) {
  auto get = house.get_of("User", {"id"}, text("bob@example.org"));
  get.key = &house.field("User.email");
  EXPECT_EQ(house.get(get, bob), R"({"id":"bob"})");
  // Whoever may not see the e-mail cannot ask whose it is.
  EXPECT_EQ(house.get(get, ann), "404");
}

TEST_F(EngineConnectionTest, AnIncludeHasAFilterOfItsOwn) {
  auto get = house.get_of("Post", {"id"}, text("p1"));
  auto comments = house.include("Post.comments", house.select("Comment", {"body"}));
  comments.limit = get.add(number(10));
  Filter filter;
  filter.kind = Filter::Kind::compare;
  filter.path.field = &house.field("Comment.body");
  filter.comparison = Comparison::greater;
  filter.operands = {get.add(text("b3"))};
  comments.filter.children = {filter};
  get.selection.includes = {comments};
  EXPECT_EQ(house.get(get, ann), R"({"id":"p1","comments":[{"body":"b4"},{"body":"b5"}]})");
}

TEST_F(EngineConnectionTest, ListsGoBackwardsToo) {
  auto list = house.list_of("Post", {"id"}, 2);
  EXPECT_EQ(house.list(list, ann), R"([{"id":"p1"},{"id":"p2"}])");
  EXPECT_FALSE(house.read.previous_cursor);
  const auto continue_at = [&](List& operation, const std::string& cursor) {
    std::vector<Operand> operands;
    auto values = house.engine->read_cursor(cursor, *operation.selection.resource, operation.sort);
    for (auto& value : *values) operands.push_back(operation.add(std::move(value)));
    return operands;
  };
  auto next = house.list_of("Post", {"id"}, 2);
  next.cursor.after = continue_at(next, *house.read.next_cursor);
  EXPECT_EQ(house.list(next, ann), R"([{"id":"p3"},{"id":"p4"}])");
  EXPECT_FALSE(house.read.next_cursor);
  ASSERT_TRUE(house.read.previous_cursor);

  auto back = house.list_of("Post", {"id"}, 1);
  back.cursor.before = continue_at(back, *house.read.previous_cursor);
  EXPECT_EQ(house.list(back, ann), R"([{"id":"p2"}])");
  ASSERT_TRUE(house.read.previous_cursor);
  ASSERT_TRUE(house.read.next_cursor);
  auto forth = house.list_of("Post", {"id"}, 1);
  forth.cursor.after = continue_at(forth, *house.read.next_cursor);
  EXPECT_EQ(house.list(forth, ann), R"([{"id":"p3"}])");

  auto start = house.list_of("Post", {"id"}, 3);
  house.list(back, ann);
  start.cursor.before = continue_at(start, *house.read.previous_cursor);
  EXPECT_EQ(house.list(start, ann), R"([{"id":"p1"}])");
  EXPECT_FALSE(house.read.previous_cursor);
}

}  // namespace
}  // namespace tenon::query
