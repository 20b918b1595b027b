#include "api/rest/endpoints.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::api::rest {
namespace {

using base::ErrorCode;
using http::Method;
using schema::Operation;

constexpr std::array common{ErrorCode::bad_request,       ErrorCode::unauthenticated, ErrorCode::not_acceptable,
                            ErrorCode::request_timeout,   ErrorCode::uri_too_long,    ErrorCode::too_many_requests,
                            ErrorCode::headers_too_large, ErrorCode::internal,        ErrorCode::unavailable,
                            ErrorCode::too_expensive};

constexpr std::array ok{200};
constexpr std::array ok_or_not_modified{200, 304};
constexpr std::array ok_or_created{200, 201};
constexpr std::array created{201};
constexpr std::array no_content{204};

constexpr std::array<ErrorCode, 0> none{};
constexpr std::array of_get{ErrorCode::not_found};
constexpr std::array of_create{ErrorCode::forbidden, ErrorCode::conflict, ErrorCode::payload_too_large,
                               ErrorCode::unsupported_media_type, ErrorCode::validation};
constexpr std::array of_create_related{ErrorCode::forbidden,
                                       ErrorCode::not_found,
                                       ErrorCode::conflict,
                                       ErrorCode::payload_too_large,
                                       ErrorCode::unsupported_media_type,
                                       ErrorCode::validation};
constexpr std::array of_update{ErrorCode::forbidden,         ErrorCode::not_found,
                               ErrorCode::conflict,          ErrorCode::precondition_failed,
                               ErrorCode::payload_too_large, ErrorCode::unsupported_media_type,
                               ErrorCode::validation};
constexpr std::array of_remove{ErrorCode::forbidden, ErrorCode::not_found, ErrorCode::conflict,
                               ErrorCode::precondition_failed};
constexpr std::array of_link{ErrorCode::forbidden, ErrorCode::not_found};

constexpr std::array table{
    EndpointTraits{EndpointKind::list, Method::get, QueryUse::list, {}, ok, none},
    EndpointTraits{EndpointKind::create, Method::post, QueryUse::answer, BodyUse::create, created, of_create},
    EndpointTraits{EndpointKind::get, Method::get, QueryUse::row, {}, ok_or_not_modified, of_get},
    EndpointTraits{EndpointKind::replace, Method::put, QueryUse::answer, BodyUse::replace, ok_or_created, of_update,
                   true},
    EndpointTraits{EndpointKind::merge, Method::patch, QueryUse::answer, BodyUse::merge, ok, of_update, true},
    EndpointTraits{EndpointKind::remove, Method::remove, QueryUse::nothing, {}, no_content, of_remove, true},
    EndpointTraits{EndpointKind::list_related, Method::get, QueryUse::list, {}, ok, of_get},
    EndpointTraits{EndpointKind::create_related, Method::post, QueryUse::answer, BodyUse::create, created,
                   of_create_related},
    EndpointTraits{EndpointKind::link, Method::put, QueryUse::nothing, {}, no_content, of_link},
    EndpointTraits{EndpointKind::unlink, Method::remove, QueryUse::nothing, {}, no_content, of_link},
    EndpointTraits{EndpointKind::aggregate, Method::get, QueryUse::aggregate, {}, ok, none},
};

constexpr bool table_is_indexed_by_kind() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  return table.size() == static_cast<std::size_t>(EndpointKind::aggregate) + 1;
}
static_assert(table_is_indexed_by_kind());

/// Collects the endpoints of one resource.
class Collection {
 public:
  Collection(const schema::Resource& resource, std::vector<Endpoint>& out)
      : resource_(resource), path_('/' + resource.path), out_(out) {}

  void add_all() {
    const std::string one = path_ + "/{id}";
    add({EndpointKind::list, path_, &resource_, nullptr, {{&resource_, Operation::read}}});
    add({EndpointKind::create, path_, &resource_, nullptr, {{&resource_, Operation::create}}});
    add({EndpointKind::aggregate, path_ + "/aggregate", &resource_, nullptr, {{&resource_, Operation::read}}});
    add({EndpointKind::get, one, &resource_, nullptr, {{&resource_, Operation::read}}});
    add({EndpointKind::replace, one, &resource_, nullptr, {{&resource_, Operation::update}}});
    add({EndpointKind::merge, one, &resource_, nullptr, {{&resource_, Operation::update}}});
    add({EndpointKind::remove, one, &resource_, nullptr, {{&resource_, Operation::remove}}});
    for (const auto& field : resource_.fields)
      if (field->is_list_relation() && !field->write_only) add_related(*field, one + '/' + field->name);
  }

 private:
  void add_related(const schema::Field& relation, const std::string& path) {
    const Endpoint::Need parent{&resource_, Operation::read};
    const schema::Resource& rows = *relation.target;
    add({EndpointKind::list_related, path, &resource_, &relation, {{&rows, Operation::read}, parent}});
    add({EndpointKind::create_related, path, &resource_, &relation, {{&rows, Operation::create}, parent}});
    if (relation.kind != schema::FieldKind::many_to_many) return;
    const std::string pair = path + "/{other}";
    const Endpoint::Need change{&resource_, Operation::update};
    add({EndpointKind::link, pair, &resource_, &relation, {change, parent}});
    add({EndpointKind::unlink, pair, &resource_, &relation, {change, parent}});
  }

  void add(Endpoint endpoint) {
    // A link is there wherever the row may be changed; who may not see the row is told so by the engine.
    const bool link = endpoint.kind == EndpointKind::link || endpoint.kind == EndpointKind::unlink;
    const auto exists = [](const Endpoint::Need& need) {
      return access::operation_exists(*need.resource, need.operation);
    };
    if (link ? exists(endpoint.needs.front()) : std::ranges::all_of(endpoint.needs, exists))
      out_.push_back(std::move(endpoint));
  }

  const schema::Resource& resource_;
  std::string path_;
  std::vector<Endpoint>& out_;
};

}  // namespace

const EndpointTraits& traits(EndpointKind kind) {
  return table[static_cast<std::size_t>(kind)];
}

bool is_write(EndpointKind kind) {
  return traits(kind).method != Method::get;
}

bool takes_key(EndpointKind kind) {
  const auto method = traits(kind).method;
  return method == Method::post || method == Method::patch;
}

std::span<const ErrorCode> common_errors() {
  return common;
}

std::vector<Endpoint> endpoints(const schema::Model& model) {
  std::vector<Endpoint> made;
  for (const auto& resource : model.resources) Collection(*resource, made).add_all();
  return made;
}

bool is_open(const Endpoint& endpoint, const schema::Model& model, access::CallerClass caller) {
  return std::ranges::none_of(endpoint.needs, [&](const Endpoint::Need& need) {
    return access::is_literal_false(*access::row_rule(*need.resource, need.operation, model, caller));
  });
}

}  // namespace tenon::api::rest
