#pragma once
#include "base/task.hpp"
#include "http/router.hpp"

#include <functional>

namespace tenon::api::front {

/// What /readyz asks.
struct Health {
  std::function<base::Task<bool>()> database_works;  ///< a cheap question to the database
  std::function<bool()> draining;                    ///< whether the server is on its way out; thread-safe
};

/// GET /livez: 200 while the process answers at all. GET /readyz: 200 while it can do work, else 503. Both are open to
/// all and say no more than that.
void add_health_routes(http::Router& router, Health health);

}  // namespace tenon::api::front
