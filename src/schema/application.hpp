#pragma once
#include "lang/graphql/ast.hpp"
#include "schema/faults.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tenon::schema {

/// A directive where it is used, together with its definition. If `valid`, its arguments are known, complete and of the
/// right types, and the readers below may be used; they look at the default where nothing is given.
struct Application {
  const lang::graphql::DirectiveDefinition* definition = nullptr;
  const lang::graphql::Directive* syntax = nullptr;
  bool valid = false;

  std::string_view name() const { return syntax->name.text; }
  /// Whether the argument was written, other than as null.
  bool given(std::string_view argument) const;
  /// Written or default value; null if neither, or if it is the literal null.
  const lang::graphql::Value* find(std::string_view argument) const;
  /// A string, or the name of an enum value; empty if absent.
  std::string_view text(std::string_view argument) const;
  /// An Int; nothing if absent.
  std::optional<std::int64_t> integer(std::string_view argument) const;
  /// A Boolean; false if absent.
  bool flag(std::string_view argument) const;
  /// The elements of a list; a single value counts as a list of one, as GraphQL has it.
  std::vector<const lang::graphql::Value*> items(std::string_view argument) const;
  /// What to underline for a fault of this argument: its value, or the directive where it is not written.
  lang::Span span(std::string_view argument) const;
  const lang::Span& span() const { return syntax->span; }
};

/// Checks each directive against its definition: that it exists, may stand here (`location` is GraphQL's word:
/// "OBJECT", "FIELD_DEFINITION", ...), may be repeated, and its arguments. Unknown directives are faults and left out.
std::vector<Application> check_directives(const std::vector<const lang::graphql::Directive*>& directives,
                                          std::string_view location, Faults& faults);
std::vector<Application> check_directives(const std::vector<lang::graphql::Directive>& directives,
                                          std::string_view location, Faults& faults);

}  // namespace tenon::schema
