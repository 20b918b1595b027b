#include "api/rest/routes.hpp"

#include "api/rest/actions.hpp"
#include "api/rest/batch.hpp"
#include "api/rest/endpoints.hpp"

#include <memory>
#include <utility>

namespace tenon::api::rest {
namespace {

Action action_of(EndpointKind kind) {
  switch (kind) {
    case EndpointKind::list:
    case EndpointKind::list_related: return get_list;
    case EndpointKind::create:
    case EndpointKind::create_related: return post;
    case EndpointKind::get: return get_one;
    case EndpointKind::replace: return put;
    case EndpointKind::merge: return patch;
    case EndpointKind::remove: return remove;
    case EndpointKind::link: return link;
    case EndpointKind::unlink: return unlink;
    case EndpointKind::aggregate: return get_aggregate;
  }
  return nullptr;
}

}  // namespace

void add_routes(http::Router& router, Context given) {
  const auto context = std::make_shared<const Context>(std::move(given));
  const schema::Model& model = context->engine->model();
  const access::CallerClass stranger;
  const auto writes = std::make_shared<BatchPaths>();
  for (const Endpoint& endpoint : endpoints(model)) {
    Route route;
    route.context = context.get();
    route.resource = endpoint.resource;
    route.relation = endpoint.relation;
    route.action = action_of(endpoint.kind);
    route.closed_to_strangers = !is_open(endpoint, model, stranger);
    if (is_write(endpoint.kind)) writes->add(traits(endpoint.kind).method, endpoint.path, endpoint.kind, route);
    // The context is held by each handler: the router may outlive the call that filled it.
    router.add(traits(endpoint.kind).method, context->base_path + endpoint.path,
               [route, context](http::Request& request) { return run(route, request); });
  }
  if (writes->empty()) return;
  Route route;
  route.context = context.get();
  route.batch = writes.get();
  route.action = batch;
  route.closed_to_strangers = writes->closed_to_strangers();
  router.add(http::Method::post, context->base_path + std::string(batch_path),
             [route, context, writes](http::Request& request) { return run(route, request); });
}

}  // namespace tenon::api::rest
