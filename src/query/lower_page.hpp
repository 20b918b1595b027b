#pragma once
#include "base/value.hpp"
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenon::query {

/// "Comes after the row whose sort keys are these operands", in the order of lower_order. `keys` as of with_id.
sql::ExprPtr lower_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                         const std::string& alias);
/// The same in two ranges of an index over the keys, where nulls of the first key lie between: all rows of `near` come
/// before all of `far`. Nothing where one range (lower_after) says it as well.
struct AfterInTwo {
  sql::ExprPtr near;
  sql::ExprPtr far;
};
std::optional<AfterInTwo> lower_after_in_two(LowerScope& scope, const std::vector<SortKey>& keys,
                                             const std::vector<Operand>& after, const std::string& alias);
/// "Comes before that row, or is it": exactly the rows that do not come after it.
sql::ExprPtr lower_not_after(LowerScope& scope, const std::vector<SortKey>& keys, const std::vector<Operand>& after,
                             const std::string& alias);

/// The same keys for the opposite order: what comes after in it comes before in the other.
std::vector<SortKey> turned(std::vector<SortKey> keys);

}  // namespace tenon::query
