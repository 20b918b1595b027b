#pragma once
#include "auth/options.hpp"
#include "base/error.hpp"

#include <string_view>
#include <vector>

namespace tenon::auth {

/// Faults of a password that somebody wants to set, each with field "password" and one of the codes
///   format    not UTF-8, or with control characters
///   length    shorter or longer than the limits, in code points
///   common    among those that are tried first: the list, one character repeated, a run like 12345678
///   password  the login itself, or the part of it before '@'
/// Empty if it may be set.
std::vector<base::ErrorDetail> password_faults(std::string_view password, std::string_view login,
                                               const PasswordLimits& limits);

}  // namespace tenon::auth
