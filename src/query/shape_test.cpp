#include "query/shape.hpp"

#include "query/testing/test_small_blog.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace tenon::query {
namespace {

struct ShapeTest : ::testing::Test {
  testing::Parts blog;
  access::CallerClass caller{.roles = 1, .anonymous = false};

  Filter compare(const char* path, Comparison comparison, Operand operand,
                 std::vector<const schema::Field*> hops = {}) {
    Filter filter;
    filter.kind = Filter::Kind::compare;
    filter.path = {std::move(hops), &blog.field(path)};
    filter.comparison = comparison;
    filter.operands = {operand};
    return filter;
  }

  /// A list with one of everything; `value` is what its operands hold.
  List list(const base::Value& value = std::string("a")) {
    List list;
    list.selection.resource = &blog.type("Post");
    list.selection.fields = {&blog.field("Post.id"), &blog.field("Post.title")};
    Include comments;
    comments.relation = &blog.field("Post.comments");
    comments.selection.resource = &blog.type("Comment");
    comments.selection.fields = {&blog.field("Comment.body")};
    comments.sort = {{&blog.field("Comment.body"), false}};
    comments.limit = list.add(std::int64_t{3});
    list.selection.includes.push_back(comments);
    list.filter.children = {compare("Post.title", Comparison::equal, list.add(value))};
    list.sort = {{&blog.field("Post.views"), true}};
    list.cursor.after = {list.add(value), list.add(value)};
    list.limit = list.add(std::int64_t{20});
    return list;
  }

  Get get() {
    Get get;
    get.selection.resource = &blog.type("Post");
    get.selection.fields = {&blog.field("Post.id"), &blog.field("Post.title")};
    get.id = get.add(std::string("x"));
    return get;
  }
};

TEST_F(ShapeTest, ValuesDoNotCount) {
  EXPECT_EQ(shape_of(list(std::string("a")), caller), shape_of(list(std::string("something else")), caller));
  auto one = get();
  auto other = get();
  other.operands[0] = std::string("y");
  EXPECT_EQ(shape_of(one, caller), shape_of(other, caller));
}

TEST_F(ShapeTest, ANullInTheCursorCounts) {
  EXPECT_NE(shape_of(list(std::string("a")), caller), shape_of(list(base::Null{}), caller));
  auto first = list();
  auto second = list();
  first.operands[static_cast<std::size_t>(first.cursor.after[0])] = base::Null{};
  second.operands[static_cast<std::size_t>(second.cursor.after[1])] = base::Null{};
  EXPECT_NE(shape_of(first, caller), shape_of(second, caller));
}

TEST_F(ShapeTest, EveryPartOfTheStructureCounts) {
  const std::vector<std::function<void(List&)>> changes{
      [](List&) {},
      [&](List& list) { list.selection.resource = &blog.type("Comment"); },
      [&](List& list) { list.selection.fields.pop_back(); },
      [&](List& list) { std::swap(list.selection.fields[0], list.selection.fields[1]); },
      [&](List& list) { list.selection.includes.clear(); },
      [&](List& list) { list.selection.includes[0].selection.fields.push_back(&blog.field("Comment.id")); },
      [&](List& list) { list.selection.includes[0].sort[0].descending = true; },
      [&](List& list) { list.selection.includes[0].sort.clear(); },
      [&](List& list) { list.selection.includes[0].limit = list.limit; },
      [&](List& list) { list.selection.includes.push_back(list.selection.includes[0]); },
      [&](List& list) { list.parent = Parent{&blog.field("User.posts"), list.limit}; },
      [&](List& list) { list.parent = Parent{&blog.field("User.reviews"), list.limit}; },
      [&](List& list) { list.filter.children[0].comparison = Comparison::not_equal; },
      [&](List& list) { list.filter.children[0].path.field = &blog.field("Post.slug"); },
      [&](List& list) { list.filter.children[0].path.hops = {&blog.field("Post.author")}; },
      [&](List& list) { list.filter.children[0].operands.push_back(0); },
      [&](List& list) { list.filter.children[0].operands = {list.limit}; },
      [&](List& list) { list.filter.children.push_back(list.filter.children[0]); },
      [&](List& list) { list.filter.children.clear(); },
      [&](List& list) { list.filter.kind = Filter::Kind::any_of; },
      [&](List& list) {
        Filter nested;
        nested.children = list.filter.children;
        list.filter.children = {nested};
      },
      [&](List& list) { list.sort[0].descending = false; },
      [&](List& list) { list.sort[0].field = &blog.field("Post.number"); },
      [&](List& list) { list.sort.push_back({&blog.field("Post.title"), false}); },
      [&](List& list) { list.sort.clear(); },
      [&](List& list) { list.offset = OffsetPage{list.limit}; },
      [&](List& list) { list.cursor.after.clear(); },
      [&](List& list) { list.cursor.after[1] = list.cursor.after[0]; },
      [&](List& list) { list.cursor.before = {0, 0}; },
      [&](List& list) { list.selection.includes[0].filter.children = {compare("Comment.body", Comparison::equal, 0)}; },
      [&](List& list) {
        Filter related;
        related.kind = Filter::Kind::related;
        related.path.field = &blog.field("Post.comments");
        list.filter.children = {related};
      },
      [&](List& list) { list.limit = 0; },
      [&](List& list) { list.search = 0; },
      [&](List& list) { list.search = 1; },
  };
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto changed = list();
    changes[i](changed);
    const auto [other, fresh] = seen.emplace(shape_of(changed, caller), i);
    EXPECT_TRUE(fresh) << "changes " << other->second << " and " << i << " have the shape " << other->first;
  }
}

