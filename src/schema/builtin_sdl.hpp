#pragma once
#include "lang/graphql/ast.hpp"

#include <string_view>

/// What every schema may use without declaring it, in the schema language itself: one text that the argument checks,
/// the editors (`tenon init` writes it as tenon.graphql) and the reference pages share.
namespace tenon::schema {

/// The directives and scalars of ours, as `tenon init` writes them.
std::string_view builtin_sdl();

/// The parsed form of builtin_sdl(). Parsed once, then immutable and shared.
const lang::graphql::Document& builtin_document();

/// What GraphQL itself defines: the five scalars, @deprecated, @specifiedBy.
const lang::graphql::Document& specified_document();

/// The definition of a directive of ours or of GraphQL; null if there is none.
const lang::graphql::DirectiveDefinition* find_builtin_directive(std::string_view name);

/// The definition of a scalar or enum of ours or of GraphQL; null if there is none.
const lang::graphql::TypeDefinition* find_builtin_type(std::string_view name);

}  // namespace tenon::schema
