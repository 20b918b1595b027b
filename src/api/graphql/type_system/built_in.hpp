#pragma once
#include "api/graphql/type_system/maker.hpp"

#include <string_view>

namespace tenon::api::graphql {

/// Adds the built-in scalars and directives and the introspection types, worded as graphql-js has them.
void add_built_ins(TypeSystemMaker& maker);

bool is_built_in_scalar(std::string_view name);

}  // namespace tenon::api::graphql
