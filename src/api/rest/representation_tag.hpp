#pragma once
#include "base/result.hpp"
#include "http/message.hpp"
#include "query/operation.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Entity tags of rows.
///
/// The version that the engine gives is the tag where the answer depends on nothing else. Where it also depends on the
/// caller (field rules), a digest of the answer follows: "version:digest". A write that names either form in If-Match
/// means the version.
namespace tenon::api::rest {

/// The unquoted tag of an answer; `data` is the row's JSON.
std::string representation_tag(std::string_view version, const query::Selection& selection, std::string_view data);

/// Whether If-None-Match of the request names `tag`; 400 if it is malformed.
base::Result<bool> client_has(const http::Request& request, std::string_view tag);

/// The text of an If-Match as the engine takes it. A weak tag never matches, which is kept by passing it with its mark.
base::Result<std::vector<std::string>> versions_of(std::string_view if_match);
/// If-Match as the engine takes it: versions, "*", or nothing if the header is absent. A weak tag never matches, which
/// is kept by passing it with its mark.
base::Result<std::vector<std::string>> wanted_versions(const http::Request& request);

}  // namespace tenon::api::rest
