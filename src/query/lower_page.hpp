#pragma once
#include "base/value.hpp"
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// "Comes after the row whose sort keys are these operands", in the order of lower_sort. `keys` as of with_id.
/// `operands` are looked at only for being null.
sql::ExprPtr lower_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                         const std::vector<base::Value>& operands, const std::string& alias);

}  // namespace tenon::query
