#pragma once
#include <string>
#include <string_view>

namespace tenon::base {

/// What a client is told apart by: an IPv4 address (also mapped into IPv6) as it is, of an IPv6 address its /64, which
/// one client owns whole. Anything else as it is.
std::string client_block(std::string_view ip);

}  // namespace tenon::base
