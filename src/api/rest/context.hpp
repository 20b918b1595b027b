#pragma once
#include "access/principal.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "http/message.hpp"
#include "query/engine.hpp"

#include <functional>
#include <string>

namespace tenon::api::rest {

/// Who is calling; an error (401) if the credentials that came along are not good. No credentials are no error.
using Identify = std::function<base::Task<base::Result<access::Principal>>(http::Request&)>;

/// What the REST routes need of the house.
struct Context {
  query::Engine* engine = nullptr;  ///< outlives the router
  Identify identify;
  std::string base_path = "/api/v1";  ///< before every resource's path
};

}  // namespace tenon::api::rest
