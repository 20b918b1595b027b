#pragma once
#include "lang/graphql/ast.hpp"
#include "schema/draft.hpp"

#include <optional>
#include <string_view>

namespace tenon::schema {

/// The scalar of that name, GraphQL's or ours.
std::optional<Scalar> scalar_named(std::string_view name);
/// The name of a scalar in the schema language.
std::string_view scalar_name(Scalar scalar);

/// A type reference taken apart: `[Tag!]!` is a required list of required `Tag`.
struct TypeShape {
  const lang::graphql::Name* name = nullptr;
  bool required = false;
  bool list = false;
  bool element_required = false;
};
/// Nothing for lists of lists, which are a fault.
std::optional<TypeShape> take_apart(const lang::graphql::Type& type, Faults& faults);

/// "unknown-type" with the nearest name.
void unknown_type(const lang::graphql::Name& name, Draft& draft);

}  // namespace tenon::schema
