#include "http/trusted_proxies.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace tenon::http {
namespace {

constexpr std::size_t most_networks = 100;
constexpr std::size_t longest_address = 64;
constexpr unsigned mapped_bits = 96;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The last member of a list, which is taken from it.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return trimmed(last);
}

}  // namespace

std::optional<TrustedProxies::Bytes> TrustedProxies::parse_address(std::string_view text) {
  if (text.size() > longest_address) return std::nullopt;
  const std::string whole(text);
  Bytes bytes{};
  if (inet_pton(AF_INET6, whole.c_str(), bytes.data()) == 1) return bytes;
  bytes = {};
  bytes[10] = bytes[11] = 0xFF;
  if (inet_pton(AF_INET, whole.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

bool TrustedProxies::contains(const Network& network, const Bytes& address) {
  for (unsigned bit = 0; bit < network.bits; ++bit) {
    const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
    if ((network.address[bit / 8] ^ address[bit / 8]) & mask) return false;
  }
  return true;
}

std::optional<TrustedProxies> TrustedProxies::parse(std::string_view text) {
  TrustedProxies proxies;
  while (!trimmed(text).empty()) {
    const auto member = take_last(text);
    const auto slash = member.find('/');
    const auto address = parse_address(member.substr(0, slash));
    if (!address || proxies.networks_.size() == most_networks) return std::nullopt;
    Network network{.address = *address};
    if (slash != std::string_view::npos) {
      const auto digits = member.substr(slash + 1);
      const bool short_form = member.substr(0, slash).find(':') == std::string_view::npos;
      unsigned bits = 0;
      const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      if (fault != std::errc{} || end != digits.data() + digits.size() || bits > (short_form ? 32U : 128U))
        return std::nullopt;
      network.bits = short_form ? mapped_bits + bits : bits;
    }
    proxies.networks_.push_back(network);
  }
  return proxies;
}

bool TrustedProxies::trusts(const Bytes& address) const {
  return std::ranges::any_of(networks_, [&](const Network& network) { return contains(network, address); });
}

bool TrustedProxies::trusts(std::string_view ip) const {
  if (networks_.empty()) return false;
  const auto address = parse_address(ip);
  return address && trusts(*address);
}

std::string TrustedProxies::client(std::string_view peer, std::string_view forwarded) const {
  std::string_view nearest = peer;
  if (!trusts(peer)) return std::string(peer);
  while (!forwarded.empty()) {
    const auto member = take_last(forwarded);
    const auto address = parse_address(member);
    if (!address) break;
    nearest = member;
    if (!trusts(*address)) break;
  }
  return std::string(nearest);
}

}  // namespace tenon::http
