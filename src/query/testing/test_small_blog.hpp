#pragma once
#include "schema/test_schema.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// A model with one of each thing that reads and writes meet, and a short way to its parts.
namespace tenon::query::testing {

inline constexpr std::string_view small_blog = R"graphql(
enum Role @roles { user moderator @inherits(role: user) admin @inherits(role: moderator) }
enum Mood { calm angry }

type User @resource @account(login: "email", role: "role", registration: OPEN)
  @allow(ops: [READ], when: "!hidden || id == auth.id || auth.is('moderator')")
  @allow(ops: [CREATE, DELETE], when: "auth.is('admin')")
  @allow(ops: [UPDATE], when: "id == auth.id || auth.is('admin')") {
  email: Email! @unique @allow(ops: [READ], when: "id == auth.id || auth.is('moderator')", else: OMIT)
  name: String!
  hidden: Boolean! @default(value: false)
  salary: Int @allow(ops: [READ], when: "id == auth.id || auth.is('admin')")
  role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
  posts: [Post!]! @relation(field: "author")
  reviews: [Post!]! @relation(field: "reviewer")
}

type Post @resource @search(fields: ["title", "secret"]) @index(fields: ["author", "number"], unique: true)
  @allow(ops: [READ], when: "published || author == auth.id || auth.is('moderator')")
  @allow(ops: [CREATE], when: "author == auth.id")
  @allow(ops: [UPDATE], when: "author == auth.id && !tags.exists(t, t.name == 'frozen')")
  @allow(ops: [UPDATE], when: "auth.is('moderator')", check: "author == old.author && views >= old.views")
  @allow(ops: [DELETE], when: "author == auth.id")
  @deny(ops: [UPDATE, DELETE], when: "locked && !auth.is('admin')")
  @check(rule: "views <= 1000", message: "nobody has so many readers") {
  title: String!
  secret: String @allow(ops: [READ], when: "author == auth.id || auth.is('admin')")
  published: Boolean! @default(value: false)
  locked: Boolean! @default(value: false) @allow(ops: [CREATE, UPDATE], when: "auth.is('moderator')")
  views: Int! @default(value: 0)
  number: Int
  price: Decimal
  mood: Mood
  due: DateTime
  slug: String @immutable
  score: Float @readOnly
  author: User! @owner
  reviewer: User @allow(ops: [READ], when: "author == auth.id")
  tags: [Tag!]!
  comments: [Comment!]!
}

type Comment @resource
  @allow(ops: [READ], when: "can(READ, post)")
  @allow(ops: [CREATE], when: "author == auth.id && can(READ, post)")
  @allow(ops: [DELETE], when: "author == auth.id || post.author == auth.id") {
  post: Post! @relation(onDelete: CASCADE)
  author: User! @owner
  body: String!
}

type Tag @resource @public(ops: [READ])
  @deny(ops: [READ], when: "staff && !auth.is('moderator')")
  @allow(ops: [CREATE, UPDATE, DELETE], when: "auth.is('moderator')") {
  id: BigInt!
  name: String! @unique
  staff: Boolean! @default(value: false)
  posts: [Post!]!
}
)graphql";

/// Loads a schema once for each text and hands out its parts by name.
class Parts {
 public:
  explicit Parts(std::string_view text = small_blog) : model(schema::must_load(text, schema::Lints::skip)) {
    if (!model) throw std::runtime_error("the test's schema does not load");
  }

  const schema::Resource& type(std::string_view name) const {
    const auto* found = model->find_resource(name);
    if (!found) throw std::runtime_error("no type " + std::string(name));
    return *found;
  }
  /// "Post.title"
  const schema::Field& field(std::string_view path) const {
    const auto dot = path.find('.');
    const auto* found = type(path.substr(0, dot)).find_field(path.substr(dot + 1));
    if (!found) throw std::runtime_error("no field " + std::string(path));
    return *found;
  }
  /// Bits of a role and those it includes.
  std::uint64_t role(std::string_view name) const {
    return model->roles.at(static_cast<std::size_t>(model->find_role(name))).includes;
  }

  schema::ModelPtr model;
};

}  // namespace tenon::query::testing
