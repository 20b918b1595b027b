#include "api/rest/parse/single_values.hpp"

#include <algorithm>

namespace tenon::api::rest {

void check_single_values(std::span<const Parameter> parameters, Faults& faults) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ParameterKind kind = parameter_kind(parameters[i]);
    if (kind == ParameterKind::filter || kind == ParameterKind::group) continue;
    const auto before = parameters.first(i);
    // Quadratic, but a query string has few of these: the request line is limited to kilobytes.
    if (std::ranges::find(before, parameters[i].name, &Parameter::name) != before.end())
      faults.add(parameters[i].name, "duplicate", "is given twice");
  }
}

}  // namespace tenon::api::rest
