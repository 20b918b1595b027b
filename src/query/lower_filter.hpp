#pragma once
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>

namespace tenon::query {

/// A caller's filter on the row called `alias`. A value the caller may not see matches nothing, whatever is asked of
/// it.
sql::ExprPtr lower_filter(LowerScope& scope, const Filter& filter, const std::string& alias);

}  // namespace tenon::query
