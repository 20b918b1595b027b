#pragma once
#include "access/principal.hpp"
#include "api/accounts/context.hpp"
#include "base/deadline.hpp"
#include "base/task.hpp"
#include "http/message.hpp"

#include <string>
#include <vector>

namespace tenon::api::accounts {

/// Tokens and the account they are for, as its READ rules let it see itself.
base::Task<http::Response> welcome(const Context& context, int status, auth::SignedIn signed_in,
                                   base::Deadline deadline);

/// `{"id":"…"}`: all that is said of an account which may not read its own row.
void append_bare_account(std::string& out, const access::Principal& principal);

}  // namespace tenon::api::accounts
