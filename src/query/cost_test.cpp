#include "query/cost.hpp"

#include "query/testing/test_engine_house.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace tenon::query {
namespace {

using testing::EngineHouse;
using testing::Parts;

constexpr std::string_view shop = R"graphql(
type Shop @resource @public(ops: [READ]) {
  name: String! @unique @length(max: 100)
  story: String! @length(max: 100000)
  notes: JSON
  tags: [String!] @length(max: 3)
  items: [Item!]!
}
type Item @resource @public(ops: [READ]) @index(fields: ["kind", "size"]) {
  shop: Shop!
  kind: Int!
  size: Int!
  note: String!
}
)graphql";

struct CostTest : ::testing::Test {
  Parts parts{shop};
  const schema::Resource& shops = parts.type("Shop");
  const schema::Resource& items = parts.type("Item");

  List list(const schema::Resource& resource, std::int64_t limit) const {
    List list;
    list.selection.resource = &resource;
    list.limit = list.add(limit);
    return list;
  }
  Include include(Operation& operation, const schema::Field& relation, std::int64_t limit = 0) const {
    Include made;
    made.relation = &relation;
    made.selection.resource = relation.target;
    if (relation.is_list_relation()) made.limit = operation.add(limit);
    return made;
  }
  Filter condition(std::string_view path, Comparison comparison, std::vector<const schema::Field*> hops = {}) const {
    Filter filter;
    filter.kind = Filter::Kind::compare;
    filter.path = {std::move(hops), &parts.field(path)};
    filter.comparison = comparison;
    return filter;
  }
  static Bill bill(const List& list) { return cost_of(list).bill(list.operands); }
};

TEST_F(CostTest, ARowByItsKeyIsOnePoint) {
  Get get;
  get.id = get.add(base::Null{});
  get.selection.resource = &items;
  // 1 for the row and 0.1 for finding it would be two: what is given is not examined as well.
  EXPECT_EQ(cost_of(get).price(get.operands), 1);
  const auto whole = cost_of(get).bill(get.operands);
  EXPECT_EQ(whole.rows, 1);
  EXPECT_EQ(whole.depth, 1);
}

