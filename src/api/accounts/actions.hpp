#pragma once
#include "access/principal.hpp"
#include "api/accounts/context.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "http/message.hpp"

/// What the routes do, one Action each. Errors are rendered by `run`.
namespace tenon::api::accounts {

using Answer = base::Task<base::Result<http::Response>>;
using Action = Answer (*)(const Context& context, http::Request& request, const access::Principal& principal);

Answer sign_up(const Context& context, http::Request& request, const access::Principal& principal);
Answer sign_in(const Context& context, http::Request& request, const access::Principal& principal);
Answer refresh(const Context& context, http::Request& request, const access::Principal& principal);
Answer sign_out(const Context& context, http::Request& request, const access::Principal& principal);
Answer me(const Context& context, http::Request& request, const access::Principal& principal);

/// Whether the credentials of the request itself count. Who signs in says in the body who it is, and a client that
/// sends its expired token along must still be able to refresh it.
enum class Caller : std::uint8_t { identified, ignored };

/// The whole way of a request: who is it, what does it accept, do it, say it.
base::Task<http::Response> run(const Context& context, Action action, Caller caller, http::Request& request);

}  // namespace tenon::api::accounts
