#include "api/front/request_cost.hpp"
#include "api/rest/actions.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/representation_tag.hpp"
#include "http/url.hpp"

#include <utility>

namespace tenon::api::rest {
namespace {

http::Response json_response(std::string body, std::int64_t price) {
  http::Response response(200);
  front::add_cost(response, price);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

base::Result<query::Get> read_get(const Route& route, const http::Request& request) {
  TENON_TRY(id, path_id(request, 0, *route.resource));
  TENON_TRY(query, http::parse_query(request.query));
  return parse_get(*route.resource, std::move(id), query);
}

base::Result<ListRequest> read_list(const Route& route, const http::Request& request) {
  std::optional<ParentKey> parent;
  if (route.relation) {
    TENON_TRY(id, path_id(request, 0, *route.resource));
    parent = ParentKey{route.relation, std::move(id)};
  }
  TENON_TRY(query, http::parse_query(request.query));
  const query::Engine& engine = *route.context->engine;
  return parse_list(
      route.rows(), parent, query,
      [&engine](std::string_view cursor, const schema::Resource& resource, const std::vector<query::SortKey>& sort) {
        return engine.read_cursor(cursor, resource, sort);
      });
}

}  // namespace

Answer get_one(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(operation, read_get(route, request));
  std::string body(envelope_begin);
  auto read = co_await route.context->engine->get(operation, principal, body, request.deadline);
  if (!read) co_return std::unexpected(std::move(read).error());

  const auto data = std::string_view(body).substr(envelope_begin.size());
  const std::string tag = representation_tag(read->etag.value_or(""), operation.selection, data);
  TENON_CO_TRY(not_modified, client_has(request, tag));
  http::Response response(304);
  if (!not_modified) {
    end_envelope(body, read->masked);
    response = json_response(std::move(body), read->price);
  } else {
    front::add_cost(response, read->price);
  }
  response.headers.emplace_back("ETag", '"' + tag + '"');
  co_return response;
}

Answer get_list(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(list, read_list(route, request));
  std::string body(envelope_begin);
  auto read = co_await route.context->engine->list(list.operation, principal, body, request.deadline);
  if (!read) co_return std::unexpected(std::move(read).error());
  end_list_envelope(body, list.page, *read);
  co_return json_response(std::move(body), read->price);
}

Answer get_aggregate(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(query, http::parse_query(request.query));
  TENON_CO_TRY(operation, parse_aggregate(*route.resource, query));
  std::string body(envelope_begin);
  auto read = co_await route.context->engine->aggregate(operation, principal, body, request.deadline);
  if (!read) co_return std::unexpected(std::move(read).error());
  if (operation.group_by.empty()) {
    // One group: its object is the answer.
    body.pop_back();
    body.erase(envelope_begin.size(), 1);
    end_envelope(body, {});
  } else {
    const auto limit = std::get<std::int64_t>(operation.operands[static_cast<std::size_t>(operation.limit)]);
    end_aggregate_envelope(body, limit, read->more);
  }
  co_return json_response(std::move(body), read->price);
}

}  // namespace tenon::api::rest
