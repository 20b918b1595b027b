#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tenon::schema {
namespace {

TEST(ModelTest, ExtensionsOfEveryKindAreMerged) {
  ModelPtr model = must_load(R"(
    extend type A @index(fields: ["y"]) { y: Int }
    type A @resource @public { x: E }
    enum E { a }
    extend enum E { b }
  )");
  ASSERT_TRUE(model);
  const Resource& a = *model->find_resource("A");
  EXPECT_TRUE(a.find_field("y"));
  EXPECT_EQ(a.indexes.size(), 1U);
  EXPECT_THAT(a.find_field("x")->enumeration->values, testing::ElementsAre("a", "b"));
}

TEST(ModelTest, ImplicitFieldsExistWrittenOutOrNot) {
  ModelPtr model = must_load(R"(
    type A @resource @public { x: Int }
    type B @resource @public { x: Int updatedAt: DateTime! id: BigInt! }
    type C @resource @public { b: B! }
  )");
  ASSERT_TRUE(model);
  auto names = [&](std::string_view type) {
    std::vector<std::string> found;
    for (const auto& field : model->find_resource(type)->fields) found.push_back(field->name);
    return found;
  };
  EXPECT_THAT(names("A"), testing::ElementsAre("id", "x", "createdAt", "updatedAt"));
  EXPECT_THAT(names("B"), testing::ElementsAre("id", "x", "updatedAt", "createdAt"));
  EXPECT_EQ(model->find_resource("A")->id->scalar, Scalar::id);
  EXPECT_EQ(model->find_resource("B")->id->scalar, Scalar::big_int);
  EXPECT_TRUE(model->find_resource("B")->updated_at->system);
  EXPECT_EQ(model->find_resource("C")->find_field("b")->scalar, Scalar::big_int);
}

TEST(ModelTest, DirectivesBecomeProperties) {
  ModelPtr model = must_load(R"(
    type Old @resource(path: "things", maxPageSize: 7) @was(name: "Thing") @public
      @check(rule: "low <= high", message: "low is above high") @check(rule: "low > 0") {
      low: Int! @range(min: 1, max: 10) @deprecated(reason: "use high")
      high: BigInt! @range(min: 1, max: "99999999999") @default(value: 5) @was(name: "top")
      name: String! @length(min: 1, max: 5) @pattern(regex: "^a") @immutable @unique
      secret: String @writeOnly
      state: E! @default(value: on) @readOnly
      at: DateTime! @default(value: "now")
      key: UUID! @default(value: "uuid")
      tags: [String!]! @default(value: ["a", "b"]) @length(max: 3)
      site: String @format(name: "hostname") @index
      price: Decimal! @default(value: 1.50)
      data: JSON @default(value: { a: [1] })
    }
    enum E { on off }
  )");
  ASSERT_TRUE(model);
  const Resource& old = *model->find_resource("Old");
  EXPECT_EQ(old.path, "things");
  EXPECT_EQ(old.table, "olds");
  EXPECT_EQ(old.max_page_size, 7U);
  EXPECT_EQ(old.was, "Thing");
  ASSERT_EQ(old.checks.size(), 2U);
  EXPECT_EQ(old.checks[0].message, "low is above high");
  EXPECT_EQ(old.checks[1].message, "breaks a rule of its type");
  auto field = [&](std::string_view name) -> const Field& { return *old.find_field(name); };
  auto value = [&](std::string_view name) { return base::to_debug_text(field(name).default_value->value); };
  EXPECT_EQ(field("low").max_value, "10");
  EXPECT_EQ(field("low").deprecated, "use high");
  EXPECT_EQ(field("high").was, "top");
  EXPECT_EQ(value("high"), "5");
  EXPECT_EQ(field("name").min_length, 1U);
  EXPECT_TRUE(field("name").compiled_pattern->matches("abc"));
  EXPECT_TRUE(field("name").immutable);
  EXPECT_TRUE(field("name").unique);
  EXPECT_TRUE(field("secret").write_only);
  EXPECT_TRUE(field("state").read_only);
  EXPECT_EQ(value("state"), "'on'");
  EXPECT_EQ(field("at").default_value->kind, Default::Kind::now);
  EXPECT_EQ(field("key").default_value->kind, Default::Kind::uuid);
  EXPECT_EQ(value("tags"), R"('["a","b"]')");
  EXPECT_EQ(field("site").format, "hostname");
  EXPECT_TRUE(field("site").indexed);
  EXPECT_EQ(value("price"), "'1.5'");
  EXPECT_EQ(value("data"), R"('{"a":[1]}')");
}

TEST(ModelTest, FieldRulesSayWhatBecomesOfTheField) {
  ModelPtr model = must_load(R"graphql(
    type A @resource @public @allow(ops: [UPDATE], when: "x > 1", check: "old.x == x") {
      x: Int
      y: Int @allow(ops: [READ], when: "auth.id != null", else: OMIT) @deny(ops: [READ], when: "x == 3")
      z: Int @allow(ops: [READ], when: "auth.id != null")
    }
  )graphql",
                             Lints::skip);
  ASSERT_TRUE(model);
  const Resource& a = *model->find_resource("A");
  ASSERT_EQ(a.rules.size(), 2U);
  EXPECT_TRUE(a.rules[0].check);
  ASSERT_EQ(a.find_field("y")->rules.size(), 2U);
  EXPECT_EQ(a.find_field("y")->rules[0].otherwise, Otherwise::omit);
  EXPECT_EQ(a.find_field("y")->rules[1].effect, Effect::deny);
  EXPECT_EQ(a.find_field("z")->rules[0].otherwise, Otherwise::mask);
}

