#include "access/permissions.hpp"

#include "access/permission_changes.hpp"
#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::access {
namespace {

using schema::Operation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

schema::ModelPtr model_of(std::string_view text) {
  return schema::must_load(text, schema::Lints::skip);
}

schema::ModelPtr with_users(const std::string& text) {
  return model_of(std::string(schema::users) + text);
}

/// "always", "nothing", or the condition.
std::string say(const Permission& permission) {
  if (permission.extent == Extent::nothing) return "nothing";
  return permission.extent == Extent::always ? "always" : permission.condition;
}

struct Table {
  schema::ModelPtr model;
  std::vector<CallerPermissions> rows = permissions_of(*model);

  const ResourcePermissions& of(const std::string& caller, const std::string& resource) const {
    for (const auto& row : rows)
      if (row.caller.name == caller) return *row.find(resource);
    ADD_FAILURE() << "no caller " << caller;
    std::abort();
  }
  std::string row(const std::string& caller, const std::string& resource, Operation operation) const {
    return say(of(caller, resource).of(operation));
  }
  std::string field(const std::string& caller, const std::string& resource, const std::string& name,
                    Operation operation) const {
    for (const auto& known : of(caller, resource).fields)
      if (known.field->name == name) return say(known.of(operation));
    return "no such field";
  }
};

std::vector<std::string> changes(const std::string& before, const std::string& after) {
  const auto old_model = with_users(before);
  const auto new_model = with_users(after);
  return to_english(permission_changes(*old_model, *new_model));
}

constexpr const char* posts = R"graphql(
type Post @resource
  @allow(ops: [READ], when: "published || author == auth.id || auth.is('admin')")
  @allow(ops: [CREATE], when: "author == auth.id")
  @allow(ops: [UPDATE], when: "author == auth.id", check: "author == auth.id && published == old.published") {
  title: String!
  published: Boolean!
  secret: String @writeOnly
  kept: String @immutable
  views: Int @readOnly
  author: User! @owner
  rank: Int @allow(ops: [READ], when: "author == auth.id", else: OMIT) @allow(ops: [UPDATE], when: "auth.is('admin')")
  notes: [Note!]!
}
type Note @resource @allow(ops: [READ, CREATE], when: "can(READ, post)") @public(ops: [UPDATE]) @deny(ops: [UPDATE], when: "true") {
  post: Post!
}
)graphql";

