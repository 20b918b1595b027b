#include "api/rest/write_requests.hpp"

#include "api/rest/json_body.hpp"
#include "api/rest/media_types.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/parse/row_id.hpp"
#include "api/rest/representation_tag.hpp"
#include "http/url.hpp"

#include <utility>

namespace tenon::api::rest {
namespace {

base::Result<base::Value> id_at(const WriteInput& input, std::size_t index) {
  if (index < input.ids.size()) return input.ids[index];
  return base::unexpected(base::Error(base::ErrorCode::not_found));
}

}  // namespace

const schema::Resource& resource_of_parameter(const Route& route, std::size_t index) {
  return index == 0 ? *route.resource : *route.relation->target;
}

WriteInput input_of(const Route& route, const http::Request& request) {
  WriteInput input;
  for (std::size_t i = 0; i < request.path_parameters.size(); ++i) {
    auto id = parse_row_id(resource_of_parameter(route, i), request.path_parameters[i]);
    if (!id) break;
    input.ids.push_back(std::move(*id));
  }
  input.query = request.query;
  input.body = [&request](BodyUse use) { return read_json_body(request, body_types(use)); };
  input.versions = [&request] { return wanted_versions(request); };
  return input;
}

base::Result<query::Create> read_create(const Route& route, const WriteInput& input) {
  query::Create operation;
  operation.resource = &route.rows();
  if (route.relation) {
    TENON_TRY(id, id_at(input, 0));
    operation.parent_relation = route.relation;
    operation.parent_id = std::move(id);
  }
  TENON_TRY(query, http::parse_query(input.query));
  TENON_TRY(selection, parse_answer_fields(route.rows(), query));
  TENON_TRY(json, input.body(BodyUse::create));
  TENON_TRY(body, parse_rows(route.rows(), route.relation, json, input.find_reference));
  operation.selection = std::move(selection);
  operation.rows = std::move(body.rows);
  operation.many = body.many;
  return operation;
}

base::Result<query::Update> read_update(const Route& route, const WriteInput& input, BodyUse use) {
  query::Update operation;
  operation.resource = route.resource;
  operation.mode = use == BodyUse::merge ? query::UpdateMode::merge : query::UpdateMode::replace;
  TENON_TRY(id, id_at(input, 0));
  TENON_TRY(query, http::parse_query(input.query));
  TENON_TRY(selection, parse_answer_fields(*route.resource, query));
  TENON_TRY(versions, input.versions());
  TENON_TRY(json, input.body(use));
  TENON_TRY(row, parse_row(*route.resource, use, json, input.find_reference));
  operation.id = std::move(id);
  operation.selection = std::move(selection);
  operation.if_match = std::move(versions);
  operation.row = std::move(row);
  return operation;
}

base::Result<query::Remove> read_remove(const Route& route, const WriteInput& input) {
  query::Remove operation;
  operation.resource = route.resource;
  TENON_TRY(id, id_at(input, 0));
  TENON_TRY(query, http::parse_query(input.query));
  TENON_TRY_VOID(parse_nothing(query));
  TENON_TRY(versions, input.versions());
  operation.id = std::move(id);
  operation.if_match = std::move(versions);
  return operation;
}

base::Result<query::Link> read_link(const Route& route, const WriteInput& input, query::LinkMode mode) {
  query::Link operation;
  operation.relation = route.relation;
  operation.mode = mode;
  TENON_TRY(id, id_at(input, 0));
  TENON_TRY(other_id, id_at(input, 1));
  TENON_TRY(query, http::parse_query(input.query));
  TENON_TRY_VOID(parse_nothing(query));
  operation.id = std::move(id);
  operation.other_id = std::move(other_id);
  return operation;
}

}  // namespace tenon::api::rest
