#pragma once
#include "http/message.hpp"

#include <cstdint>
#include <string>

namespace tenon::api::front {

/// What the request has cost, in the points of query/cost.hpp.
inline constexpr const char* cost_header = "X-Request-Cost";

inline void add_cost(http::Response& response, std::int64_t points) {
  response.headers.emplace_back(cost_header, std::to_string(points));
}

}  // namespace tenon::api::front
