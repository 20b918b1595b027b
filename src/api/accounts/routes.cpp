#include "api/accounts/routes.hpp"

#include "api/accounts/endpoints.hpp"

#include <memory>
#include <string>
#include <utility>

namespace tenon::api::accounts {
namespace {

/// Lets caches keep the keys for as long as a rotation takes to be rolled out.
base::Task<http::Response> jwks(std::shared_ptr<const Context> context) {
  http::Response response(200);
  response.headers.emplace_back("Content-Type", "application/jwk-set+json");
  response.headers.emplace_back("Cache-Control", "public, max-age=300");
  response.body = context->accounts->tokens().jwks();
  co_return response;
}

}  // namespace

void add_routes(http::Router& router, Context context) {
  if (!context.identify)
    context.identify = [accounts = context.accounts](http::Request& request) {
      return accounts->identifier().identify(request);
    };
  // Held by each handler: the router outlives this call.
  const auto shared = std::make_shared<const Context>(std::move(context));
  for (const Endpoint& endpoint : endpoints())
    router.add(endpoint.method, shared->base_path + "/auth/" + std::string(endpoint.name),
               [shared, &endpoint](http::Request& request) {
                 return run(*shared, endpoint.action, endpoint.caller, request);
               });
  router.add(http::Method::get, "/.well-known/jwks.json", [shared](http::Request&) { return jwks(shared); });
}

}  // namespace tenon::api::accounts
