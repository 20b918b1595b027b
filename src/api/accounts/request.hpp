#pragma once
#include "auth/client.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace tenon::api::accounts {

/// The JSON body of a request that has no query parameters: 400, 415.
base::Result<base::Json> read_body(const http::Request& request);

/// Who sent it, as far as the connection and the request tell.
auth::Client client_of(const http::Request& request);

}  // namespace tenon::api::accounts
