#pragma once
#include "query/write_operations.hpp"

#include <functional>

namespace tenon::query {

/// Rules and statements of a create whose answer nobody wants.
using PlanCreate = std::function<WritePlan(const Create& operation)>;

bool has_nested(const Create& operation);

/// As create_rows, with the rows that are nested in the operation's: each by the rules of its own resource, as if it
/// came alone. Rows that others point to (to_one, many_to_many) are made before the row that has them, those of its
/// lists (to_many) after it, as a POST to that list would. Faults are filed under the path in the input:
/// "comments.1.text"; an error without any gets one that names the row.
///
/// `plan` is of the operation itself, `planner` for each row by itself; it must be called on this thread.
base::Task<base::Result<WriteAnswer>> create_with_nested(db::Transaction& transaction, const WritePlan& plan,
                                                         const Create& operation, const access::Principal& principal,
                                                         PlanCreate planner, std::string& out);

}  // namespace tenon::query
