#pragma once
#include "http/message.hpp"
#include "http/router.hpp"

namespace tenon::http {

/// Answers by the router: the matching handler's answer, else 404, 405 with Allow, 400 for a malformed path, and 204
/// with Allow for OPTIONS (also "OPTIONS *"). The router must outlive the task.
base::Task<Response> dispatch(const Router& router, Request& request);

}  // namespace tenon::http