TEST_F(ShapeTest, EachCandidateCountsAndTheirOrderToo) {
  const auto any = [&](const std::vector<const char*>& types, const char* name) {
    GetAny made;
    made.id = made.add(std::string("x"));
    for (const auto* type : types) {
      auto& candidate = made.candidates.emplace_back();
      candidate.resource = &blog.type(type);
      auto& id = candidate.members.emplace_back();
      id.kind = Member::Kind::field;
      id.name = name;
      id.field = candidate.resource->id;
    }
    return made;
  };
  auto bare = any({"Post", "User"}, "id");
  bare.candidates[0].members.clear();
  std::map<std::string, std::size_t> seen;
  for (const auto& each : {any({"Post", "User"}, "id"), any({"User", "Post"}, "id"), any({"Post"}, "id"),
                           any({"Post", "User"}, "x"), bare})
    seen.emplace(shape_of(each, caller), seen.size());
  EXPECT_EQ(seen.size(), 5U);
}

TEST_F(ShapeTest, EveryPartOfAConnectionCounts) {
  const auto member = [&](Member::Kind kind, const char* name, const char* path = nullptr) {
    Member made;
    made.kind = kind;
    made.name = name;
    if (path) made.field = &blog.field(path);
    return made;
  };
  const auto connect = [&] {
    Connect made;
    made.resource = &blog.type("Post");
    made.page.limit = made.add(std::int64_t{5});
    made.page.after = {made.add(std::string("a"))};
    auto nodes = member(Member::Kind::nodes, "nodes");
    nodes.members = {member(Member::Kind::field, "a", "Post.title"),
                     member(Member::Kind::connection, "c", "Post.comments")};
    nodes.members[1].page.limit = made.add(std::int64_t{5});
    nodes.members[1].members = {member(Member::Kind::total_count, "t")};
    made.members = {nodes};
    return made;
  };
  auto constant = member(Member::Kind::constant, "a");
  constant.text = "1";
  const std::vector<std::function<void(Connect&)>> changes{
      [](Connect&) {},
      [](Connect& each) { each.page.end = PageEnd::last; },
      [](Connect& each) { each.page.before = each.page.after; },
      [](Connect& each) { std::swap(each.page.before, each.page.after); },
      [](Connect& each) { each.operands[1] = base::Null{}; },
      [](Connect& each) { each.page.search = 1; },
      [](Connect& each) { each.page.offset = 1; },
      [&](Connect& each) { each.page.sort = {{&blog.field("Post.views"), false}}; },
      [](Connect& each) { each.members[0].name = "n"; },
      [](Connect& each) { each.members[0].kind = Member::Kind::edges; },
      [](Connect& each) { each.members[0].members.pop_back(); },
      [](Connect& each) { each.members[0].members[0].name = "a;1"; },
      [&](Connect& each) { each.members[0].members[0].field = &blog.field("Post.secret"); },
      [&](Connect& each) { each.members[0].members[0] = constant; },
      [](Connect& each) { each.members[0].members[1].page.limit = 0; },
      [](Connect& each) { each.members[0].members[1].page.end = PageEnd::last; },
      [](Connect& each) { each.members[0].members[1].members.push_back(each.members[0].members[1].members[0]); },
      [](Connect& each) { each.members.push_back(each.members[0].members[1].members[0]); },
  };
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto changed = connect();
    changes[i](changed);
    const auto [other, fresh] = seen.emplace(shape_of(changed, caller), i);
    EXPECT_TRUE(fresh) << "changes " << other->second << " and " << i << " have the shape " << other->first;
  }
}

TEST_F(ShapeTest, TheClassOfCallersCounts) {
  std::map<std::string, int> seen;
  for (const std::uint64_t roles : {0ULL, 1ULL, 3ULL, 1ULL << 63}) {
    ++seen[shape_of(list(), {.roles = roles, .anonymous = false})];
    ++seen[shape_of(list(), {.roles = roles, .anonymous = true})];
    ++seen[shape_of(get(), {.roles = roles, .anonymous = false})];
    ++seen[shape_of(get(), {.roles = roles, .anonymous = true})];
  }
  EXPECT_EQ(seen.size(), 16U);
}

}  // namespace
}  // namespace tenon::query
