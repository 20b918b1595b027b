#pragma once
#include "access/principal.hpp"
#include "schema/expression.hpp"

namespace tenon::access {

/// The value of auth_id, auth_claim, auth_scopes, now or request_ip in stored form of the expression's type; Null where
/// the caller has none, or one of another kind. A list comes as JSON text, its elements in stored form.
base::Value caller_value(const schema::Expression& expression, const Principal& principal);

}  // namespace tenon::access
