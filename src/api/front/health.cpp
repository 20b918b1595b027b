#include "api/front/health.hpp"

#include "http/error_response.hpp"

#include <memory>
#include <utility>

namespace tenon::api::front {
namespace {

http::Response healthy() {
  http::Response response(200);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = R"({"status":"ok"})";
  return response;
}

base::Task<http::Response> answer_live() {
  co_return healthy();
}

base::Task<http::Response> answer_ready(const Health& health, http::Request& request) {
  if (!health.draining()) {
    const bool works = co_await health.database_works();
    if (works) co_return healthy();
  }
  base::Error error(base::ErrorCode::unavailable);
  error.retry_after_seconds = 1;
  co_return http::error_response(error, request);
}

}  // namespace

void add_health_routes(http::Router& router, Health health) {
  const auto shared = std::make_shared<const Health>(std::move(health));
  router.add(http::Method::get, "/livez", [](http::Request&) { return answer_live(); });
  router.add(http::Method::get, "/readyz", [shared](http::Request& request) { return answer_ready(*shared, request); });
}

}  // namespace tenon::api::front
