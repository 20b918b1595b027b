#pragma once

namespace tenon::api::graphql {

/// The built-in scalars, directives and introspection types as a type system document.
extern const char* const built_in_sdl;

}  // namespace tenon::api::graphql
