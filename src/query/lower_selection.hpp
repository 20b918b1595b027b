#pragma once
#include "db/json_row.hpp"
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// The members of a row of `selection` as JSON, nested relations as sub-selects: one statement whatever the depth.
std::vector<sql::JsonMember> lower_selection(LowerScope& scope, const Selection& selection, const std::string& alias);

/// Members as output columns, and the plan to write them with.
std::vector<db::RowMember> as_columns(std::vector<sql::JsonMember> members, std::vector<sql::Output>& outputs);

/// How a stored field travels.
sql::JsonKind json_kind(const schema::Field& field);

/// ORDER BY for sort keys with the id as last one; masked values sort as null.
std::vector<sql::OrderKey> lower_sort(LowerScope& scope, const schema::Resource& resource,
                                      const std::vector<SortKey>& sort, const std::string& alias);

/// ORDER BY for keys as of with_id.
std::vector<sql::OrderKey> lower_order(LowerScope& scope, const std::vector<SortKey>& keys, const std::string& alias);

/// Adds the guard of the field to its member. False where the member is never there for this class of callers.
bool add_guard(LowerScope& scope, const schema::Field& field, const std::string& alias, sql::JsonMember& member);

/// The column, or null where the caller may not see it: what sorts and cursors go by.
sql::ExprPtr visible_column(LowerScope& scope, const schema::Field& field, const std::string& alias);

/// Sort keys as they are used: those up to the id, which is added last if missing, in the last key's direction so that
/// an index over (key, id) serves both.
std::vector<SortKey> with_id(const schema::Resource& resource, const std::vector<SortKey>& sort);

}  // namespace tenon::query
