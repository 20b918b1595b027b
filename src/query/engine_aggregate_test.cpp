#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

namespace tenon::query {
namespace {

using testing::number;
using testing::text;
using Kind = Member::Kind;

struct EngineAggregateTest : ::testing::Test {
  testing::EngineHouse house;
  access::Principal ann = house.as("ann");
  access::Principal bob = house.as("bob");

  void SetUp() override {
    for (const char* id : {"ann", "bob"})
      house.put("User", {{"id", text(id)},
                         {"email", text(std::string(id) + "@example.org")},
                         {"name", text(id)},
                         {"salary", number(id[0] == 'a' ? 10 : 30)}});
    post("p1", "ann", true, 3, "1.5");
    post("p2", "ann", false, 2, "2.25");
    post("p3", "bob", true, 1, "0.25");
    post("p4", "bob", true, 5, "4");
  }
  void post(const char* id, const char* author, bool published, std::int64_t views, const char* price) {
    house.put("Post", {{"id", text(id)},
                       {"title", text(id)},
                       {"published", published},
                       {"author", text(author)},
                       {"views", number(views)},
                       {"price", text(price)},
                       {"secret", text(id)}});
  }
  Member of(Kind kind, std::string_view path, std::string name) {
    Member member;
    member.kind = kind;
    member.name = std::move(name);
    if (!path.empty()) member.field = &house.field(path);
    return member;
  }
  Aggregate posts(std::vector<Member> members) {
    Aggregate aggregate;
    aggregate.resource = &house.type("Post");
    aggregate.members = std::move(members);
    aggregate.limit = aggregate.add(number(10));
    return aggregate;
  }
};

TEST_F(EngineAggregateTest, CountsWhatTheCallerMayRead) {
  auto operation = posts({of(Kind::count, "", "count"), of(Kind::sum, "Post.views", "sum"),
                          of(Kind::minimum, "Post.views", "min"), of(Kind::maximum, "Post.price", "max"),
                          of(Kind::average, "Post.views", "avg"), of(Kind::sum, "Post.price", "total")});
  EXPECT_EQ(house.aggregate(operation, ann), R"([{"count":4,"sum":"11","min":1,"max":"4","avg":2.75,"total":"8"}])");
  EXPECT_EQ(house.aggregate(operation, bob), R"([{"count":3,"sum":"9","min":1,"max":"4","avg":3,"total":"5.75"}])");
  EXPECT_EQ(house.aggregate(operation, house.anonymous()),
            R"([{"count":0,"sum":null,"min":null,"max":null,"avg":null,"total":null}])");
}

TEST_F(EngineAggregateTest, GroupsAreSortedAndLimited) {
  Member views = of(Kind::group, "", "sum");
  views.members = {of(Kind::sum, "Post.views", "views")};
  auto operation = posts({of(Kind::field, "Post.author", "author"), of(Kind::count, "", "count"), views});
  operation.group_by = {&house.field("Post.author")};
  EXPECT_EQ(house.aggregate(operation, ann),
            R"([{"author":"ann","count":2,"sum":{"views":"5"}},{"author":"bob","count":2,"sum":{"views":"6"}}])");
  EXPECT_FALSE(house.read.more);
  operation.sort = {{.kind = Kind::sum, .field = &house.field("Post.views"), .descending = true}};
  operation.operands[0] = number(1);
  EXPECT_EQ(house.aggregate(operation, ann), R"([{"author":"bob","count":2,"sum":{"views":"6"}}])");
  EXPECT_TRUE(house.read.more);
  EXPECT_EQ(house.aggregate(operation, house.anonymous()), "[]");
}

TEST_F(EngineAggregateTest, AFieldCountsOnlyWhereItIsSeen) {
  Aggregate operation;
  operation.resource = &house.type("User");
  operation.limit = operation.add(number(10));
  operation.members = {of(Kind::count, "", "count"), of(Kind::sum, "User.salary", "sum"),
                       of(Kind::maximum, "User.salary", "max")};
  EXPECT_EQ(house.aggregate(operation, ann), R"([{"count":2,"sum":"10","max":10}])");
  EXPECT_EQ(house.aggregate(operation, house.as("root", "admin")), R"([{"count":2,"sum":"40","max":30}])");

  auto secrets = posts({of(Kind::field, "Post.secret", "secret"), of(Kind::count, "", "count")});
  secrets.group_by = {&house.field("Post.secret")};
  EXPECT_EQ(house.aggregate(secrets, ann),
            R"([{"secret":"p1","count":1},{"secret":"p2","count":1},{"secret":null,"count":2}])");
}

TEST_F(EngineAggregateTest, FiltersAreUnderTheRulesOfTheirFields) {
  auto operation = posts({of(Kind::count, "", "count")});
  operation.filter.kind = Filter::Kind::compare;
  operation.filter.path.field = &house.field("Post.secret");
  operation.filter.operands = {operation.add(text("p3"))};
  EXPECT_EQ(house.aggregate(operation, ann), R"([{"count":0}])");
  EXPECT_EQ(house.aggregate(operation, bob), R"([{"count":1}])");
}

TEST_F(EngineAggregateTest, WithoutAnythingToCountThereIsStillOneGroup) {
  Member constant = of(Kind::constant, "", "t");
  constant.text = "1";
  EXPECT_EQ(house.aggregate(posts({constant}), ann), R"([{"t":1}])");
}

}  // namespace
}  // namespace tenon::query
