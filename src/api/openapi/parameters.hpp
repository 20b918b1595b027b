#pragma once
#include "api/openapi/context.hpp"

/// The `parameters` of operations.
namespace tenon::api::openapi {

/// Elements of the array of one endpoint: path, query and header parameters.
void write_parameters(base::JsonWriter& json, Context& context, const rest::Endpoint& endpoint);

/// Those that shape one row: fields, include, and their bracketed forms.
void write_row_parameters(base::JsonWriter& json, Context& context, const schema::Resource& rows);

/// The header that makes a write safe to send again.
void write_idempotency_key(base::JsonWriter& json);

}  // namespace tenon::api::openapi
