#include "api/accounts/routes.hpp"

#include "api/accounts/actions.hpp"

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
  // Held by each handler: the router outlives this call.
  const auto shared = std::make_shared<const Context>(std::move(context));
  const auto add = [&](http::Method method, const std::string& name, Action action, Caller caller) {
    router.add(method, shared->base_path + "/auth/" + name,
               [shared, action, caller](http::Request& request) { return run(*shared, action, caller, request); });
  };
  add(http::Method::post, "register", sign_up, Caller::identified);
  add(http::Method::post, "login", sign_in, Caller::ignored);
  add(http::Method::post, "refresh", refresh, Caller::ignored);
  add(http::Method::post, "logout", sign_out, Caller::ignored);
  add(http::Method::get, "me", me, Caller::identified);
  router.add(http::Method::get, "/.well-known/jwks.json", [shared](http::Request&) { return jwks(shared); });
}

}  // namespace tenon::api::accounts
