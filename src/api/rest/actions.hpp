#pragma once
#include "api/rest/route.hpp"

/// What the routes do, one Action each: read the request, ask the engine, write the response.
namespace tenon::api::rest {

using Answer = base::Task<base::Result<http::Response>>;

Answer get_one(const Route& route, http::Request& request, const access::Principal& principal);
/// Also the nested form, when the route has a relation.
Answer get_list(const Route& route, http::Request& request, const access::Principal& principal);
Answer get_aggregate(const Route& route, http::Request& request, const access::Principal& principal);
/// One object or an array; also the nested form.
Answer post(const Route& route, http::Request& request, const access::Principal& principal);
Answer put(const Route& route, http::Request& request, const access::Principal& principal);
Answer patch(const Route& route, http::Request& request, const access::Principal& principal);
Answer remove(const Route& route, http::Request& request, const access::Principal& principal);
/// PUT and DELETE /posts/{id}/tags/{tagId}
Answer link(const Route& route, http::Request& request, const access::Principal& principal);
Answer unlink(const Route& route, http::Request& request, const access::Principal& principal);

/// The first path parameter as an id; not_found for what can be none.
base::Result<base::Value> path_id(const http::Request& request, std::size_t index, const schema::Resource& resource);

}  // namespace tenon::api::rest
