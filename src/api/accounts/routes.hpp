#pragma once
#include "api/accounts/context.hpp"
#include "http/router.hpp"

namespace tenon::api::accounts {

/// Adds what people sign up, in and out by. Only for models with an account type.
///
///     POST /api/v1/auth/register   201  fields of the account type and `password`
///     POST /api/v1/auth/login      200  the login field and `password`
///     POST /api/v1/auth/refresh    200  `refreshToken`
///     POST /api/v1/auth/logout     204  `refreshToken`
///     GET  /api/v1/auth/me         200  the caller's own account; `fields` and `include` as for any row
///     GET  /.well-known/jwks.json  200  the keys that access tokens are verified with
void add_routes(http::Router& router, Context context);

}  // namespace tenon::api::accounts
