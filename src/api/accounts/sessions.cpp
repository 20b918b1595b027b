#include "api/accounts/actions.hpp"
#include "api/accounts/answer.hpp"
#include "api/accounts/body.hpp"
#include "api/accounts/request.hpp"

#include <utility>

// login, refresh, logout
namespace tenon::api::accounts {

Answer sign_in(const Context& context, http::Request& request, const access::Principal&) {
  TENON_CO_TRY(json, read_body(request));
  TENON_CO_TRY(login, parse_login(*context.engine->model().account, json));
  auto signed_in =
      co_await context.accounts->sign_in(login.login, login.password, client_of(request), request.deadline);
  if (!signed_in) co_return std::unexpected(std::move(signed_in).error());
  auto response = co_await welcome(context, 200, std::move(*signed_in), request.deadline);
  co_return response;
}

Answer refresh(const Context& context, http::Request& request, const access::Principal&) {
  TENON_CO_TRY(json, read_body(request));
  TENON_CO_TRY(token, parse_refresh_token(json));
  auto signed_in = co_await context.accounts->refresh(std::move(token), client_of(request));
  if (!signed_in) co_return std::unexpected(std::move(signed_in).error());
  auto response = co_await welcome(context, 200, std::move(*signed_in), request.deadline);
  co_return response;
}

Answer sign_out(const Context& context, http::Request& request, const access::Principal&) {
  TENON_CO_TRY(json, read_body(request));
  TENON_CO_TRY(token, parse_refresh_token(json));
  auto done = co_await context.accounts->sign_out(std::move(token), client_of(request));
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return http::Response(204);
}

}  // namespace tenon::api::accounts
