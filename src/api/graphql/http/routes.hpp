#pragma once
#include "api/graphql/execute/executor.hpp"
#include "api/graphql/http/documents.hpp"
#include "api/rest/context.hpp"
#include "http/router.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace tenon::api::graphql {

/// GraphQL over HTTP: what the endpoint needs of the house.
struct EndpointContext {
  std::shared_ptr<Executor> executor;
  rest::Identify identify;
  std::string path = "/graphql";
  bool graphiql = false;                            ///< GET of a browser gets a page
  std::size_t max_batch = 1;                        ///< requests in one body; 1: batches are refused
  std::shared_ptr<const TrustedDocuments> trusted;  ///< not null: nothing but these is executed
};

/// Adds GET and POST of the endpoint.
///
/// POST takes application/json alone, so that no page of another origin can send one without being asked first (CORS);
/// GET takes queries alone. Answers are application/graphql-response+json for whoever accepts that, else
/// application/json, with the status codes of the GraphQL-over-HTTP specification: 200 for what was executed, and with
/// application/json for every well-formed request; 400 for what is none, or was refused before execution; 405 for a
/// mutation by GET; 406 and 415 for media types.
void add_routes(http::Router& router, EndpointContext context);

}  // namespace tenon::api::graphql
