#pragma once
#include "http/message.hpp"

#include <optional>
#include <string_view>

namespace tenon::http {

/// Path and query of a request target (RFC 9112, 3.2): of the origin form as it is, of the absolute form without scheme
/// and authority, "*" for OPTIONS. Nothing for any other form, a fragment, or bytes that must be percent-encoded.
std::optional<std::string_view> read_target(std::string_view target, Method method);

/// Whether a Host header may be that: empty, or host[:port] of the letters RFC 3986 allows there.
bool is_valid_host(std::string_view host);

}  // namespace tenon::http
