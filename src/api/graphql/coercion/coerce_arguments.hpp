#pragma once
#include "api/graphql/coercion/variable_values.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <expected>
#include <string_view>

namespace tenon::api::graphql {

/// Arguments by name, in the order of their declaration. One that was not given and has no default is not there, which
/// is not the same as null.
struct ArgumentValues {
  base::Json::Object values;

  const base::Json* find(std::string_view name) const;
};

/// The arguments of a field or directive (specification 6.4.1): checked against their types, variables put in, defaults
/// filled in. Wording and places are those of graphql-js, but for values that only our scalars refuse: there the
/// message says what the scalar takes.
std::expected<ArgumentValues, Error> coerce_arguments(const std::vector<InputValue>& declared,
                                                      const std::vector<ast::Argument>& given, const lang::Span& node,
                                                      const VariableValues& variables);

}  // namespace tenon::api::graphql
