#pragma once
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace tenon::api::graphql {

struct IntrospectionLimits {
  std::size_t bytes = 8 << 20;  ///< of the answer; a larger one is refused
};

/// Answers a `__schema` or `__type` field of the query root: appends its JSON value to `out`. What the type system does
/// not hold is not told. The document must be valid. An error leaves `out` in no useful state.
///
/// Pure: reads nothing but the type system. `field` is what collect_fields gave for the root.
std::optional<Error> resolve_introspection(const TypeSystem& types, const FragmentTable& fragments,
                                           const VariableValues& variables, const CollectedField& field,
                                           std::string& out, const IntrospectionLimits& limits = {});

}  // namespace tenon::api::graphql
