#include "api/rest/actions.hpp"
#include "api/rest/parse/row_id.hpp"

namespace tenon::api::rest {

base::Result<base::Value> path_id(const http::Request& request, std::size_t index, const schema::Resource& resource) {
  if (index < request.path_parameters.size())
    if (auto id = parse_row_id(resource, request.path_parameters[index])) return std::move(*id);
  return base::unexpected(base::Error(base::ErrorCode::not_found));
}

}  // namespace tenon::api::rest
