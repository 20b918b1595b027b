#pragma once
#include "http/message.hpp"

#include <string_view>

namespace tenon::http {

/// Whether a caller's id may be used as it is, in logs and headers: 1 to 64 of [A-Za-z0-9._-].
bool is_sane_request_id(std::string_view id);
/// Sets `request.request_id`: the caller's X-Request-Id if it is sane, else a new UUIDv7.
void assign_request_id(Request& request);

}  // namespace tenon::http
