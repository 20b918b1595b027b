#pragma once
#include "schema/model.hpp"

#include <memory>
#include <string>
#include <utility>

/// The blog of the schema page, built by hand: for tests that want a Model and no parser.
namespace tenon::api::rest::testing {

namespace detail {

inline schema::Field* add(schema::Resource& resource, std::string name, schema::Scalar scalar, bool required = true) {
  auto field = std::make_unique<schema::Field>();
  field->name = name;
  field->column = std::move(name);
  field->owner_type = &resource;
  field->scalar = scalar;
  field->required = required;
  resource.fields.push_back(std::move(field));
  return resource.fields.back().get();
}

inline schema::Field* add_relation(schema::Resource& resource, std::string name, schema::FieldKind kind,
                                   const schema::Resource& target, bool required = true) {
  schema::Field* field = add(resource, std::move(name), target.id->scalar, required);
  field->kind = kind;
  field->target = &target;
  if (!field->stored()) field->column.clear();
  return field;
}

inline void pair(schema::Field* one, schema::Field* other) {
  one->inverse = other;
  other->inverse = one;
}

inline schema::Resource& add_resource(schema::Model& model, std::string name, std::string path,
                                      schema::Scalar id = schema::Scalar::id) {
  auto resource = std::make_unique<schema::Resource>();
  resource->name = std::move(name);
  resource->path = path;
  resource->table = std::move(path);
  model.resources.push_back(std::move(resource));
  schema::Resource& added = *model.resources.back();
  schema::Field* key = add(added, "id", id);
  key->system = true;
  added.id = key;
  return added;
}

inline void add_times(schema::Resource& resource) {
  schema::Field* created = add(resource, "createdAt", schema::Scalar::date_time);
  schema::Field* updated = add(resource, "updatedAt", schema::Scalar::date_time);
  created->system = updated->system = true;
  resource.created_at = created;
  resource.updated_at = updated;
}

/// Every operation is for everybody: rights are not what these tests are about.
inline void open(schema::Resource& resource) {
  auto always = std::make_shared<schema::Expression>();
  always->kind = schema::ExpressionKind::literal;
  always->value = true;
  schema::Rule rule;
  for (const auto operation :
       {schema::Operation::create, schema::Operation::read, schema::Operation::update, schema::Operation::remove})
    rule.operations.add(operation);
  rule.when = std::move(always);
  resource.rules.push_back(std::move(rule));
}

}  // namespace detail

inline schema::ModelPtr blog_model() {
  using enum schema::Scalar;
  using schema::FieldKind;
  auto model = std::make_shared<schema::Model>();
  auto role = std::make_unique<schema::EnumType>();
  role->name = "Role";
  role->values = {"user", "moderator", "admin"};
  model->enums.push_back(std::move(role));

  schema::Resource& user = detail::add_resource(*model, "User", "users");
  schema::Resource& post = detail::add_resource(*model, "Post", "posts");
  schema::Resource& comment = detail::add_resource(*model, "Comment", "comments");
  schema::Resource& tag = detail::add_resource(*model, "Tag", "tags", big_int);

  detail::add(user, "email", email)->unique = true;
  detail::add(user, "name", string);
  schema::Field* user_role = detail::add(user, "role", string);
  user_role->kind = FieldKind::enumeration;
  user_role->enumeration = model->enums.front().get();
  user_role->default_value = schema::Default{schema::Default::Kind::value, std::string("user")};
  detail::add(user, "pin", string, false)->write_only = true;
  schema::Field* user_posts = detail::add_relation(user, "posts", FieldKind::to_many, post);

  schema::Field* title = detail::add(post, "title", string);
  title->min_length = 1;
  title->max_length = 200;
  detail::add(post, "body", string);
  detail::add(post, "published", boolean)->default_value = schema::Default{schema::Default::Kind::value, false};
  detail::add(post, "locked", boolean)->default_value = schema::Default{schema::Default::Kind::value, false};
  detail::add(post, "views", int32)->default_value = schema::Default{schema::Default::Kind::value, std::int64_t{0}};
  detail::add(post, "page", int32, false);
  detail::add(post, "slug", string, false)->immutable = true;
  detail::add(post, "score", decimal, false)->read_only = true;
  detail::add(post, "due", date_time, false);
  detail::add(post, "extra", json, false);
  detail::add(post, "labels", string, false)->list = true;
  schema::Field* author = detail::add_relation(post, "author", FieldKind::to_one, user);
  author->owner = author->immutable = true;
  schema::Field* editor = detail::add_relation(post, "editor", FieldKind::to_one, user, false);
  (void)editor;
  schema::Field* post_tags = detail::add_relation(post, "tags", FieldKind::many_to_many, tag);
  schema::Field* post_comments = detail::add_relation(post, "comments", FieldKind::to_many, comment);
  post.owner = author;
  post.search = {title};
  detail::pair(author, user_posts);

  schema::Field* comment_post = detail::add_relation(comment, "post", FieldKind::to_one, post);
  schema::Field* comment_author = detail::add_relation(comment, "author", FieldKind::to_one, user);
  comment_author->owner = comment_author->immutable = true;
  comment.owner = comment_author;
  detail::add(comment, "body", string);
  detail::pair(comment_post, post_comments);

  detail::add(tag, "name", string)->unique = true;
  schema::Field* tag_posts = detail::add_relation(tag, "posts", FieldKind::many_to_many, post);
  post_tags->join = {"post_tags", "post_id", "tag_id"};
  tag_posts->join = {"post_tags", "tag_id", "post_id"};
  detail::pair(post_tags, tag_posts);

  for (const auto& resource : model->resources) {
    detail::add_times(*resource);
    detail::open(*resource);
  }
  return model;
}

}  // namespace tenon::api::rest::testing
