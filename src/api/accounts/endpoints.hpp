#pragma once
#include "api/accounts/actions.hpp"
#include "base/error.hpp"
#include "http/message.hpp"
#include "schema/model.hpp"

#include <span>
#include <string_view>

/// What people sign up, in and out by, as data: the router is filled from it, and the documents are written from it.
namespace tenon::api::accounts {

/// What a request's body holds.
enum class BodyKind : std::uint8_t {
  none,
  new_account,    ///< the account type's fields and `password`
  login,          ///< the login field and `password`
  refresh_token,  ///< `refreshToken`
};

/// What an answer holds, if it is no error.
enum class AnswerKind : std::uint8_t {
  nothing,    ///< 204
  signed_in,  ///< tokens and the account
  account,    ///< the caller's account
};

struct Endpoint {
  std::string_view name;  ///< below "/auth/": "login"; also the last word of its operation's name
  http::Method method;
  Action action;
  Caller caller;  ///< whether credentials of the request count
  BodyKind body;
  AnswerKind answer;
  int success;                              ///< status where nothing is wrong
  std::span<const base::ErrorCode> errors;  ///< all that can happen
  std::string_view summary;                 ///< "Sign in"
  std::string_view description;             ///< in Markdown, for documents
};
/// All of them; there are none in a model without an account type.
std::span<const Endpoint> endpoints();

}  // namespace tenon::api::accounts
