#pragma once
#include "api/rest/parse/requests.hpp"
#include "query/engine.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What stands around the rows: {"data": …, "meta": {…}}. Rows are written straight between the two halves.
namespace tenon::api::rest {

/// `{"data":`
inline constexpr std::string_view envelope_begin = "{\"data\":";

/// `,"meta":{"timestamp":"…"}}`, with `masked` if anything is.
void end_envelope(std::string& out, const std::vector<std::string>& masked);
/// The same with limit and nextCursor (null on the last page), or page, perPage, total and totalPages.
/// On a page that a cursor led to also prevCursor, null where nothing comes before.
void end_list_envelope(std::string& out, const Page& page, const query::ReadAnswer& answer);
/// The same with limit and whether there are more groups.
void end_aggregate_envelope(std::string& out, std::int64_t limit, bool more);

}  // namespace tenon::api::rest
