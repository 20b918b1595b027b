#pragma once
#include "schema/model.hpp"

#include <string>
#include <string_view>

/// The names of the served schema that do not stand in the schema file. Pure.
namespace tenon::api::graphql {

/// "blog-posts" and "blog_posts" -> "blogPosts".
std::string camel_case(std::string_view words);
/// "post" -> "Post".
std::string capitalised(std::string_view name);

/// Root field for one row: Post -> "post", HTTPServer -> "httpServer".
std::string row_field_name(const schema::Resource& resource);
/// Root field for many: its path in camelCase, "blogPosts"; with "List" behind it where that is the
/// name for one row already.
std::string list_field_name(const schema::Resource& resource);
/// The field that holds the key of a to-one relation: author -> "authorId".
std::string key_field_name(const schema::Field& relation);

}  // namespace tenon::api::graphql
