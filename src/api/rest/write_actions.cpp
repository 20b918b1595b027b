#include "api/rest/absent_version.hpp"
#include "api/rest/actions.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/json_body.hpp"
#include "api/rest/media_types.hpp"
#include "api/rest/parse/body.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/representation_tag.hpp"
#include "http/url.hpp"

#include <utility>

namespace tenon::api::rest {
namespace {

std::string location(const Route& route, const base::Value& id) {
  const auto* number = std::get_if<std::int64_t>(&id);
  const std::string text = number ? std::to_string(*number) : std::get<std::string>(id);
  return route.context->base_path + '/' + route.rows().path + '/' + text;
}

/// `body` holds the envelope's beginning and the data.
http::Response written(const Route& route, const query::WriteAnswer& answer, const query::Selection& selection,
                       std::string body) {
  http::Response response(answer.created ? 201 : 200);
  response.headers.emplace_back("Content-Type", "application/json");
  if (answer.created && answer.ids.size() == 1)
    response.headers.emplace_back("Location", location(route, answer.ids.front()));
  if (!answer.etag.empty()) {
    const auto data = std::string_view(body).substr(envelope_begin.size());
    response.headers.emplace_back("ETag", '"' + representation_tag(answer.etag, selection, data) + '"');
  }
  end_envelope(body, answer.masked);
  response.body = std::move(body);
  return response;
}

base::Result<query::Create> read_create(const Route& route, const http::Request& request) {
  query::Create operation;
  operation.resource = &route.rows();
  if (route.relation) {
    TENON_TRY(id, path_id(request, 0, *route.resource));
    operation.parent_relation = route.relation;
    operation.parent_id = std::move(id);
  }
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY(selection, parse_answer_fields(route.rows(), query));
  TENON_TRY(json, read_json_body(request, body_types(BodyUse::create)));
  TENON_TRY(body, parse_rows(route.rows(), route.relation, json));
  operation.selection = std::move(selection);
  operation.rows = std::move(body.rows);
  operation.many = body.many;
  return operation;
}

base::Result<query::Update> read_update(const Route& route, const http::Request& request, BodyUse use) {
  query::Update operation;
  operation.resource = route.resource;
  operation.mode = use == BodyUse::merge ? query::UpdateMode::merge : query::UpdateMode::replace;
  TENON_TRY(id, path_id(request, 0, *route.resource));
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY(selection, parse_answer_fields(*route.resource, query));
  TENON_TRY(versions, wanted_versions(request));
  TENON_TRY(json, read_json_body(request, body_types(use)));
  TENON_TRY(row, parse_row(*route.resource, use, json));
  operation.id = std::move(id);
  operation.selection = std::move(selection);
  operation.if_match = std::move(versions);
  operation.row = std::move(row);
  return operation;
}

base::Result<query::Remove> read_remove(const Route& route, const http::Request& request) {
  query::Remove operation;
  operation.resource = route.resource;
  TENON_TRY(id, path_id(request, 0, *route.resource));
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY_VOID(parse_nothing(query));
  TENON_TRY(versions, wanted_versions(request));
  operation.id = std::move(id);
  operation.if_match = std::move(versions);
  return operation;
}

base::Result<query::Link> read_link(const Route& route, const http::Request& request, query::LinkMode mode) {
  query::Link operation;
  operation.relation = route.relation;
  operation.mode = mode;
  TENON_TRY(id, path_id(request, 0, *route.resource));
  TENON_TRY(other_id, path_id(request, 1, *route.relation->target));
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY_VOID(parse_nothing(query));
  operation.id = std::move(id);
  operation.other_id = std::move(other_id);
  return operation;
}

Answer update(const Route& route, http::Request& request, const access::Principal& principal, BodyUse use) {
  TENON_CO_TRY(operation, read_update(route, request, use));
  auto absent = co_await check_absent_version(route, request, operation.id, principal);
  if (!absent) co_return std::unexpected(std::move(absent).error());
  const query::Selection selection = operation.selection;
  std::string body(envelope_begin);
  auto answer = co_await route.context->engine->update(std::move(operation), principal, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  co_return written(route, *answer, selection, std::move(body));
}

Answer relate(const Route& route, http::Request& request, const access::Principal& principal, query::LinkMode mode) {
  TENON_CO_TRY(operation, read_link(route, request, mode));
  auto done = co_await route.context->engine->link(std::move(operation), principal);
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return http::Response(204);
}

}  // namespace

Answer post(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(operation, read_create(route, request));
  const query::Selection selection = operation.selection;
  const bool many = operation.many;
  std::string body(envelope_begin);
  auto answer = co_await route.context->engine->create(std::move(operation), principal, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  answer->created = true;
  if (many) answer->ids.clear();  // several rows have no one place
  co_return written(route, *answer, selection, std::move(body));
}

Answer put(const Route& route, http::Request& request, const access::Principal& principal) {
  return update(route, request, principal, BodyUse::replace);
}

Answer patch(const Route& route, http::Request& request, const access::Principal& principal) {
  return update(route, request, principal, BodyUse::merge);
}

Answer remove(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(operation, read_remove(route, request));
  auto absent = co_await check_absent_version(route, request, operation.id, principal);
  if (!absent) co_return std::unexpected(std::move(absent).error());
  auto done = co_await route.context->engine->remove(std::move(operation), principal);
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return http::Response(204);
}

Answer link(const Route& route, http::Request& request, const access::Principal& principal) {
  return relate(route, request, principal, query::LinkMode::link);
}

Answer unlink(const Route& route, http::Request& request, const access::Principal& principal) {
  return relate(route, request, principal, query::LinkMode::unlink);
}

}  // namespace tenon::api::rest
