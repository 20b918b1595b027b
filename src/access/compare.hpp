#pragma once
#include "schema/expression.hpp"

#include <compare>
#include <optional>

namespace tenon::access {

/// Order of two stored values of one rule type (integers also against floats, by value; text byte by byte; decimals by
/// number). Nothing if either is null, or they are of different kinds.
std::optional<std::partial_ordering> compare_values(const base::Value& left, const base::Value& right,
                                                    schema::Type type);

}  // namespace tenon::access
