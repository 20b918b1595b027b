#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::http {

/// Peers that say the truth of whom they speak for. Immutable; thread-safe.
class TrustedProxies {
 public:
  /// Addresses and networks (`10.0.0.0/8`, `fd00::/8`, `127.0.0.1`), separated by commas; nothing where one is none.
  static std::optional<TrustedProxies> parse(std::string_view text);

  bool empty() const { return networks_.empty(); }
  bool trusts(std::string_view ip) const;

  /// Who is behind `peer`: of a trusted one the last address in `forwarded` (X-Forwarded-For) that is no trusted proxy
  /// itself. What stands before that may be invented and is not looked at. The nearest trusted one where the rest is no
  /// address, and `peer` where it is not trusted.
  std::string client(std::string_view peer, std::string_view forwarded) const;

 private:
  using Bytes = std::array<unsigned char, 16>;  ///< IPv4 is mapped into IPv6
  struct Network {
    Bytes address{};
    unsigned bits = 128;
  };
  static std::optional<Bytes> parse_address(std::string_view text);
  static bool contains(const Network& network, const Bytes& address);
  bool trusts(const Bytes& address) const;

  std::vector<Network> networks_;
};

}  // namespace tenon::http
