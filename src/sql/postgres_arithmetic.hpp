#pragma once
#include "sql/expression.hpp"

#include <string_view>

namespace tenon::sql {

/// Arithmetic on the bigint or double precision columns "a" and "b" (negate: "a"), NULL where there is no result:
/// PostgreSQL itself would raise an error. `kind` is one of add to negate.
std::string_view postgres_integers(ExprKind kind);
std::string_view postgres_floats(ExprKind kind);

}  // namespace tenon::sql
