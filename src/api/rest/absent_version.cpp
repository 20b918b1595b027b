#include "api/rest/absent_version.hpp"

#include "api/rest/representation_tag.hpp"

namespace tenon::api::rest {

base::Task<base::Result<void>> check_absent_version(const Route& route, const http::Request& request,
                                                    const base::Value& id, const access::Principal& principal) {
  if (!request.has_header("if-none-match")) co_return base::Result<void>{};
  query::Get operation;
  operation.id = operation.add(id);
  operation.selection.resource = route.resource;
  operation.selection.fields = {route.resource->id};
  std::string ignored;
  auto read = co_await route.context->engine->get(operation, principal, ignored, request.deadline);
  const bool missing = !read && read.error().code == base::ErrorCode::not_found;
  if (!read && !missing) co_return std::unexpected(std::move(read).error());
  TENON_CO_TRY(named, client_has(request, missing ? "" : read->etag.value_or("")));
  if (named && !missing) co_return std::unexpected(base::Error(base::ErrorCode::precondition_failed));
  co_return base::Result<void>{};
}

}  // namespace tenon::api::rest
