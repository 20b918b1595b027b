#include "schema/public_routes.hpp"
#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::schema {
namespace {

/// The schema that the documents begin with, and a Tag.
constexpr std::string_view blog = R"graphql(
"Later roles include the earlier ones."
enum Role @roles { user  moderator @inherits(role: user)  admin @inherits(role: moderator) }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ],   when: "id == auth.id || auth.is('moderator')")
  @allow(ops: [UPDATE], when: "id == auth.id")
  @allow(ops: [DELETE], when: "auth.is('admin')") {
  email: Email! @unique
  name: String! @length(min: 1, max: 100)
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  posts: [Post!]!
}

type Post @resource @index(fields: ["published", "createdAt"]) @search(fields: ["title", "body"])
  @allow(ops: [READ],           when: "published || author == auth.id || auth.is('moderator')")
  @allow(ops: [CREATE, UPDATE], when: "author == auth.id")
  @allow(ops: [DELETE],         when: "author == auth.id || auth.is('admin')")
  @deny(ops: [UPDATE, DELETE],  when: "locked && !auth.is('admin')") {
  title: String! @length(min: 1, max: 200)
  body: String! @length(max: 10000)
  published: Boolean! @default(value: false)
  locked: Boolean! @default(value: false) @allow(ops: [UPDATE], when: "auth.is('moderator')")
  author: User! @owner @relation(onDelete: CASCADE)
  tags: [Tag!]!
  comments: [Comment!]!
}

type Comment @resource
  @allow(ops: [READ],   when: "can(READ, post)")
  @allow(ops: [CREATE], when: "author == auth.id && can(READ, post)")
  @allow(ops: [DELETE], when: "author == auth.id || post.author == auth.id") {
  post: Post! @relation(onDelete: CASCADE)
  author: User! @owner
  body: String! @length(min: 1, max: 2000)
}

type Tag @resource @public(ops: [READ]) @allow(ops: [CREATE, UPDATE, DELETE], when: "auth.is('moderator')") {
  name: String! @unique @length(min: 1, max: 50) @format(name: "slug")
  posts: [Post!]!
}

type Todo @resource {
  title: String! @length(min: 1, max: 200)
  done: Boolean! @default(value: false)
  owner: User! @owner
}
)graphql";

TEST(BlogTest, LoadsWithoutErrors) {
  LoadResult result = load_text(blog);
  EXPECT_THAT(describe(result.diagnostics), testing::IsEmpty());
  ASSERT_TRUE(result.model);
}

TEST(BlogTest, NamesTablesColumnsAndPaths) {
  ModelPtr model = must_load(blog);
  ASSERT_TRUE(model);
  const Resource* post = model->find_resource("Post");
  ASSERT_TRUE(post);
  EXPECT_EQ(post->table, "posts");
  EXPECT_EQ(post->path, "posts");
  EXPECT_EQ(post->find_field("author")->column, "author_id");
  EXPECT_EQ(post->created_at->column, "created_at");
  EXPECT_EQ(post->fields.front()->name, "id");
  EXPECT_EQ(post->fields.back()->name, "updatedAt");
  ASSERT_EQ(post->indexes.size(), 1U);
  EXPECT_EQ(post->indexes.front().name, "posts_published_created_at_index");
  EXPECT_EQ(post->search.size(), 2U);
  EXPECT_EQ(model->find_path("todos"), model->find_resource("Todo"));
}

TEST(BlogTest, LinksBothSidesOfRelations) {
  ModelPtr model = must_load(blog);
  ASSERT_TRUE(model);
  const Field* author = model->find_resource("Post")->find_field("author");
  const Field* posts = model->find_resource("User")->find_field("posts");
  EXPECT_EQ(author->kind, FieldKind::to_one);
  EXPECT_TRUE(author->indexed);
  EXPECT_TRUE(author->owner);
  EXPECT_EQ(author->on_delete, OnDelete::cascade);
  EXPECT_EQ(author->inverse, posts);
  EXPECT_EQ(posts->kind, FieldKind::to_many);
  EXPECT_EQ(posts->inverse, author);
  EXPECT_EQ(posts->column, "");
  const Field* tags = model->find_resource("Post")->find_field("tags");
  const Field* tagged = model->find_resource("Tag")->find_field("posts");
  EXPECT_EQ(tags->kind, FieldKind::many_to_many);
  EXPECT_EQ(tags->join.table, "post_tags");
  EXPECT_EQ(tags->join.this_column, "post_id");
  EXPECT_EQ(tags->join.other_column, "tag_id");
  EXPECT_EQ(tagged->join.table, "post_tags");
  EXPECT_EQ(tagged->join.this_column, "tag_id");
  EXPECT_EQ(tags->inverse, tagged);
}

TEST(BlogTest, KnowsAccountAndRoles) {
  ModelPtr model = must_load(blog);
  ASSERT_TRUE(model);
  ASSERT_TRUE(model->account);
  EXPECT_EQ(model->account->resource, model->find_resource("User"));
  EXPECT_EQ(model->account->login->name, "email");
  EXPECT_EQ(model->account->role->name, "role");
  EXPECT_TRUE(model->account->open_registration);
  ASSERT_EQ(model->roles.size(), 3U);
  EXPECT_EQ(model->roles[0].includes, 0b001U);
  EXPECT_EQ(model->roles[1].includes, 0b011U);
  EXPECT_EQ(model->roles[2].includes, 0b111U);
  EXPECT_EQ(model->find_role("admin"), 2);
  EXPECT_EQ(model->find_role("root"), -1);
}

TEST(BlogTest, GivesTheOwnerEverythingWhereNoRuleIsWritten) {
  ModelPtr model = must_load(blog);
  ASSERT_TRUE(model);
  const Resource* todo = model->find_resource("Todo");
  ASSERT_EQ(todo->rules.size(), 1U);
  const Rule& rule = todo->rules.front();
  EXPECT_EQ(rule.operations.bits, 0b1111);
  EXPECT_EQ(rule.text, "owner == auth.id");
  ASSERT_EQ(rule.when->kind, ExpressionKind::equal);
  EXPECT_EQ(rule.when->children[0]->field, todo->owner);
  EXPECT_EQ(rule.when->children[1]->kind, ExpressionKind::auth_id);
}

TEST(BlogTest, ListsWhatIsOpenToStrangers) {
  ModelPtr model = must_load(blog);
  ASSERT_TRUE(model);
  std::vector<PublicRoute> routes = public_routes(*model);
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(routes[0].resource->name, "Tag");
  EXPECT_EQ(routes[0].operation, Operation::read);
  EXPECT_TRUE(routes[1].registration);
}

}  // namespace
}  // namespace tenon::schema
