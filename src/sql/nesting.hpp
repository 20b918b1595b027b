#pragma once
#include "sql/expression.hpp"

#include <span>
#include <vector>

/// How deep statements nest. SQLite's parser keeps at most 100 symbols pending and refuses a statement beyond; so what
/// nests deepest is written first, where the fewest symbols stand before it.
namespace tenon::sql {

struct UnionAll;

/// What the parser has pending, at most, while it reads the expression in the writer's spelling, without parentheses
/// around it.
int pending_symbols(const Expr& expr);
int pending_symbols(const Select& select);
int pending_symbols(const UnionAll& rows);
int pending_symbols(const Insert& insert);
int pending_symbols(const Update& update);
int pending_symbols(const Delete& remove);

/// More than this is refused.
inline constexpr int most_pending_symbols = 98;

/// Positions of the expressions, those that nest deep first, the others as they are.
std::vector<std::size_t> deepest_first(std::span<const ExprPtr> expressions);

}  // namespace tenon::sql
