#include "api/front/front.hpp"

#include "base/log.hpp"
#include "http/dispatch.hpp"
#include "http/error_response.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
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
        access_log(given.access_log),
        rate_limiter(std::move(given.rate_limiter)),
        trusted_proxies(std::move(given.trusted_proxies)) {}

  http::Router router;
  http::Cors cors;
  http::SecurityHeaders security;
  AccessLog access_log;
  std::shared_ptr<RateLimiter> rate_limiter;
  http::TrustedProxies trusted_proxies;
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

/// Whoever watches over the server must not be kept out by those it watches over.
bool is_health_check(const http::Request& request) {
  return request.path == "/livez" || request.path == "/readyz";
}

std::optional<http::Response> count_request(const Front& front, const Exchange& exchange) {
  if (!front.rate_limiter || is_health_check(exchange.request)) return std::nullopt;
  const auto refused = front.rate_limiter->arrived(exchange.request);
  if (!refused) return std::nullopt;
  return http::error_response(*refused, exchange.request);
}

void add_answer_headers(const Front&, const Exchange& exchange, http::Response& response) {
  for (const auto& [name, value] : exchange.request.answer_headers) response.append(name, value);
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
    Layer{count_request, add_answer_headers},  // before credentials are looked at, so that bad ones count too
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

/// All lines of X-Forwarded-For as one: a proxy may add its own below its client's.
std::string forwarded_for(const http::Request& request) {
  std::string all;
  for (const auto& [name, value] : request.headers) {
    if (name != "x-forwarded-for") continue;
    if (!all.empty()) all += ',';
    all += value;
  }
  return all;
}

/// Once is enough: an operator who did not name the proxy limits all its clients together.
void warn_of_proxy(const http::Request& request) {
  static std::atomic<bool> warned{false};
  if (!request.has_header("x-forwarded-for") || warned.exchange(true)) return;
  base::log(
      base::LogLevel::warning, "api",
      "requests come with X-Forwarded-For from a peer that TENON_TRUSTED_PROXIES does not name: they are counted and "
      "logged by its address",
      {{"remoteIp", std::string_view(request.remote_ip)}});
}

/// While a request is answered its address is the client's; the next one of the same connection may be another's.
class ClientAddress {
 public:
  ClientAddress(const Front& front, http::Request& request) : request_(request) {
    if (front.trusted_proxies.trusts(request.remote_ip)) {
      peer_ = request.remote_ip;
      request.remote_ip = front.trusted_proxies.client(peer_, forwarded_for(request));
    } else if (front.rate_limiter) {
      warn_of_proxy(request);
    }
  }
  ~ClientAddress() {
    if (!peer_.empty()) request_.remote_ip = std::move(peer_);
  }
  ClientAddress(const ClientAddress&) = delete;
  ClientAddress& operator=(const ClientAddress&) = delete;

 private:
  http::Request& request_;
  std::string peer_;
};

base::Task<http::Response> answer(const Front& front, http::Request& request) {
  const ClientAddress address(front, request);
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
