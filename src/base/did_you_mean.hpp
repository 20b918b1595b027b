#pragma once
#include <span>
#include <string>
#include <string_view>

namespace tenon::base {

/// The nearest of `known` by edit distance (case folded), if near enough to be a likely slip; else empty.
std::string_view nearest_name(std::string_view wanted, std::span<const std::string_view> known);
/// ` Did you mean "title"?` or empty: ready to append to a message.
std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> known);

}  // namespace tenon::base
