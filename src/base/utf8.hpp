#pragma once
#include <cstddef>
#include <string_view>

namespace tenon::base {

bool is_utf8(std::string_view text);
/// Code points in valid UTF-8: what @length and CEL's size() count.
std::size_t utf8_length(std::string_view text);

}  // namespace tenon::base
