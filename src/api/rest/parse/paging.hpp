#pragma once
#include "api/rest/parse/requests.hpp"

#include <span>

namespace tenon::api::rest {

/// Reads limit and cursor, or page and perPage; sets the page parts of `request`. The sort must be there already: a
/// cursor is bound to it.
void parse_paging(const schema::Resource& resource, std::span<const Parameter> parameters,
                  const ReadCursor& read_cursor, ListRequest& request, Faults& faults);

}  // namespace tenon::api::rest
