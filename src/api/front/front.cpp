#include "api/front/front.hpp"

#include "base/log.hpp"
#include "http/dispatch.hpp"
#include "http/error_response.hpp"

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace tenon::api::front {
namespace {

using Clock = std::chrono::steady_clock;

/// What the chain works with; immutable once made.
struct Front {
  Front(Options given, http::Router routes)
      : router(std::move(routes)),
        cors(std::move(given.cors)),
        security(given.transport),
        access_log(given.access_log) {}

  http::Router router;
  http::Cors cors;
  http::SecurityHeaders security;
  AccessLog access_log;
};

struct Exchange {
  http::Request& request;
  Clock::time_point began;
};

void write_log_line(const Front& front, const Exchange& exchange, http::Response& response) {
  if (front.access_log == AccessLog::off) return;
  const auto taken = std::chrono::duration<double, std::milli>(Clock::now() - exchange.began).count();
  const auto& request = exchange.request;
  const std::string_view method = http::to_text(request.method);
  // The query is left out: it may hold what a log should not.
  base::log(base::LogLevel::info, "api", "request",
            {{"method", method.empty() ? std::string_view(request.method_text) : method},
             {"path", request.path},
             {"status", std::int64_t{response.status}},
             {"milliseconds", taken},
             {"bytes", static_cast<std::int64_t>(response.body.size())},
             {"remoteIp", std::string_view(request.remote_ip)},
             {"requestId", std::string_view(request.request_id)}});
}

void add_security_headers(const Front& front, const Exchange&, http::Response& response) {
  front.security.apply(response);
}

std::optional<http::Response> answer_preflight(const Front& front, const Exchange& exchange) {
  if (!http::Cors::is_preflight(exchange.request)) return std::nullopt;
  return front.cors.preflight(exchange.request);
}

void add_cors_headers(const Front& front, const Exchange& exchange, http::Response& response) {
  front.cors.apply(exchange.request, response);
}

/// One layer around the router. `before` may answer at once; `after` sees the answer on its way out.
struct Layer {
  std::optional<http::Response> (*before)(const Front&, const Exchange&);
  void (*after)(const Front&, const Exchange&, http::Response&);
};

/// Outermost first: the request meets them downwards, the answer upwards. The request id and the limits on sizes and
/// times are there already: the connection sees to them.
constexpr std::array chain{
    Layer{nullptr, write_log_line},        // sees every answer as it leaves, whoever gave it
    Layer{nullptr, add_security_headers},  // on errors and preflights too
    Layer{answer_preflight,
          add_cors_headers},  // before any credentials: preflights have none; errors must be readable too
};

/// The innermost: the handler of the path, or 404, 405 and OPTIONS. What it throws is a fault of ours.
base::Task<http::Response> answer_by_route(const Front& front, http::Request& request) {
  try {
    auto answer = co_await http::dispatch(front.router, request);
    co_return answer;
  } catch (const std::exception& fault) {
    co_return http::error_response(base::internal_error(fault.what()), request);
  }
}

base::Task<http::Response> answer(const Front& front, http::Request& request) {
  const Exchange exchange{request, Clock::now()};
  std::optional<http::Response> response;
  std::size_t depth = 0;
  for (; depth < chain.size() && !response; ++depth)
    if (chain[depth].before) response = chain[depth].before(front, exchange);
  // The layer that answered by itself has said all it has to say.
  if (response)
    --depth;
  else
    response = co_await answer_by_route(front, request);
  while (depth-- > 0)
    if (chain[depth].after) chain[depth].after(front, exchange, *response);
  co_return std::move(*response);
}

}  // namespace

http::Handler make_handler(Options options, http::Router router) {
  auto front = std::make_shared<const Front>(std::move(options), std::move(router));
  return [front](http::Request& request) { return answer(*front, request); };
}

}  // namespace tenon::api::front
