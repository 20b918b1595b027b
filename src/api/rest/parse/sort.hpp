#pragma once
#include "api/rest/parse/faults.hpp"
#include "query/operation.hpp"

#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// Whether rows can be put in the order of the field's values.
bool is_sortable(const schema::Field& field);

/// `-createdAt,title`: fields of the resource itself, `-` for descending. The id is always the last key and may be
/// named to choose its direction. `parameter` is what faults are filed under.
std::vector<query::SortKey> parse_sort(const schema::Resource& resource, std::string_view parameter,
                                       std::string_view text, Faults& faults);

}  // namespace tenon::api::rest
