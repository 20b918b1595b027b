#pragma once
#include <cstddef>
#include <string_view>

namespace tenon::base {

/// Whether all of it is well-formed (Unicode 15, table 3-7: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);
/// Code points in valid UTF-8: what @length and CEL's size() count.
std::size_t utf8_length(std::string_view text);
/// Bytes of the well-formed sequence that `text` begins with (1 to 4); 0 if it does not begin with one.
std::size_t utf8_sequence_length(std::string_view text);

}  // namespace tenon::base
