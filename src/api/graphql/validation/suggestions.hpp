#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {

/// Those of `known` that `wanted` may be a slip of, nearest first; exactly graphql-js's choice and order, which differs
/// from base::nearest_name.
std::vector<std::string_view> suggestions(std::string_view wanted, std::span<const std::string_view> known);

/// ` Did you mean "a", "b", or "c"?` (at most five), or empty; `what` comes before the names: "the enum value".
std::string did_you_mean(std::span<const std::string_view> names, std::string_view what = {});

/// The names of fields, arguments, values, ...
template <typename Member>
std::vector<std::string_view> names_of(const std::vector<Member>& members) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const Member& member : members) names.push_back(member.name);
  return names;
}

/// Compares as people count: "a2" before "a10".
bool natural_less(std::string_view left, std::string_view right);

}  // namespace tenon::api::graphql
