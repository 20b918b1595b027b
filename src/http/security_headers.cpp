#include "http/security_headers.hpp"

#include <algorithm>

namespace tenon::http {

SecurityHeaders::SecurityHeaders(Transport transport, std::chrono::seconds hsts_max_age)
    : headers_{{"X-Content-Type-Options", "nosniff"},
               {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
               {"Referrer-Policy", "no-referrer"},
               {"Cross-Origin-Resource-Policy", "same-origin"},
               {"Cross-Origin-Opener-Policy", "same-origin"},
               {"Cache-Control", "no-store"}} {
  if (transport == Transport::tls)
    headers_.emplace_back("Strict-Transport-Security", "max-age=" + std::to_string(hsts_max_age.count()));
  for (const auto& [name, value] : headers_) wire_text_ += name + ": " + value + "\r\n";
}

void SecurityHeaders::apply(Response& response) const {
  const bool has_own =
      std::ranges::any_of(headers_, [&](const auto& header) { return response.has_header(header.first); });
  if (!has_own) {
    response.common_headers = wire_text_;
    return;
  }
  for (const auto& [name, value] : headers_)
    if (!response.has_header(name)) response.headers.emplace_back(name, value);
}

}  // namespace tenon::http
