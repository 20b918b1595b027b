#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

#include <span>
#include <string_view>

namespace tenon::api::rest {

/// The body as JSON. 415 unless Content-Type is one of `types` ("type/subtype") in UTF-8 and the body is not
/// compressed; 400 if it is no JSON.
base::Result<base::Json> read_json_body(const http::Request& request, std::span<const std::string_view> types);

}  // namespace tenon::api::rest
