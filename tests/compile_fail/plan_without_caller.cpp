// Nobody at all is not a caller: an anonymous one is a Principal too.
// expect: could not convert|no matching function|no known conversion|too few arguments
#include "query/plan.hpp"
#include "query/plan_cache.hpp"

tenon::query::Plan make(const tenon::query::List& operation, const tenon::access::Principal& principal,
                        tenon::query::PlanCache& cache) {
#ifdef TENON_COMPILES
  return tenon::query::plan(operation, principal, cache);
#else
  (void)principal;
  return tenon::query::plan(operation, cache);
#endif
}
