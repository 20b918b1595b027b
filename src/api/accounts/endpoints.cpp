#include "api/accounts/endpoints.hpp"

#include <array>

namespace tenon::api::accounts {
namespace {

using base::ErrorCode;
using http::Method;

constexpr std::array of_register{
    ErrorCode::bad_request,       ErrorCode::unauthenticated,   ErrorCode::forbidden,
    ErrorCode::not_acceptable,    ErrorCode::request_timeout,   ErrorCode::conflict,
    ErrorCode::payload_too_large, ErrorCode::uri_too_long,      ErrorCode::unsupported_media_type,
    ErrorCode::validation,        ErrorCode::too_many_requests, ErrorCode::headers_too_large,
    ErrorCode::internal,          ErrorCode::unavailable};
constexpr std::array of_tokens{ErrorCode::bad_request,
                               ErrorCode::unauthenticated,
                               ErrorCode::not_acceptable,
                               ErrorCode::request_timeout,
                               ErrorCode::payload_too_large,
                               ErrorCode::uri_too_long,
                               ErrorCode::unsupported_media_type,
                               ErrorCode::validation,
                               ErrorCode::too_many_requests,
                               ErrorCode::headers_too_large,
                               ErrorCode::internal,
                               ErrorCode::unavailable};
constexpr std::array of_me{ErrorCode::bad_request,       ErrorCode::unauthenticated, ErrorCode::not_acceptable,
                           ErrorCode::request_timeout,   ErrorCode::uri_too_long,    ErrorCode::too_many_requests,
                           ErrorCode::headers_too_large, ErrorCode::internal,        ErrorCode::unavailable};

constexpr std::array table{
    Endpoint{"register", Method::post, sign_up, Caller::identified, BodyKind::new_account, AnswerKind::signed_in, 201,
             of_register, "Sign up",
             "Makes an account and signs it in. The password has 8 to 256 characters and is none of the common ones."},
    Endpoint{
        "login", Method::post, sign_in, Caller::ignored, BodyKind::login, AnswerKind::signed_in, 200, of_tokens,
        "Sign in",
        "Whether an account exists cannot be told from the answer. Tries are throttled per account and per address."},
    Endpoint{"refresh", Method::post, refresh, Caller::ignored, BodyKind::refresh_token, AnswerKind::signed_in, 200,
             of_tokens, "Get new tokens", "The refresh token is used up; using it again ends the session."},
    Endpoint{"logout", Method::post, sign_out, Caller::ignored, BodyKind::refresh_token, AnswerKind::nothing, 204,
             of_tokens, "Sign out", "Ends the session: every access token of it is refused from now on."},
    Endpoint{"me", Method::get, me, Caller::identified, BodyKind::none, AnswerKind::account, 200, of_me,
             "Read the caller's own account", "Only the id where the rules do not let the account read its own row."},
};

}  // namespace

std::span<const Endpoint> endpoints() {
  return table;
}

}  // namespace tenon::api::accounts