TEST(ModelTest, RelationsOfATypeToItself) {
  ModelPtr model = must_load(R"(
    type Node @resource @public { parent: Node children: [Node!]! }
    type User @resource @public { followers: [User!]! following: [User!]! }
    type Page @resource @public { links: [Page!]! }
  )");
  ASSERT_TRUE(model);
  const Field& children = *model->find_resource("Node")->find_field("children");
  EXPECT_EQ(children.kind, FieldKind::to_many);
  EXPECT_EQ(children.inverse->name, "parent");
  const Field& followers = *model->find_resource("User")->find_field("followers");
  const Field& following = *model->find_resource("User")->find_field("following");
  EXPECT_EQ(followers.join.table, "user_followers");
  EXPECT_EQ(followers.join.this_column, "following_id");
  EXPECT_EQ(followers.join.other_column, "followers_id");
  EXPECT_EQ(following.join.this_column, "followers_id");
  EXPECT_EQ(following.join.other_column, "following_id");
  const Field& links = *model->find_resource("Page")->find_field("links");
  EXPECT_EQ(links.kind, FieldKind::many_to_many);
  EXPECT_EQ(links.join.table, "page_links");
  EXPECT_EQ(links.join.this_column, "page_id");
  EXPECT_EQ(links.join.other_column, "links_id");
  EXPECT_EQ(links.inverse, nullptr);
}

TEST(ModelTest, RelationDirectiveSettlesWhatIsAmbiguous) {
  ModelPtr model = must_load(R"(
    type User @resource @public {
      posts: [Post!]! @relation(field: "author")
      edited: [Post!]! @relation(field: "editor")
      likes: [Post!]!
      bookmarks: [Post!]! @relation(field: "bookmarkedBy")
    }
    type Post @resource @public { author: User! editor: User likedBy: [User!]! bookmarkedBy: [User!]! }
    type Team @resource @public { lead: Member members: [Member!]! @relation(field: "team") }
    type Member @resource @public { team: Team! }
  )");
  ASSERT_TRUE(model);
  const Resource& user = *model->find_resource("User");
  EXPECT_EQ(user.find_field("posts")->inverse->name, "author");
  EXPECT_EQ(user.find_field("edited")->inverse->name, "editor");
  EXPECT_EQ(user.find_field("likes")->inverse->name, "likedBy");
  EXPECT_EQ(user.find_field("likes")->join.table, "post_liked_by");
  EXPECT_EQ(user.find_field("bookmarks")->join.table, "post_bookmarked_by");
}

TEST(ModelTest, TheOrderOfTypesDoesNotChangeNames) {
  std::string_view a = "type A @resource @public { bs: [B!]! }\n";
  std::string_view b = "type B @resource @public { as: [A!]! }\n";
  for (const std::string& text : {std::string(a) + std::string(b), std::string(b) + std::string(a)}) {
    ModelPtr model = must_load(text);
    ASSERT_TRUE(model);
    EXPECT_EQ(model->find_resource("A")->find_field("bs")->join.table, "a_bs");
    EXPECT_EQ(model->find_resource("B")->find_field("as")->join.this_column, "b_id");
  }
}

TEST(ModelTest, LooseListRelationsAreWarnedAbout) {
  LoadResult result = load_text("type A @resource @public { bs: [B] }\ntype B @resource @public { a: A }");
  EXPECT_THAT(
      describe(result.diagnostics),
      testing::ElementsAre(R"(1:32 warning relation-list: "bs" is never null and holds no nulls = write [B!]!)"));
  ASSERT_TRUE(result.model);
  EXPECT_TRUE(result.model->find_resource("A")->find_field("bs")->required);
}

