#pragma once
#include "access/testing/model_maker.hpp"

#include <cstdlib>
#include <string>

namespace tenon::access::testing {

/// A small model made by hand: users write posts, posts have comments and, many to many, topics.
struct BlogModel {
  schema::Model model;
  schema::Resource& user = add_resource(model, "User", "users");
  schema::Resource& post = add_resource(model, "Post", "posts");
  schema::Resource& comment = add_resource(model, "Comment", "comments");
  schema::Resource& topic = add_resource(model, "Topic", "topics");

  BlogModel() {
    model.roles = {{.name = "user", .includes = 1}, {.name = "moderator", .includes = 3}};
    add_scalar(user, "name", schema::Scalar::string);
    add_scalar(user, "city", schema::Scalar::string);
    add_scalar(post, "title", schema::Scalar::string);
    add_scalar(post, "published", schema::Scalar::boolean);
    add_scalar(post, "locked", schema::Scalar::boolean);
    add_scalar(post, "score", schema::Scalar::int32);
    add_scalar(post, "views", schema::Scalar::big_int);
    add_scalar(post, "weight", schema::Scalar::floating);
    add_scalar(post, "price", schema::Scalar::decimal);
    add_scalar(post, "due", schema::Scalar::date_time);
    add_scalar(post, "data", schema::Scalar::bytes);
    add_scalar(post, "words", schema::Scalar::string).list = true;
    add_scalar(post, "numbers", schema::Scalar::big_int).list = true;
    add_scalar(post, "times", schema::Scalar::date_time).list = true;
    add_scalar(comment, "body", schema::Scalar::string);
    add_scalar(topic, "name", schema::Scalar::string);
    auto& author = add_to_one(post, "author", user);
    add_to_many(user, "posts", author);
    auto& parent = add_to_one(comment, "post", post);
    add_to_many(post, "comments", parent);
    add_to_one(comment, "author", user);
    add_many_to_many(post, "topics", topic,
                     {.table = "post_topics", .this_column = "post_id", .other_column = "topic_id"});
    add_many_to_many(topic, "posts", post,
                     {.table = "post_topics", .this_column = "topic_id", .other_column = "post_id"});
  }

  static schema::Field& field(schema::Resource& resource, const std::string& name) {
    for (auto& known : resource.fields)
      if (known->name == name) return *known;
    std::abort();
  }
};

}  // namespace tenon::access::testing
