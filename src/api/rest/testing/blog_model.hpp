#pragma once
#include "schema/load.hpp"

#include <cstdio>
#include <cstdlib>

/// A blog with a field of each kind that a query or a body can stumble over. Rights are not what these tests are about.
namespace tenon::api::rest::testing {

inline schema::ModelPtr blog_model() {
  auto loaded = schema::load_text(R"graphql(
enum Role { user moderator admin }

type User @resource @account(login: "email") @public(ops: [CREATE, READ, UPDATE, DELETE]) {
  email: Email! @unique
  name: String!
  role: Role! @default(value: user)
  pin: String @writeOnly
  posts: [Post!]! @relation(field: "author")
}

type Post @resource @search(fields: ["title"]) @public(ops: [CREATE, READ, UPDATE, DELETE]) {
  title: String! @length(min: 1, max: 200)
  body: String!
  published: Boolean! @default(value: false)
  locked: Boolean! @default(value: false)
  views: Int! @default(value: 0)
  page: Int
  slug: String @immutable
  score: Decimal @readOnly
  due: DateTime
  extra: JSON
  labels: [String!]
  author: User! @owner
  editor: User
  tags: [Tag!]!
  comments: [Comment!]!
}

type Comment @resource @public(ops: [CREATE, READ, UPDATE, DELETE]) {
  post: Post!
  author: User! @owner
  body: String!
}

type Tag @resource @public(ops: [CREATE, READ, UPDATE, DELETE]) {
  id: BigInt!
  name: String! @unique
  posts: [Post!]!
}
)graphql",
                                  schema::Lints::skip);
  if (!loaded.model) {
    for (const auto& fault : loaded.diagnostics) std::fputs(print(fault, lang::Colour::off).c_str(), stderr);
    std::abort();
  }
  return loaded.model;
}

}  // namespace tenon::api::rest::testing
