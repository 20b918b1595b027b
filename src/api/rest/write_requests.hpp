#pragma once
#include "api/rest/parse/body.hpp"
#include "api/rest/route.hpp"
#include "base/json.hpp"
#include "http/message.hpp"
#include "query/operation.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// From what a write consists of to what is wanted. The same for a request and for an operation of a batch.
namespace tenon::api::rest {

/// The parts of one write. What it points to must outlive it.
struct WriteInput {
  std::vector<base::Value> ids;                           ///< those of the path, in order; fewer: one is no id
  std::string_view query;                                 ///< still encoded
  std::function<base::Result<base::Json>(BodyUse)> body;  ///< read when it is needed
  std::function<base::Result<std::vector<std::string>>()> versions;  ///< If-Match, as the engine takes it
  FindReference find_reference;                                      ///< in a batch
};
/// Of a request on a route; it must outlive what it gives.
WriteInput input_of(const Route& route, const http::Request& request);

base::Result<query::Create> read_create(const Route& route, const WriteInput& input);
base::Result<query::Update> read_update(const Route& route, const WriteInput& input, BodyUse use);
base::Result<query::Remove> read_remove(const Route& route, const WriteInput& input);
base::Result<query::Link> read_link(const Route& route, const WriteInput& input, query::LinkMode mode);

/// The resource whose id the parameter of that number in the route's path is.
const schema::Resource& resource_of_parameter(const Route& route, std::size_t index);

}  // namespace tenon::api::rest
