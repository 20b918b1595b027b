#pragma once
#include "access/access.hpp"
#include "query/operation.hpp"
#include "query/plan.hpp"
#include "schema/model.hpp"

namespace tenon::query {

/// Rights woven in and lowered to SQL: once per shape and class of callers.
CompiledRead compile(const Get& operation, const schema::Model& model, access::CallerClass caller);
CompiledRead compile(const List& operation, const schema::Model& model, access::CallerClass caller);

}  // namespace tenon::query
