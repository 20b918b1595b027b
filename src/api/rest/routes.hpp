#pragma once
#include "api/rest/context.hpp"
#include "http/router.hpp"

namespace tenon::api::rest {

/// Adds the routes of every resource: those, and only those, whose operations the schema speaks of.
///
///     /posts                    GET (read)  POST (create)
///     /posts/aggregate          GET (read)
///     /posts/{id}               GET (read)  PUT PATCH (update)  DELETE (remove)
///     /users/{id}/posts         GET (read of both)  POST (read of the parent, create of the rows)
///     /posts/{id}/tags/{other}  PUT DELETE (update of the first)
///     /batch                    POST (several of these writes at once)
void add_routes(http::Router& router, Context context);

}  // namespace tenon::api::rest
