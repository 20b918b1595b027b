#pragma once
#include <cstddef>
#include <string_view>

namespace tenon::auth {

/// Whether it is among the passwords that guessers try first. ASCII case does not count.
bool is_common_password(std::string_view password);

/// Length of the list, for tests.
std::size_t common_password_count();

}  // namespace tenon::auth
