#pragma once
#include "api/docs/asset_answer.hpp"

#include <span>

namespace tenon::api::graphql::graphiql {

/// The files of the page, embedded when the program was built (cmake/TenonEmbed.cmake).
using Asset = docs::Asset;
std::span<const Asset> assets();

}  // namespace tenon::api::graphql::graphiql
