#include "http/target.hpp"

#include "http/characters.hpp"

#include <algorithm>

namespace tenon::http {
namespace {

/// More than RFC 3986 has ('[', '|', '"' and the like are sent raw by many clients), but nothing with a meaning of its
/// own.
bool is_target_letter(char letter) {
  return letter > ' ' && letter < 0x7F && letter != '#';
}

bool is_host_letter(char letter) {
  constexpr std::string_view marks = "-._~!$&'()*+;=%:[]";
  return is_alphanumeric(letter) || marks.find(letter) != std::string_view::npos;
}

std::string_view without_scheme(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) return target.substr(scheme.size());
  return {};
}

}  // namespace

std::optional<std::string_view> read_target(std::string_view target, Method method) {
  if (!std::ranges::all_of(target, is_target_letter)) return std::nullopt;
  if (target.starts_with('/')) return target;
  if (target == "*" && method == Method::options) return target;
  const std::string_view rest = without_scheme(target);
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, path);
  if (authority.empty() || !is_valid_host(authority)) return std::nullopt;
  if (path == rest.size()) return method == Method::options ? "*" : "/";
  // "http://host?query" would need a '/' put before it; nobody sends that.
  if (rest[path] == '?') return std::nullopt;
  return rest.substr(path);
}

bool is_valid_host(std::string_view host) {
  return std::ranges::all_of(host, is_host_letter);
}

}  // namespace tenon::http
