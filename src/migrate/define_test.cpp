#include "migrate/define.hpp"

#include "access/testing/make_rule.hpp"
#include "access/testing/model_maker.hpp"
#include "db/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

using namespace access::testing;
using schema::Scalar;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> statements(const schema::Model& model) {
  return create_statements(model, sql::Dialect::sqlite);
}

std::string table(const schema::Model& model, const std::string& name) {
  for (auto& statement : statements(model))
    if (statement.starts_with("CREATE TABLE \"" + name + "\"")) return statement;
  return "no table " + name;
}

/// Everything the definitions ask for is SQL that SQLite takes.
void expect_executable(const schema::Model& model) {
  const auto database = db::open("sqlite::memory:", {});
  const auto all = statements(model);
  const auto done = database->define(all);
  EXPECT_TRUE(done) << done.error().message;
}

TEST(DefineTest, ColumnsHaveTheirTypesAndKeys) {
  schema::Model model;
  auto& user = add_resource(model, "User", "users", Scalar::big_int);
  auto& post = add_resource(model, "Post", "posts");
  add_scalar(post, "title", Scalar::string).required = true;
  add_scalar(post, "views", Scalar::int32);
  add_scalar(post, "rank", Scalar::floating);
  add_scalar(post, "price", Scalar::decimal);
  add_scalar(post, "hidden", Scalar::boolean);
  add_scalar(post, "due", Scalar::date_time);
  add_scalar(post, "data", Scalar::bytes);
  add_scalar(post, "extra", Scalar::json);
  add_scalar(post, "words", Scalar::string).list = true;
  auto& author = add_to_one(post, "author", user);
  author.required = true;
  author.on_delete = schema::OnDelete::cascade;
  add_to_one(post, "editor", user).on_delete = schema::OnDelete::set_null;
  EXPECT_EQ(table(model, "posts"), R"(CREATE TABLE "posts" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "title" TEXT NOT NULL,
  "views" INTEGER,
  "rank" REAL,
  "price" TEXT COLLATE "decimal",
  "hidden" INTEGER CHECK ("hidden" IN (0, 1)),
  "due" INTEGER,
  "data" BLOB,
  "extra" TEXT CHECK ("extra" IS NULL OR json_valid("extra")),
  "words" TEXT CHECK ("words" IS NULL OR json_valid("words")),
  "author_id" INTEGER NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "editor_id" INTEGER REFERENCES "users" ("id") ON DELETE SET NULL
) STRICT)");
  EXPECT_THAT(table(model, "users"), HasSubstr(R"("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)"));
  expect_executable(model);
}

TEST(DefineTest, ConstraintsOfFieldsAreKeptByTheDatabaseToo) {
  schema::Model model;
  auto& role = *model.enums.emplace_back(std::make_unique<schema::EnumType>());
  role.values = {"USER", "ADMIN"};
  auto& user = add_resource(model, "User", "users");
  auto& kind = add_scalar(user, "role", Scalar::string);
  kind.kind = schema::FieldKind::enumeration;
  kind.enumeration = &role;
  auto& name = add_scalar(user, "name", Scalar::string);
  name.min_length = 1;
  name.max_length = 100;
  add_scalar(user, "key", Scalar::bytes).max_length = 32;
  auto& words = add_scalar(user, "words", Scalar::string);
  words.list = true;
  words.max_length = 3;
  auto& age = add_scalar(user, "age", Scalar::int32);
  age.min_value = "0";
  age.max_value = "150";
  add_scalar(user, "score", Scalar::floating).min_value = "-0.5";
  add_scalar(user, "price", Scalar::decimal).min_value = "0.10";
  const auto text = table(model, "users");
  for (const auto* line : {R"(CONSTRAINT "users_role_values" CHECK ("role" IN ('USER', 'ADMIN')))",
                           R"(CONSTRAINT "users_name_length" CHECK (length("name") >= 1 AND length("name") <= 100))",
                           R"(CONSTRAINT "users_key_length" CHECK (length("key") <= 32))",
                           R"(CONSTRAINT "users_words_length" CHECK (json_array_length("words") <= 3))",
                           R"(CONSTRAINT "users_age_range" CHECK ("age" >= 0 AND "age" <= 150))",
                           R"(CONSTRAINT "users_score_range" CHECK ("score" >= -0.5))",
                           R"(CONSTRAINT "users_price_range" CHECK ("price" >= '0.1'))"})
    EXPECT_THAT(text, HasSubstr(line));
  expect_executable(model);
}

