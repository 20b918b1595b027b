// Only query::plan() makes a Plan, and it asks for a Principal.
// expect: is private within this context|calling a private constructor
#include "query/plan.hpp"
#include "query/plan_cache.hpp"

#include <memory>

tenon::query::Plan make(const tenon::query::Get& operation, const tenon::access::Principal& principal,
                        tenon::query::PlanCache& cache) {
#ifdef TENON_COMPILES
  return tenon::query::plan(operation, principal, cache);
#else
  (void)cache;
  return tenon::query::Plan(std::make_shared<const tenon::query::CompiledRead>(), operation.operands, principal);
#endif
}
