#pragma once
#include "api/openapi/context.hpp"

#include <string>

/// How operations are called and what is said of them.
namespace tenon::api::openapi {

/// "listPosts", "createPost", "listPostsOfUser": the same for the same Model, unique within it unless types are named
/// to collide; the caller sees to that.
std::string operation_id(const rest::Endpoint& endpoint);
/// "List posts"
std::string operation_summary(const rest::Endpoint& endpoint);
/// What it does and who may, in Markdown.
std::string operation_description(const Context& context, const rest::Endpoint& endpoint);

}  // namespace tenon::api::openapi
