#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tenon::base {

/// Canonical form of a decimal number: no exponent, no plus, no leading zeros, no trailing fraction zeros, "-0" is "0".
/// At most 38 significant digits and 18 after the point; nothing if it is not such a number. Accepts exponents on input
/// within those limits.
std::optional<std::string> parse_decimal(std::string_view text);
/// <0, 0, >0 by value; both must be canonical.
int compare_decimal(std::string_view left, std::string_view right);

}  // namespace tenon::base
