#include "base/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace tenon::base {

std::string client_block(std::string_view ip) {
  const std::string text(ip);
  if (text.find(':') == std::string::npos) return text;
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin()))
    return inet_ntop(AF_INET, bytes.data() + mapped.size(), out.data(), out.size());
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
}

}  // namespace tenon::base
