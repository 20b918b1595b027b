#pragma once
#include "migrate/compare.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tenon::migrate {

/// Whether the operator says that every row already has what becomes required. If one has not, the migration fails as a
/// whole.
enum class Filled : std::uint8_t { unknown, assumed };

/// What a migration upwards cannot do, each with what to do instead: conversions that there are not, values that nobody
/// knows. Empty if it can be planned.
std::vector<std::string> refusals(const Changes& changes, Filled filled);

}  // namespace tenon::migrate
