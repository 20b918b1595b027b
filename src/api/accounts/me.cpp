#include "api/accounts/actions.hpp"
#include "api/accounts/answer.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/parse/requests.hpp"
#include "http/url.hpp"

#include <utility>

namespace tenon::api::accounts {

Answer me(const Context& context, http::Request& request, const access::Principal& principal) {
  if (principal.anonymous()) co_return std::unexpected(base::Error(base::ErrorCode::unauthenticated));
  const schema::Resource& resource = *context.engine->model().account->resource;
  TENON_CO_TRY(query, http::parse_query(request.query));
  TENON_CO_TRY(operation, rest::parse_get(resource, principal.id, query));
  std::string body(rest::envelope_begin);
  std::vector<std::string> masked;
  auto read = co_await context.engine->get(operation, principal, body, request.deadline);
  if (read) {
    masked = std::move(read->masked);
  } else {
    if (read.error().code != base::ErrorCode::not_found) co_return std::unexpected(std::move(read).error());
    append_bare_account(body, principal);
  }
  rest::end_envelope(body, masked);
  http::Response response(200);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  co_return response;
}

}  // namespace tenon::api::accounts
