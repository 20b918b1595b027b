#pragma once
#include "api/openapi/context.hpp"

namespace tenon::api::openapi {

/// The member `requestBody`, if the endpoint takes one.
void write_request_body(base::JsonWriter& json, Context& context, const rest::Endpoint& endpoint);

}  // namespace tenon::api::openapi
