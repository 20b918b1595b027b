#include "api/rest/route.hpp"

#include "http/error_response.hpp"
#include "http/media_type.hpp"

#include <array>
#include <string_view>

namespace tenon::api::rest {
namespace {

bool accepts_json(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> offered{"application/json"};
  const std::string_view accept = request.header("accept");
  if (accept.empty() || accept == "*/*" || accept == offered.front()) return true;
  // Who asks for problem documents only wants JSON too: answers that are no errors have no other form.
  return !http::negotiate(accept, offered).empty() || http::names_type(accept, "application/problem+json");
}

}  // namespace

base::Task<http::Response> run(const Route& route, http::Request& request) {
  auto principal = co_await route.context->identify(request);
  if (!principal) co_return http::error_response(principal.error(), request);
  if (!accepts_json(request))
    co_return http::error_response(base::Error(base::ErrorCode::not_acceptable, "Only application/json is offered"),
                                   request);
  const bool stranger = principal->anonymous();
  if (stranger && route.closed_to_strangers)
    co_return http::error_response(base::Error(base::ErrorCode::unauthenticated), request);

  auto answer = co_await route.action(route, request, *principal);
  if (answer) co_return std::move(*answer);
  // To a stranger "not allowed" means "say who you are".
  if (stranger && answer.error().code == base::ErrorCode::forbidden)
    co_return http::error_response(base::Error(base::ErrorCode::unauthenticated), request);
  co_return http::error_response(answer.error(), request);
}

}  // namespace tenon::api::rest
