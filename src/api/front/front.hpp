#pragma once
#include "api/front/rate_limiter.hpp"
#include "http/cors.hpp"
#include "http/router.hpp"
#include "http/security_headers.hpp"
#include "http/trusted_proxies.hpp"

#include <cstdint>
#include <memory>

/// What happens around every request, whichever entrance it is for.
namespace tenon::api::front {

enum class AccessLog : std::uint8_t { off, on };

struct Options {
  http::CorsOptions cors;                              ///< TENON_CORS_ORIGINS
  http::Transport transport = http::Transport::plain;  ///< whether browsers are told to insist on TLS
  AccessLog access_log = AccessLog::on;                ///< one line per answered request
  std::shared_ptr<RateLimiter> rate_limiter;           ///< null: nothing is counted
  http::TrustedProxies trusted_proxies;                ///< whose X-Forwarded-For tells the client's address
};

/// The handler of the whole server: the chain of front.cpp around the router's handlers. Throws std::invalid_argument
/// for CORS settings that make no sense. Thread-safe.
http::Handler make_handler(Options options, http::Router router);

}  // namespace tenon::api::front
