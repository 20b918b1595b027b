#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/type_system/type_system.hpp"
#include "api/graphql/validation/list.hpp"

#include <cstdint>
#include <span>

namespace tenon::api::graphql {

enum class Introspection : std::uint8_t { on, off };

/// Checks an executable document against a type system: limits first, then every rule of the October 2021
/// specification (5), worded as graphql-js 16 does. No errors: it may be executed. Pure, thread-safe.
///
/// Bounded by `limits`: at most limits.errors errors, then one that says there are more; at most
/// limits.field_comparisons pairs of fields are compared, more is an error.
Errors validate(const TypeSystem& types, const ast::Document& document, const Limits& limits = {},
                Introspection introspection = Introspection::on);

/// The given rules alone, without looking at sizes first: for tests.
Errors apply_rules(const TypeSystem& types, const ast::Document& document, std::span<const RuleEntry> rules,
                   const Limits& limits);

}  // namespace tenon::api::graphql