TEST(ModelTest, RateLimitsOfTypesAndRoles) {
  ModelPtr model = must_load(R"graphql(
    enum Role @roles { user @rateLimit(limit: 100, window: "1m") admin @inherits(role: user) @rateLimit(maxCost: 9000) }
    type User @resource @account(login: "email", role: "role") @allow(ops: [READ], when: "auth.id != null") {
      email: Email! @unique
      role: Role! @default(value: user)
    }
    type A @resource @allow(ops: [READ], when: "auth.id != null")
      @rateLimit(limit: 5, window: "1h", ops: [CREATE, DELETE]) @rateLimit(limit: 50, window: "10s", per: ADDRESS)
      @rateLimit(limit: 500, window: "1h", per: ADDRESS) { x: Int }
  )graphql");
  ASSERT_TRUE(model);
  ASSERT_TRUE(model->roles[0].rate_limit);
  EXPECT_EQ(model->roles[0].rate_limit->requests, 100);
  EXPECT_EQ(model->roles[0].rate_limit->window_seconds, 60);
  EXPECT_EQ(model->roles[0].rate_limit->name, "user");
  EXPECT_FALSE(model->roles[0].max_cost);
  EXPECT_FALSE(model->roles[1].rate_limit);
  EXPECT_EQ(model->roles[1].max_cost, 9000);
  const auto& limits = model->find_resource("A")->rate_limits;
  ASSERT_EQ(limits.size(), 3U);
  EXPECT_EQ(limits[0].name, "A.create+delete");
  EXPECT_EQ(limits[0].window_seconds, 3600);
  EXPECT_EQ(limits[0].per, LimitPer::principal);
  EXPECT_TRUE(limits[0].operations.has(Operation::create));
  EXPECT_FALSE(limits[0].operations.has(Operation::read));
  EXPECT_EQ(limits[1].name, "A");
  EXPECT_EQ(limits[1].per, LimitPer::address);
  EXPECT_TRUE(limits[1].operations.has(Operation::read));
  EXPECT_EQ(limits[2].name, "A-2");
}

TEST(ModelTest, TenantsDefinesAndPredicatesThroughRelations) {
  ModelPtr model = must_load(R"graphql(
    enum Role @roles { staff doctor @inherits(role: staff) admin @inherits(role: doctor) }
    enum Kind { checkup surgery }
    type Clinic @resource @tenant(field: "id", equals: "auth.claims.clinic")
      @allow(ops: [READ], when: "auth.id != null") @allow(ops: [UPDATE], when: "auth.is('admin')") {
      name: String! @unique
      staff: [Member!]!
      patients: [Patient!]!
    }
    type Member @resource @account(login: "email", role: "role") @tenant(field: "clinic", equals: "auth.claims.clinic")
      @allow(ops: [READ], when: "auth.id != null") @allow(ops: [CREATE, UPDATE, DELETE], when: "auth.is('admin')") {
      email: Email! @unique
      role: Role! @default(value: staff)
      clinic: Clinic!
    }
    type Patient @resource @tenant(field: "clinic", equals: "auth.claims.clinic") @index(fields: ["clinic", "number"], unique: true)
      @define(name: "treated", as: "visits.exists(v, v.doctor == auth.id)")
      @allow(ops: [READ], when: "treated || auth.is('admin')")
      @allow(ops: [CREATE, UPDATE], when: "auth.is('staff')")
      @waive(lint: "blind-write", reason: "reception enters what only doctors read") {
      clinic: Clinic!
      number: String! @pattern(regex: "^P[0-9]+$")
      born: Date!
      allergies: [String!]! @default(value: [])
      visits: [Visit!]!
    }
    type Visit @resource @tenant(field: "clinic", equals: "auth.claims.clinic")
      @check(rule: "begins < ends", message: "ends before it begins")
      @allow(ops: [READ], when: "patient.treated")
      @allow(ops: [CREATE, UPDATE], when: "doctor == auth.id") {
      clinic: Clinic!
      patient: Patient! @relation(onDelete: CASCADE)
      doctor: Member! @owner
      kind: Kind! @default(value: checkup)
      begins: DateTime!
      ends: DateTime!
      cost: Decimal! @range(min: 0)
    }
  )graphql");
  ASSERT_TRUE(model);
  const Resource& patient = *model->find_resource("Patient");
  ASSERT_TRUE(patient.tenant);
  EXPECT_EQ(patient.tenant->field->name, "clinic");
  EXPECT_EQ(patient.tenant->rule->kind, ExpressionKind::equal);
  EXPECT_EQ(patient.indexes[0].name, "patients_clinic_id_number_key");
  EXPECT_EQ(model->find_resource("Visit")->checks.size(), 1U);
}

TEST(ModelTest, SeveralFilesMakeOneModel) {
  auto source = [](std::string name, std::string text) {
    auto made = std::make_shared<lang::Source>();
    made->name = std::move(name);
    made->text = std::move(text);
    return made;
  };
  LoadResult good = load({source("a.graphql", "type A @resource @public { b: B! }"),
                          source("b.graphql", "type B @resource @public { as: [A!]! }")});
  EXPECT_TRUE(good.model);
  LoadResult bad = load({source("a.graphql", "type A @resource @public { b: C! }"),
                         source("b.graphql", "type B @resource @public { x: D }\ntype A { x: Int }")});
  ASSERT_EQ(bad.diagnostics.size(), 3U);
  EXPECT_EQ(bad.diagnostics[0].span.source->name, "a.graphql");
  EXPECT_EQ(bad.diagnostics[1].span.source->name, "b.graphql");
  EXPECT_EQ(bad.diagnostics[2].hint, "first defined at a.graphql:1; use \"extend\" to add to it");
}

TEST(ModelTest, NoSourcesAreAnEmptyModel) {
  EXPECT_TRUE(load({}).model);
}

}  // namespace
}  // namespace tenon::schema
