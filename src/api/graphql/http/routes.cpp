#include "api/graphql/http/routes.hpp"

#include "api/front/request_cost.hpp"
#include "api/graphql/execute/errors_json.hpp"
#include "api/graphql/graphiql/page.hpp"
#include "api/graphql/http/request.hpp"
#include "http/error_response.hpp"
#include "http/media_type.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tenon::api::graphql {
namespace {

constexpr std::string_view response_type = "application/graphql-response+json";
constexpr std::string_view json_type = "application/json";

struct Endpoint {
  EndpointContext context;
  PersistedDocuments persisted;
};
using EndpointPtr = std::shared_ptr<Endpoint>;

/// The media type of the answer; empty where the client takes none of ours. Clients that do not say get JSON.
std::string_view negotiated(const http::Request& request) {
  static constexpr std::array<std::string_view, 2> json_first{json_type, response_type};
  static constexpr std::array<std::string_view, 2> response_first{response_type, json_type};
  const auto accept = request.header("accept");
  if (accept.empty()) return json_type;
  return http::negotiate(accept, http::names_type(accept, response_type) ? response_first : json_first);
}

http::Response answer_with(int status, std::string_view type, std::string body) {
  http::Response response(status);
  response.headers.emplace_back("Content-Type", std::string(type) + "; charset=utf-8");
  response.headers.emplace_back("Vary", "Accept");
  response.body = std::move(body);
  return response;
}

Errors as_errors(const base::Error& error) {
  Error one;
  one.message = error.text();
  one.code = base::error_info(error.code).name;
  one.figures = error.figures;
  return {std::move(one)};
}

/// What cannot be executed at all, in the words of GraphQL.
http::Response refuse(const base::Error& error, std::string_view type) {
  const int status = base::error_info(error.code).http_status;
  auto response = answer_with(status, type.empty() ? json_type : type, errors_only(as_errors(error)));
  http::add_error_headers(response, error);
  return response;
}

int status_of(ExecuteAnswer::Stage stage, std::string_view type) {
  switch (stage) {
    case ExecuteAnswer::Stage::executed: return 200;
    case ExecuteAnswer::Stage::refused: return type == response_type ? 400 : 200;
    case ExecuteAnswer::Stage::not_allowed: return 405;
    case ExecuteAnswer::Stage::too_expensive: return type == response_type ? 422 : 200;
  }
  return 500;
}

ExecuteAnswer not_executed(std::string message, std::string code) {
  Error error;
  error.message = std::move(message);
  error.code = std::move(code);
  ExecuteAnswer answer;
  answer.json = errors_only({std::move(error)});
  return answer;
}

/// The text of the document that is asked for, or the answer that there is none.
std::expected<std::string, ExecuteAnswer> find_document(Endpoint& endpoint, const Asked& asked) {
  if (const auto& trusted = endpoint.context.trusted) {
    const auto hash = asked.query ? document_hash(*asked.query) : asked.hash.value_or("");
    if (const auto* text = trusted->find(hash)) return *text;
    return std::unexpected(not_executed("Only documents that the server knows are executed", "DOCUMENT_NOT_TRUSTED"));
  }
  if (!asked.query) {
    if (auto text = endpoint.persisted.find(*asked.hash)) return std::move(*text);
    return std::unexpected(not_executed("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"));
  }
  if (asked.hash && document_hash(*asked.query) != *asked.hash)
    return std::unexpected(not_executed("The hash is not the one of this document", "BAD_REQUEST"));
  return *asked.query;
}

/// `spent`: points of what came before it in the same request.
base::Task<ExecuteAnswer> execute(Endpoint& endpoint, const Asked& asked, AllowedOperations allowed,
                                  const http::Request& http, const access::Principal& principal,
                                  std::int64_t spent = 0) {
  auto document = find_document(endpoint, asked);
  if (!document) co_return std::move(document).error();
  ExecuteRequest request;
  request.document = *document;
  request.operation_name = asked.operation_name;
  request.variables = &asked.variables;
  request.allowed = allowed;
  request.mutations = asked.transaction ? Mutations::together : Mutations::one_by_one;
  request.deadline = http.deadline;
  request.request_id = http.request_id;
  request.spent = spent;
  auto task = endpoint.context.executor->execute(request, principal);
  auto answer = co_await std::move(task);
  // Kept only once it has proved to be a document of ours.
  if (asked.hash && asked.query && !endpoint.context.trusted && answer.stage == ExecuteAnswer::Stage::executed)
    endpoint.persisted.keep(*asked.hash, *asked.query);
  co_return answer;
}

base::Task<http::Response> answer_get(EndpointPtr endpoint, http::Request& request) {
  if (endpoint->context.graphiql && graphiql::wants_page(request)) {
    auto page = graphiql::answer_page(request);
    auto response = co_await std::move(page);
    co_return response;
  }
  const auto type = negotiated(request);
  if (type.empty()) co_return refuse(base::Error(base::ErrorCode::not_acceptable), type);
  auto principal = co_await endpoint->context.identify(request);
  if (!principal) co_return refuse(principal.error(), type);
  auto asked = read_query_string(request.query);
  if (!asked) co_return refuse(asked.error(), type);
  auto task = execute(*endpoint, *asked, AllowedOperations::queries, request, *principal);
  auto answer = co_await std::move(task);
  auto response = answer_with(status_of(answer.stage, type), type, std::move(answer.json));
  front::add_cost(response, answer.price);
  if (answer.stage == ExecuteAnswer::Stage::not_allowed) response.headers.emplace_back("Allow", "POST");
  co_return response;
}

base::Task<http::Response> answer_post(EndpointPtr endpoint, http::Request& request) {
  const auto type = negotiated(request);
  if (type.empty()) co_return refuse(base::Error(base::ErrorCode::not_acceptable), type);
  auto principal = co_await endpoint->context.identify(request);
  if (!principal) co_return refuse(principal.error(), type);
  auto batch = read_body(request, endpoint->context.max_batch);
  if (!batch) co_return refuse(batch.error(), type);
  if (!batch->many) {
    auto task = execute(*endpoint, batch->asked.front(), AllowedOperations::all, request, *principal);
    auto answer = co_await std::move(task);
    auto response = answer_with(status_of(answer.stage, type), type, std::move(answer.json));
    front::add_cost(response, answer.price);
    co_return response;
  }
  std::int64_t spent = 0;
  std::string body;
  for (const auto& asked : batch->asked) {
    auto task = execute(*endpoint, asked, AllowedOperations::all, request, *principal, spent);
    auto answer = co_await std::move(task);
    spent += answer.price;
    body += body.empty() ? '[' : ',';
    body += answer.json;
  }
  body += ']';
  auto response = answer_with(200, type, std::move(body));
  front::add_cost(response, spent);
  co_return response;
}

}  // namespace

void add_routes(http::Router& router, EndpointContext context) {
  const auto path = context.path;
  if (context.graphiql) graphiql::add_files(router);
  // Held by each handler: the router outlives this call.
  auto endpoint = std::make_shared<Endpoint>();
  endpoint->context = std::move(context);
  router.add(http::Method::get, path, [endpoint](http::Request& request) { return answer_get(endpoint, request); });
  router.add(http::Method::post, path, [endpoint](http::Request& request) { return answer_post(endpoint, request); });
}

}  // namespace tenon::api::graphql
