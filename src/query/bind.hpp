#pragma once
#include "access/principal.hpp"
#include "query/parameters.hpp"
#include "query/row.hpp"

#include <span>
#include <vector>

namespace tenon::query {

/// Values for a statement's parameters. `old` is needed only by statements that look at the stored row of an update.
std::vector<base::Value> bind_parameters(std::span<const ParameterSource> sources,
                                         std::span<const base::Value> operands, const access::Principal& principal,
                                         const RowValues* old = nullptr);

}  // namespace tenon::query
