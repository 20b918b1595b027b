#pragma once
#include "query/lower_scope.hpp"
#include "query/plan.hpp"

namespace tenon::query {

/// A query of the scope as text, with where its parameters come from.
template <typename Query>
Prepared prepare(const LowerScope& scope, const Query& query) {
  return {.statement = render(query, scope.dialect), .parameters = scope.context.parameters};
}

}  // namespace tenon::query
