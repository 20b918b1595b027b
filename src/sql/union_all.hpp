#pragma once
#include "sql/expression.hpp"
#include "sql/render.hpp"

#include <cstddef>
#include <vector>

namespace tenon::sql {

/// The rows of several SELECTs whose outputs have the same types, in no order.
struct UnionAll {
  std::vector<Select> parts;  ///< at least one, without ORDER BY and LIMIT
};

/// SQLite takes 500 SELECTs at once; what has more than this is written in groups.
inline constexpr std::size_t most_union_parts = 400;

/// Any number of parts as one statement.
Statement render(const UnionAll& rows, Dialect dialect);

}  // namespace tenon::sql
