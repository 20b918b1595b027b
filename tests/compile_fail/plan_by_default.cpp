// There is no empty Plan either, to be filled in later.
// expect: no matching function for call to .*Plan|no matching constructor
#include "query/plan.hpp"

#ifdef TENON_COMPILES
const tenon::query::Plan* nothing = nullptr;
#else
tenon::query::Plan nothing;
#endif
