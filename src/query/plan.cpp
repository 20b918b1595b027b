#include "query/plan.hpp"

#include "query/bind.hpp"
#include "query/compile_read.hpp"
#include "query/plan_cache.hpp"
#include "query/shape.hpp"

namespace tenon::query {

access::CallerClass class_of(const access::Principal& principal) {
  return {.roles = principal.roles, .anonymous = principal.anonymous()};
}

std::vector<base::Value> Plan::bind(const Prepared& prepared) const {
  return bind_parameters(prepared.parameters, *operands_, *principal_);
}

namespace {

template <typename Operation>
std::shared_ptr<const CompiledRead> compiled_read(const Operation& operation, const access::Principal& principal,
                                                  PlanCache& cache) {
  const auto caller = class_of(principal);
  return cache.read(shape_of(operation, caller), [&] {
    auto compiled = compile(operation, cache.ground(caller));
    compiled.cost = cost_of(operation);
    compiled.limits = RateLimits::limits_of(operation);
    return compiled;
  });
}

}  // namespace

Plan plan(const Get& operation, const access::Principal& principal, PlanCache& cache) {
  return Plan(compiled_read(operation, principal, cache), operation.operands, principal);
}

Plan plan(const GetAny& operation, const access::Principal& principal, PlanCache& cache) {
  return Plan(compiled_read(operation, principal, cache), operation.operands, principal);
}

Plan plan(const List& operation, const access::Principal& principal, PlanCache& cache) {
  return Plan(compiled_read(operation, principal, cache), operation.operands, principal);
}

Plan plan(const Connect& operation, const access::Principal& principal, PlanCache& cache) {
  return Plan(compiled_read(operation, principal, cache), operation.operands, principal);
}

Plan plan(const Aggregate& operation, const access::Principal& principal, PlanCache& cache) {
  return Plan(compiled_read(operation, principal, cache), operation.operands, principal);
}

}  // namespace tenon::query
