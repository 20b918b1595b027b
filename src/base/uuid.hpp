#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tenon::base {

/// A new UUIDv7 (RFC 9562), lower-case canonical text. Ascending within a process, also within one millisecond, across
/// threads.
std::string new_uuid();

/// Canonical lower-case form of any RFC 4122 text (upper case accepted); nothing if it is not one.
std::optional<std::string> parse_uuid(std::string_view text);

}  // namespace tenon::base
