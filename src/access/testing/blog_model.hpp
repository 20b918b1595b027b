#pragma once
#include "schema/model.hpp"

#include <memory>
#include <string>
#include <utility>

namespace tenon::access::testing {

/// A small model made by hand: users write posts, posts have comments and, many to many, topics.
struct BlogModel {
  schema::Model model;
  schema::Resource& user;
  schema::Resource& post;
  schema::Resource& comment;
  schema::Resource& topic;

  BlogModel()
      : user(add("User", "users")),
        post(add("Post", "posts")),
        comment(add("Comment", "comments")),
        topic(add("Topic", "topics")) {
    model.roles = {{.name = "user", .includes = 1}, {.name = "moderator", .includes = 3}};
    scalar(user, "name", schema::Scalar::string);
    scalar(user, "city", schema::Scalar::string);
    scalar(post, "title", schema::Scalar::string);
    scalar(post, "published", schema::Scalar::boolean);
    scalar(post, "locked", schema::Scalar::boolean);
    scalar(post, "score", schema::Scalar::int32);
    scalar(post, "views", schema::Scalar::big_int);
    scalar(post, "weight", schema::Scalar::floating);
    scalar(post, "price", schema::Scalar::decimal);
    scalar(post, "due", schema::Scalar::date_time);
    scalar(post, "data", schema::Scalar::bytes);
    scalar(post, "words", schema::Scalar::string).list = true;
    scalar(post, "numbers", schema::Scalar::big_int).list = true;
    scalar(post, "times", schema::Scalar::date_time).list = true;
    scalar(comment, "body", schema::Scalar::string);
    scalar(topic, "name", schema::Scalar::string);
    auto& author = to_one(post, "author", user);
    to_many(user, "posts", author);
    auto& parent = to_one(comment, "post", post);
    to_many(post, "comments", parent);
    to_one(comment, "author", user);
    many_to_many(post, "topics", topic, {.table = "post_topics", .this_column = "post_id", .other_column = "topic_id"});
    many_to_many(topic, "posts", post, {.table = "post_topics", .this_column = "topic_id", .other_column = "post_id"});
  }

  static schema::Field& field(schema::Resource& resource, const std::string& name) {
    for (auto& known : resource.fields)
      if (known->name == name) return *known;
    std::abort();
  }

  static schema::Field& scalar(schema::Resource& resource, std::string name, schema::Scalar scalar) {
    auto& made = add_field(resource, std::move(name));
    made.scalar = scalar;
    made.column = made.name;
    return made;
  }

 private:
  schema::Resource& add(std::string name, std::string table) {
    auto& resource = *model.resources.emplace_back(std::make_unique<schema::Resource>());
    resource.name = std::move(name);
    resource.table = std::move(table);
    resource.id = &scalar(resource, "id", schema::Scalar::id);
    return resource;
  }
  static schema::Field& add_field(schema::Resource& resource, std::string name) {
    auto& made = *resource.fields.emplace_back(std::make_unique<schema::Field>());
    made.name = std::move(name);
    made.owner_type = &resource;
    return made;
  }
  static schema::Field& to_one(schema::Resource& resource, std::string name, schema::Resource& target) {
    auto& made = add_field(resource, std::move(name));
    made.kind = schema::FieldKind::to_one;
    made.scalar = schema::Scalar::id;
    made.column = made.name + "_id";
    made.target = &target;
    return made;
  }
  static void to_many(schema::Resource& resource, std::string name, schema::Field& inverse) {
    auto& made = add_field(resource, std::move(name));
    made.kind = schema::FieldKind::to_many;
    made.target = inverse.owner_type;
    made.inverse = &inverse;
    inverse.inverse = &made;
  }
  static void many_to_many(schema::Resource& resource, std::string name, schema::Resource& target,
                           schema::JoinTable join) {
    auto& made = add_field(resource, std::move(name));
    made.kind = schema::FieldKind::many_to_many;
    made.target = &target;
    made.join = std::move(join);
  }
};

}  // namespace tenon::access::testing
