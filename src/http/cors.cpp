#include "http/cors.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenon::http {
namespace {

constexpr std::string_view methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
constexpr std::string_view request_headers =
    "Authorization, Content-Type, Accept, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID, X-API-Key, "
    "X-Request-Id";
constexpr std::string_view exposed_headers =
    "WWW-Authenticate, "
    "X-Request-Id, X-Request-Cost, ETag, Location, Allow, RateLimit, RateLimit-Policy, Retry-After, Deprecation, "
    "Sunset, "
    "Idempotency-Replayed";

bool is_origin(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return false;
  const std::string_view host = text.substr(scheme + 3);
  return !host.empty() && host.find_first_of("/?#@*, ") == std::string_view::npos &&
         std::ranges::none_of(text, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

}  // namespace

Cors::Cors(CorsOptions options) : options_(std::move(options)) {
  for (const auto& origin : options_.origins) {
    if (origin == "*") {
      any_ = true;
    } else if (!is_origin(origin)) {
      throw std::invalid_argument("CORS origin \"" + origin +
                                  "\" must look like https://app.example.com: lower case, no path, no wildcard");
    }
  }
  if (any_ && options_.credentials)
    throw std::invalid_argument("CORS origin \"*\" cannot be combined with credentials");
  if (any_ && options_.origins.size() > 1) throw std::invalid_argument("CORS origin \"*\" must stand alone");
}

bool Cors::is_preflight(const Request& request) {
  return request.method == Method::options && request.has_header("origin") &&
         request.has_header("access-control-request-method");
}

Response Cors::preflight(const Request& request) const {
  Response response(204);
  if (allow_origin(request, response)) {
    response.set("Access-Control-Allow-Methods", methods);
    response.set("Access-Control-Allow-Headers", request_headers);
    response.set("Access-Control-Max-Age", std::to_string(options_.max_age.count()));
  }
  return response;
}

void Cors::apply(const Request& request, Response& response) const {
  if (allow_origin(request, response)) response.set("Access-Control-Expose-Headers", exposed_headers);
}

bool Cors::allow_origin(const Request& request, Response& response) const {
  if (options_.origins.empty()) return false;
  // Caches must not give one origin the answer of another, whether it was allowed or not.
  if (!any_) response.append("Vary", "Origin");
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  if (any_) {
    response.set("Access-Control-Allow-Origin", "*");
    return true;
  }
  const auto listed = std::ranges::find(options_.origins, origin);
  if (listed == options_.origins.end()) return false;
  response.set("Access-Control-Allow-Origin", *listed);
  if (options_.credentials) response.set("Access-Control-Allow-Credentials", "true");
  return true;
}

}  // namespace tenon::http
