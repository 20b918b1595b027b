#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <expected>
#include <string_view>

namespace tenon::api::graphql {

/// Makes a TypeSystem of a type system document: definitions and extensions. Roots are those of `schema { … }`, else
/// the types called Query, Mutation and Subscription.
///
/// Faults: names taken twice or unknown, types used where they cannot be, interfaces that are not fulfilled, members
/// missing. Every fault is reported, with its place.
std::expected<TypeSystemPtr, Errors> build_type_system(const ast::Document& document);

/// The same from text.
std::expected<TypeSystemPtr, Errors> build_type_system(std::string_view text);

}  // namespace tenon::api::graphql
