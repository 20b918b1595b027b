#pragma once
#include <string>
#include <vector>

namespace tenon::query {

/// Replaces each db::masked_marker in the JSON that begins at `from` by null and gives the paths where they stood,
/// like "email" in one object or "3.author.email" in an array. Costs one memchr when nothing is masked.
std::vector<std::string> resolve_masked(std::string& json, std::size_t from);

}  // namespace tenon::query
