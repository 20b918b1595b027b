#pragma once
#include "api/graphql/type_system/type_system.hpp"

#include <string>
#include <string_view>

namespace tenon::api::graphql {

/// The type system as a document in the schema definition language, as graphql-js's printSchema writes it: without
/// built-in scalars, directives and introspection types. Reads back as the same type system.
std::string print(const TypeSystem& types);
std::string print(const NamedType& type);

/// A literal as graphql-js prints it: `{a: 1, b: [RED, $c]}`.
std::string print(const ast::Value& value);
/// `"text"` with the escapes of the specification.
std::string print_string(std::string_view text);

}  // namespace tenon::api::graphql
