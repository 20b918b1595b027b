#include "api/accounts/request.hpp"

#include "api/rest/json_body.hpp"
#include "api/rest/parse/requests.hpp"
#include "http/url.hpp"

#include <array>
#include <string_view>

namespace tenon::api::accounts {

base::Result<base::Json> read_body(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> types{"application/json"};
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY_VOID(rest::parse_nothing(query));
  return rest::read_json_body(request, types);
}

auth::Client client_of(const http::Request& request) {
  auth::Client client;
  client.remote_ip = request.remote_ip;
  client.user_agent = request.header("user-agent");
  return client;
}

}  // namespace tenon::api::accounts
