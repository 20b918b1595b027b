#pragma once
#include "query/ground.hpp"
#include "query/operation.hpp"
#include "query/plan.hpp"

namespace tenon::query {

/// Rights woven in and lowered to SQL: once per shape and class of callers.
CompiledRead compile(const Get& operation, const Ground& ground);
CompiledRead compile(const GetAny& operation, const Ground& ground);
CompiledRead compile(const List& operation, const Ground& ground);
CompiledRead compile(const Connect& operation, const Ground& ground);
CompiledRead compile(const Aggregate& operation, const Ground& ground);

}  // namespace tenon::query