TEST(Permissions, ListsTheClassesOfCallers) {
  const auto names = [](const schema::Model& model) {
    std::vector<std::string> found;
    for (const auto& caller : caller_classes(model)) found.push_back(caller.name);
    return found;
  };
  EXPECT_THAT(names(*with_users("")), ElementsAre("anonymous", "user", "admin"));
  EXPECT_THAT(names(*model_of("type A @resource @public(ops: [READ]) { a: Int }")),
              ElementsAre("anonymous", "signed in"));
  EXPECT_THAT(names(*model_of(R"(enum Role @roles { user }
    type U @resource @account(login: "email", registration: CLOSED) { email: Email! @unique })")),
              ElementsAre("anonymous", "signed in", "user"));
}

TEST(Permissions, SayWhatEachClassMayDoWithRows) {
  const Table table{with_users(posts)};
  EXPECT_EQ(table.row("anonymous", "Post", Operation::read), "nothing");
  EXPECT_EQ(table.row("user", "Post", Operation::read), "the post is published, or its author is the caller");
  EXPECT_EQ(table.row("admin", "Post", Operation::read), "always");
  EXPECT_EQ(table.row("user", "Post", Operation::remove), "nothing");
  EXPECT_EQ(table.row("user", "Post", Operation::update),
            "its author is the caller; and of the row as changed: its author is the caller, and its published is its "
            "former published");
}

TEST(Permissions, FollowRelationsAndDenials) {
  const Table table{with_users(posts)};
  EXPECT_EQ(table.row("user", "Note", Operation::read), "its post is published, or its post's author is the caller");
  EXPECT_EQ(table.row("admin", "Note", Operation::read), "always") << "a required relation is always there";
  EXPECT_EQ(table.row("anonymous", "Note", Operation::update), "nothing") << "opened, and denied again";
}

TEST(Permissions, SayWhatRemainsOfFields) {
  const Table table{with_users(posts)};
  EXPECT_EQ(table.field("user", "Post", "rank", Operation::read), "its author is the caller");
  EXPECT_EQ(table.field("user", "Post", "rank", Operation::create), "always");
  EXPECT_EQ(table.field("user", "Post", "rank", Operation::update), "nothing");
  EXPECT_EQ(table.field("admin", "Post", "rank", Operation::update), "always");
  EXPECT_EQ(table.field("user", "Post", "secret", Operation::read), "nothing");
  EXPECT_EQ(table.field("user", "Post", "secret", Operation::update), "always");
  EXPECT_EQ(table.field("user", "Post", "kept", Operation::create), "always");
  EXPECT_EQ(table.field("user", "Post", "kept", Operation::update), "nothing");
  for (const auto* set_by_server : {"id", "createdAt", "author", "views", "notes"})
    EXPECT_EQ(table.field("admin", "Post", set_by_server, Operation::create), "nothing") << set_by_server;
}

TEST(PermissionChanges, AreNoneWhereTheRulesSayTheSame) {
  EXPECT_THAT(changes(posts, posts), IsEmpty());
}

TEST(PermissionChanges, NameWhoGainsAndLosesOperations) {
  const std::string head = "type A @resource ";
  const std::string body = " { a: Int owner: User! @owner }";
  const auto readers = head + "@allow(ops: [READ], when: \"auth.is('admin')\")" + body;
  const auto all = head + "@public(ops: [READ, CREATE])" + body;
  EXPECT_THAT(changes(readers, all),
              ElementsAre("anonymous, user and admin may now create A", "anonymous and user may now read A"));
  EXPECT_THAT(changes(all, readers), ElementsAre("anonymous, user and admin may no longer create A",
                                                 "anonymous and user may no longer read A"));
  EXPECT_THAT(changes("", readers), ElementsAre("admin may now read A"));
  EXPECT_THAT(changes(readers, ""), ElementsAre("admin may no longer read A"));
}

TEST(PermissionChanges, NameConditionsThatChange) {
  const auto with = [](const std::string& rule) {
    return "type A @resource @allow(ops: [READ], when: \"" + rule + "\") { open: Boolean! owner: User! @owner }";
  };
  const auto mine = with("owner == auth.id");
  EXPECT_THAT(changes(mine, with("auth.id != null")),
              ElementsAre("user and admin may now always read A; before only where its owner is the caller"));
  EXPECT_THAT(changes(with("auth.id != null"), mine),
              ElementsAre("user and admin may now read A only where its owner is the caller; before always"));
  EXPECT_THAT(changes(mine, with("owner == auth.id || open")),
              ElementsAre("user and admin may now read A where its owner is the caller, or the a is open; before where "
                          "its owner is the caller"));
}

TEST(PermissionChanges, TellApartConditionsThatAreSaidAlike) {
  const auto with = [](const std::string& fraction) {
    return "type A @resource @allow(ops: [READ], when: \"auth.id != null && at < timestamp('2026-01-15T10:30:00." +
           fraction + "Z')\") { at: DateTime! }";
  };
  const auto told = changes(with("1"), with("2"));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], ::testing::HasSubstr("by another rule than before"));
}

TEST(PermissionChanges, NameFields) {
  const auto with = [](const std::string& field) {
    return "type A @resource @allow(ops: [READ, UPDATE], when: \"owner == auth.id\") { a: Int " + field +
           " owner: User! @owner }";
  };
  EXPECT_THAT(changes(with(""), with("b: Int")), ElementsAre("user and admin may now read and change A.b"));
  EXPECT_THAT(changes(with("b: Int"), with("b: Int @readOnly")),
              ElementsAre("user and admin may no longer change A.b"));
  EXPECT_THAT(changes(with("b: Int"), with("c: Int @was(name: \"b\")")), IsEmpty());
  const std::string rule = "b: Int @allow(ops: [READ], when: \"auth.is('admin')\", else: ";
  EXPECT_THAT(changes(with("b: Int"), with(rule + "MASK)")), ElementsAre("user may no longer read A.b"));
  EXPECT_THAT(changes(with(rule + "MASK)"), with(rule + "OMIT)")),
              ElementsAre("A.b is now left out where user may not read it; before it was null"));
}

TEST(PermissionChanges, FollowRenamedTypes) {
  const std::string rest = "@allow(ops: [READ], when: \"auth.id != null\") { a: Int }";
  EXPECT_THAT(changes("type A @resource " + rest, "type B @resource @was(name: \"A\") " + rest), IsEmpty());
}

TEST(PermissionChanges, NameOpenRegistrationAndNewRoles) {
  const auto with = [](const std::string& roles, const std::string& registration) {
    return model_of(
        "enum Role @roles { " + roles +
        " }\ntype U @resource @account(login: \"email\", role: \"role\", registration: " + registration +
        ") @allow(ops: [READ], when: \"auth.is('user')\") { email: Email! @unique role: Role! @default(value: user) }");
  };
  const auto before = with("user", "CLOSED");
  EXPECT_THAT(to_english(permission_changes(*before, *with("user", "OPEN"))),
              ElementsAre("strangers may now register as U"));
  EXPECT_THAT(to_english(permission_changes(*before, *with("user staff @inherits(role: user)", "CLOSED"))),
              ElementsAre("staff may now read U"));
  EXPECT_THAT(to_english(permission_changes(*before, *with("staff user", "CLOSED"))), IsEmpty())
      << "a role that may do nothing";
}

}  // namespace
}  // namespace tenon::access
