#pragma once
#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::http {

/// Whether clients reach us over TLS, by ourselves or by a proxy that the operator vouches for.
enum class Transport : std::uint8_t { plain, tls };

/// Headers that make browsers cautious with an API's answers: no sniffing, no framing, no scripts, no caching unless
/// the answer says otherwise, and HSTS over TLS. Immutable, so threads may share it; must outlive the answers it was
/// applied to.
class SecurityHeaders {
 public:
  explicit SecurityHeaders(Transport transport, std::chrono::seconds hsts_max_age = std::chrono::hours(24 * 365));
  /// Adds each header that the response has not set itself; a page sets its own Content-Security-Policy.
  void apply(Response& response) const;

 private:
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string wire_text_;
};

}  // namespace tenon::http
