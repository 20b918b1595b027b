#pragma once
#include "api/rest/parse/parameters.hpp"

#include <span>

namespace tenon::api::rest {

/// Faults for parameters that are given twice though only one can count. Conditions may repeat: all must hold.
void check_single_values(std::span<const Parameter> parameters, Faults& faults);

}  // namespace tenon::api::rest
