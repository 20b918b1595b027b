#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tenon::base {

std::string base64_encode(std::string_view bytes);                   ///< standard alphabet, padded
std::optional<std::string> base64_decode(std::string_view text);     ///< strict: padding and no spare bits
std::string base64url_encode(std::string_view bytes);                ///< URL alphabet, no padding (RFC 7515)
std::optional<std::string> base64url_decode(std::string_view text);  ///< strict: no padding, no spare bits
std::string hex_encode(std::string_view bytes);                      ///< lower case

}  // namespace tenon::base
