#include "api/accounts/actions.hpp"
#include "api/rest/idempotency.hpp"
#include "http/error_response.hpp"
#include "http/media_type.hpp"

#include <array>
#include <string_view>

namespace tenon::api::accounts {
namespace {

bool accepts_json(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> offered{"application/json"};
  const std::string_view accept = request.header("accept");
  return !http::negotiate(accept, offered).empty() || http::names_type(accept, "application/problem+json");
}

http::Response without_storing(http::Response response) {
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

base::Task<http::Response> run(const Context& context, Action action, Caller caller, http::Request& request) {
  access::Principal principal;
  principal.remote_ip = request.remote_ip;
  principal.now = base::now_micros();
  if (caller == Caller::identified) {
    auto task = context.identify(request);
    auto identified = co_await std::move(task);
    if (!identified) co_return without_storing(http::error_response(identified.error(), request));
    principal = std::move(*identified);
  }
  if (!accepts_json(request)) {
    const base::Error error(base::ErrorCode::not_acceptable, "Only application/json is offered");
    co_return without_storing(http::error_response(error, request));
  }
  if (auto refused = rest::refuse_attempt(request, "its answers hold secrets, and those are not kept"); !refused)
    co_return without_storing(http::error_response(refused.error(), request));
  auto answer = co_await action(context, request, principal);
  if (!answer) co_return without_storing(http::error_response(answer.error(), request));
  co_return without_storing(std::move(*answer));
}

}  // namespace tenon::api::accounts
