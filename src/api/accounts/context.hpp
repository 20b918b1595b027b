#pragma once
#include "auth/accounts.hpp"
#include "query/engine.hpp"

#include <functional>
#include <string>

namespace tenon::api::accounts {

/// What the accounts routes need of the house. All outlive the router.
struct Context {
  query::Engine* engine = nullptr;
  auth::Accounts* accounts = nullptr;
  /// Who is calling; none: what `accounts` finds.
  std::function<base::Task<base::Result<access::Principal>>(http::Request&)> identify;
  std::string base_path = "/api/v1";  ///< before "/auth/…" and the resources' paths
};

}  // namespace tenon::api::accounts
