#pragma once
#include "http/router.hpp"

namespace tenon::api::docs {

/// GET /docs: a page that shows /openapi.json and sends requests, and its files below it. Everything comes from this
/// server, under a content security policy that allows nothing else.
void add_docs_routes(http::Router& router);

}  // namespace tenon::api::docs
