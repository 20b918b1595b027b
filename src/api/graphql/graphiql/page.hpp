#pragma once
#include "base/task.hpp"
#include "http/message.hpp"
#include "http/router.hpp"

namespace tenon::api::graphql::graphiql {

/// Whether a browser asks for a page to look at, rather than a client for an answer.
bool wants_page(const http::Request& request);

/// GraphiQL, which shows the caller's schema and sends queries to the address of the page.
base::Task<http::Response> answer_page(http::Request& request);

/// The page's files, below /graphiql. Everything comes from this server, under a content security policy that allows
/// nothing else.
void add_files(http::Router& router);

}  // namespace tenon::api::graphql::graphiql