TEST(DefineTest, ChecksThatSqlSaysAlikeAreKept) {
  schema::Model model;
  auto& event = add_resource(model, "Event", "events");
  auto& starts = add_scalar(event, "starts", Scalar::date_time);
  auto& ends = add_scalar(event, "ends", Scalar::date_time);
  auto& title = add_scalar(event, "title", Scalar::string);
  const auto of = [](schema::Field& field) { return column(field); };
  event.checks.push_back(
      {.rule = node(ExpressionKind::less, {of(starts), of(ends)}), .message = {}, .text = {}, .span = {}});
  event.checks.push_back(
      {.rule = node(ExpressionKind::starts_with, {of(title), literal(std::string("a"), Type::string)}),
       .message = {},
       .text = {},
       .span = {}});
  const auto text = table(model, "events");
  EXPECT_THAT(text, HasSubstr(R"(CONSTRAINT "events_check_1" CHECK (("starts" < "ends") IS TRUE))"));
  EXPECT_THAT(text, Not(HasSubstr("events_check_2")));
  EXPECT_THAT(text, Not(HasSubstr("tenon_"))) << "other programs can use the table";
  expect_executable(model);
}

TEST(DefineTest, TablesPointedToComeFirstAndCirclesDoNotMatter) {
  schema::Model model;
  auto& comment = add_resource(model, "Comment", "comments");
  auto& post = add_resource(model, "Post", "posts");
  auto& user = add_resource(model, "User", "users");
  add_to_one(comment, "post", post);
  add_to_one(comment, "parent", comment);
  add_to_one(post, "author", user);
  add_to_one(user, "favourite", post);
  const auto all = statements(model);
  EXPECT_TRUE(all[0].starts_with(R"(CREATE TABLE "users")"));
  EXPECT_TRUE(all[1].starts_with(R"(CREATE TABLE "posts")"));
  EXPECT_TRUE(all[2].starts_with(R"(CREATE TABLE "comments")"));
  expect_executable(model);
}

TEST(DefineTest, LinksHaveOneTableWhicheverSideDeclaresThem) {
  schema::Model model;
  auto& post = add_resource(model, "Post", "posts");
  auto& tag = add_resource(model, "Tag", "tags", Scalar::big_int);
  add_many_to_many(post, "tags", tag, {.table = "post_tags", .this_column = "post_id", .other_column = "tag_id"});
  add_many_to_many(tag, "posts", post, {.table = "post_tags", .this_column = "tag_id", .other_column = "post_id"});
  EXPECT_EQ(table(model, "post_tags"), R"(CREATE TABLE "post_tags" (
  "post_id" TEXT NOT NULL REFERENCES "posts" ("id") ON DELETE CASCADE,
  "tag_id" INTEGER NOT NULL REFERENCES "tags" ("id") ON DELETE CASCADE,
  PRIMARY KEY ("post_id", "tag_id")
) STRICT, WITHOUT ROWID)");
  EXPECT_THAT(statements(model),
              Contains(R"(CREATE INDEX "post_tags_tag_id_index" ON "post_tags" ("tag_id", "post_id"))").Times(1));
  expect_executable(model);
}

TEST(DefineTest, IndexesEndWithTheIdSoThatPagesNeedNoSorting) {
  schema::Model model;
  auto& user = add_resource(model, "User", "users");
  auto& post = add_resource(model, "Post", "posts");
  auto& published = add_scalar(post, "published", Scalar::boolean);
  auto& slug = add_scalar(post, "slug", Scalar::string);
  auto& city = add_scalar(post, "city", Scalar::string);
  slug.unique = true;
  city.indexed = true;
  add_to_one(post, "author", user);
  post.indexes.push_back(
      {.name = "posts_published_slug_index", .fields = {&published, &slug}, .unique = false, .span = {}});
  post.indexes.push_back({.name = "posts_city_slug_key", .fields = {&city, &slug}, .unique = true, .span = {}});
  const auto all = statements(model);
  for (const auto* index : {R"(CREATE UNIQUE INDEX "posts_slug_key" ON "posts" ("slug"))",
                            R"(CREATE INDEX "posts_city_index" ON "posts" ("city", "id"))",
                            R"(CREATE INDEX "posts_author_id_index" ON "posts" ("author_id", "id"))",
                            R"(CREATE INDEX "posts_published_slug_index" ON "posts" ("published", "slug", "id"))",
                            R"(CREATE UNIQUE INDEX "posts_city_slug_key" ON "posts" ("city", "slug"))"})
    EXPECT_THAT(all, Contains(index));
  expect_executable(model);
}

TEST(DefineTest, SearchedTablesHaveAFullTextIndex) {
  schema::Model model;
  auto& post = add_resource(model, "Post", "posts");
  post.search = {&add_scalar(post, "title", Scalar::string)};
  EXPECT_THAT(table(model, "posts"), HasSubstr(R"("$row" INTEGER NOT NULL PRIMARY KEY)"));
  EXPECT_THAT(statements(model), Contains(HasSubstr(R"(CREATE VIRTUAL TABLE "posts_search" USING fts5("title")")));
  expect_executable(model);
}

}  // namespace
}  // namespace tenon::migrate
