#include "http/trusted_proxies.hpp"

#include <cstdlib>

// Whatever a client writes into X-Forwarded-For: what comes out is the peer or an address that stands in the text, and
// never one behind which a trusted proxy stood aside.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using tenon::http::TrustedProxies;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)TrustedProxies::parse(text);
  static const auto proxies = *TrustedProxies::parse("10.0.0.0/8,::1");
  const auto client = proxies.client("10.0.0.1", text);
  if (client != "10.0.0.1" && text.find(client) == std::string_view::npos) std::abort();
  // Appended by a trusted proxy, an address is the client whatever stood before.
  if (proxies.client("10.0.0.1", std::string(text) + ", 192.0.2.7") != "192.0.2.7") std::abort();
  if (proxies.client("192.0.2.9", text) != "192.0.2.9") std::abort();
  return 0;
}