TEST_F(CostTest, RowsOfAPageAndTheirBytesCount) {
  EXPECT_EQ(bill(list(items, 20)).points, 22);
  EXPECT_EQ(bill(list(items, 100)).points, 110);
  auto wide = list(shops, 100);
  wide.selection.fields = {&parts.field("Shop.name"), &parts.field("Shop.story")};
  // 100 + 4,000 bytes a row: a text counts 4,000 at most.
  EXPECT_EQ(bill(wide).bytes, 100 * 4'100);
  EXPECT_EQ(bill(wide).points, 110 + 41);
  wide.selection.fields = {&parts.field("Shop.notes"), &parts.field("Shop.tags"), &parts.field("Shop.id")};
  EXPECT_EQ(bill(wide).bytes, 100 * (1'000 + 3 * 200 + 32));
}

TEST_F(CostTest, NestedListsMultiplyAndTheirBytesAreCopiedOutwards) {
  auto operation = list(shops, 10);
  auto below = include(operation, parts.field("Shop.items"), 10);
  below.selection.fields = {&parts.field("Item.note")};
  auto back = include(operation, parts.field("Item.shop"));
  back.selection.fields = {&parts.field("Shop.story")};
  below.selection.includes = {back};
  operation.selection.includes = {below};
  const auto made = bill(operation);
  EXPECT_EQ(made.rows, 10 + 100 + 100);
  EXPECT_EQ(made.depth, 3);
  // 10 rows, looked at; 10 nested lists of 10 rows; 100 rows by key; 100 × 200 bytes twice, 100 × 4,000 three times.
  EXPECT_EQ(made.points, 11 + (10 + 110) + 100 + 4 + 120);
}

TEST_F(CostTest, AnIncludedRelationIsNotItsKeyAsWell) {
  auto operation = list(items, 10);
  operation.selection.fields = {&parts.field("Item.shop")};
  EXPECT_EQ(bill(operation).bytes, 320);
  operation.selection.includes = {include(operation, parts.field("Item.shop"))};
  EXPECT_EQ(bill(operation).bytes, 0);
}

TEST_F(CostTest, LimitsFarBeyondAnySumStayFinite) {
  auto operation = list(shops, 1'000'000'000'000);
  auto below = include(operation, parts.field("Shop.items"), 1'000'000'000'000);
  operation.selection.includes = {below};
  EXPECT_EQ(bill(operation).points, 10'000'000'000'000);
  auto skipping = list(items, 20);
  skipping.offset = OffsetPage{skipping.add(std::int64_t{1'000'000'000})};
  EXPECT_GT(bill(skipping).points, 100'000'000);
}

TEST_F(CostTest, WhatHasNoIndexLooksAtMore) {
  const auto with = [&](Filter filter) {
    auto operation = list(items, 20);
    operation.filter.children = {std::move(filter)};
    return bill(operation).points;
  };
  const auto plain = bill(list(items, 20)).points;
  // 20 rows given and 20 looked at, with one condition.
  EXPECT_EQ(with(condition("Item.kind", Comparison::equal)), 20 + 4);
  EXPECT_EQ(with(condition("Item.shop", Comparison::in)), 20 + 4);
  EXPECT_EQ(with(condition("Item.size", Comparison::equal)), 20 + 200);
  EXPECT_EQ(with(condition("Item.kind", Comparison::not_equal)), 20 + 200);
  Filter either;
  either.kind = Filter::Kind::any_of;
  either.children = {condition("Item.kind", Comparison::equal)};
  EXPECT_EQ(with(either), 20 + 200);
  // Over a relation: five more a row.
  EXPECT_EQ(with(condition("Shop.name", Comparison::equal, {&parts.field("Item.shop")})), 20 + 700);
  // A piece of a long text.
  EXPECT_EQ(with(condition("Shop.story", Comparison::contains, {&parts.field("Item.shop")})), 20 + 1'500);

  auto sorted = list(items, 20);
  sorted.sort = {{&parts.field("Item.kind")}};
  EXPECT_EQ(bill(sorted).points, plain);
  sorted.sort = {{&parts.field("Item.size")}};
  EXPECT_EQ(bill(sorted).points, 20 + 100);
  sorted.search = sorted.add(std::string("go"));
  EXPECT_EQ(bill(sorted).points, 20 + 600);
}

TEST_F(CostTest, TotalsLookOnceMore) {
  auto operation = list(items, 20);
  operation.offset = OffsetPage{operation.add(std::int64_t{0})};
  EXPECT_EQ(bill(operation).points, 20 + 2 + 100);
}

TEST_F(CostTest, AggregatesLookAtEverythingForEachValue) {
  Aggregate aggregate;
  aggregate.resource = &items;
  aggregate.limit = aggregate.add(std::int64_t{100});
  Member count;
  count.kind = Member::Kind::count;
  Member sum;
  sum.kind = Member::Kind::sum;
  sum.field = &parts.field("Item.size");
  aggregate.members = {count};
  const auto points = [&] { return cost_of(aggregate).price(aggregate.operands); };
  EXPECT_EQ(points(), 1 + 2 * 200);
  aggregate.members = {count, sum, sum};
  EXPECT_EQ(points(), 1 + 4 * 200);
  aggregate.group_by = {&parts.field("Item.kind"), &parts.field("Item.shop")};
  EXPECT_EQ(points(), 100 + 8 * 200 + 1);
}

TEST_F(CostTest, WritesCostTenPointsARow) {
  Create create;
  create.resource = &items;
  create.rows.resize(3);
  EXPECT_EQ(price_of(create, 2), 36);
  create.rows.front().links.push_back({nullptr, std::vector<base::Value>(4)});
  EXPECT_EQ(price_of(create, 2), 44);
  EXPECT_EQ(price_of(Update{}, 2), 12);
}

/// The cap, at the neck.
struct CapTest : ::testing::Test {
  static constexpr std::string_view limited = R"graphql(
enum Role @roles { user @rateLimit(maxCost: 30) moderator @inherits(role: user) admin @inherits(role: moderator) @rateLimit(maxCost: 100000) }
type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null") {
  email: Email! @unique
  role: Role! @default(value: user)
}
type Note @resource @allow(ops: [CREATE], when: "auth.id != null") @allow(ops: [READ], when: "auth.is('admin')") {
  text: String!
}
)graphql";
  EngineHouse house{limited};

  std::string notes(std::int64_t limit, const access::Principal& caller) {
    return house.list(house.list_of("Note", {"id", "text"}, limit), caller);
  }
  /// What a list of `limit` notes is refused with; empty where it is not.
  std::vector<std::pair<std::string_view, std::int64_t>> figures(std::int64_t limit, const access::Principal& caller) {
    std::string out;
    const auto list = house.list_of("Note", {"id", "text"}, limit);
    const auto answer = base::run_blocking(house.engine->list(list, caller, out, base::Deadline::never()));
    if (answer) return {};
    EXPECT_EQ(answer.error().code, base::ErrorCode::too_expensive);
    EXPECT_EQ(out, "");
    return answer.error().figures;
  }
};

using Figures = std::vector<std::pair<std::string_view, std::int64_t>>;

TEST_F(CapTest, TheSettingOrTheMostGenerousRoleDecides) {
  EXPECT_EQ(notes(20, house.as("ann", "user")), "[]");
  EXPECT_EQ(notes(100, house.as("ann", "user")), "422");
  // Includes the user's roles, and with them their cap.
  EXPECT_EQ(notes(100, house.as("mod", "moderator")), "422");
  EXPECT_EQ(notes(100, house.as("root", "admin")), "[]");
  EXPECT_EQ(house.read.price, 113);
  EXPECT_EQ(notes(100, house.anonymous()), "[]");
  EXPECT_EQ(house.engine->max_cost(house.anonymous()), 50'000);
  EXPECT_EQ(house.engine->max_cost(house.as("ann", "user")), 30);
  EXPECT_EQ(house.engine->max_cost(house.as("root", "admin")), 100'000);
}

TEST_F(CapTest, APriceIsTheSameForThoseWhoMayNotEvenLook) {
  const auto blind = figures(900, house.as("ann", "user"));
  EXPECT_EQ(blind, (Figures{{"cost", 1011}, {"maxCost", 30}}));
  house.put("Note", {{"id", testing::text("n1")}, {"text", testing::text("x")}});
  EXPECT_EQ(figures(900, house.as("ann", "user")), blind);
  EXPECT_EQ(notes(900, house.as("root", "admin")).substr(0, 2), "[{");
  EXPECT_EQ(house.read.price, 1011);
}

TEST_F(CapTest, WritesArePricedAndThoseOfATransactionAddUp) {
  const auto ann = house.as("ann", "user");
  auto create = house.create_of("Note", {{"text", testing::text("x")}});
  EXPECT_NE(house.create(create, ann), "422");
  EXPECT_EQ(house.written.price, 11);
  create.rows.resize(3, create.rows.front());
  create.many = true;
  EXPECT_EQ(house.create(create, ann), "422");
  create.rows.resize(2);
  EXPECT_NE(house.create(create, ann), "422");
  EXPECT_EQ(house.stored("Note.text").size(), 3U);

  create.rows.resize(1);
  std::string out;
  int done = 0;
  Together work = [&](Writes& writes) -> base::Task<base::Result<void>> {
    done = 0;
    for (int i = 0; i < 3; ++i) {
      auto task = writes.create(create, out);
      const auto answer = co_await std::move(task);
      if (!answer) co_return std::unexpected(answer.error());
      ++done;
    }
    co_return base::Result<void>{};
  };
  const auto together = base::run_blocking(house.engine->together(std::move(work), ann));
  ASSERT_FALSE(together);
  EXPECT_EQ(together.error().code, base::ErrorCode::too_expensive);
  EXPECT_EQ(done, 2);
  EXPECT_EQ(house.stored("Note.text").size(), 3U);
}

}  // namespace
}  // namespace tenon::query
