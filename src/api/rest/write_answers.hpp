#pragma once
#include "api/rest/route.hpp"
#include "http/message.hpp"
#include "query/engine.hpp"

#include <string>
#include <string_view>

/// What writes answer.
namespace tenon::api::rest {

/// Path of a row that came into being.
std::string location_of(const Route& route, const base::Value& id);
/// The quoted tag of a written row; `data` is its JSON.
std::string tag_of(const query::WriteAnswer& answer, const query::Selection& selection, std::string_view data);

/// `body` holds the envelope's beginning and the data.
http::Response written(const Route& route, const query::WriteAnswer& answer, const query::Selection& selection,
                       std::string body);
/// The same after a POST; several rows have no one place.
http::Response created(const Route& route, query::WriteAnswer answer, const query::Selection& selection, bool many,
                       std::string body);

}  // namespace tenon::api::rest
