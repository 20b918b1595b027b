#include "auth/password_rules.hpp"

#include "auth/common_passwords.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace tenon::auth {
namespace {

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// "aaaaaaaa", "abcdefgh", "87654321": every character is the one before plus the same step of -1, 0 or 1.
bool is_run(std::string_view text) {
  if (text.size() < 2) return true;
  const int step = text[1] - text[0];
  if (step < -1 || step > 1) return false;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] - text[i - 1] != step) return false;
  return true;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, [&](char a, char b) { return fold(a) == fold(b); });
}

bool is_login(std::string_view password, std::string_view login) {
  if (login.empty()) return false;
  return equal_ignoring_case(password, login) || equal_ignoring_case(password, login.substr(0, login.find('@')));
}

base::ErrorDetail fault(std::string code, std::string message) {
  return {"password", std::move(code), std::move(message)};
}

}  // namespace

std::vector<base::ErrorDetail> password_faults(std::string_view password, std::string_view login,
                                               const PasswordLimits& limits) {
  if (!base::is_utf8(password) || has_control_characters(password))
    return {fault("format", "must be text without control characters")};
  std::vector<base::ErrorDetail> faults;
  const std::size_t length = base::utf8_length(password);
  if (length < limits.min_length)
    faults.push_back(fault("length", fmt::format("must have at least {} characters", limits.min_length)));
  if (length > limits.max_length)
    faults.push_back(fault("length", fmt::format("must have at most {} characters", limits.max_length)));
  if (!password.empty() && (is_common_password(password) || is_run(password)))
    faults.push_back(fault("common", "is one of the passwords that are guessed first"));
  if (is_login(password, login)) faults.push_back(fault("password", "must not be the login itself"));
  return faults;
}

}  // namespace tenon::auth
