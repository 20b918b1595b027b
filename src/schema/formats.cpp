#include "schema/formats.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <string>

namespace tenon::schema {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-') return false;
  if (text.find("--") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_phone(std::string_view text) {
  if (text.size() < 3 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::all_of(text.begin() + 1, text.end(), is_digit);
}

bool is_color(std::string_view text) {
  bool length = text.size() == 4 || text.size() == 7 || text.size() == 9;
  return length && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), is_hex);
}

bool is_address(int family, std::string_view text) {
  if (text.empty() || text.size() > 45 || text.find('\0') != std::string_view::npos) return false;
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}
bool is_ipv4(std::string_view text) {
  return is_address(AF_INET, text);
}
bool is_ipv6(std::string_view text) {
  return is_address(AF_INET6, text);
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  return fault == std::errc() && end == text.data() + text.size() && port <= 65535;
}

/// host, host:port, [v6]:port
bool is_authority(std::string_view text) {
  text.remove_prefix(text.rfind('@') == std::string_view::npos ? 0 : text.rfind('@') + 1);
  if (text.starts_with('[')) {
    std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_ipv6(text.substr(1, close - 1))) return false;
    std::string_view rest = text.substr(close + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
  return is_hostname(text.substr(0, colon));
}

constexpr std::array table{
    Format{"slug", "must be lower-case letters and digits, joined by single hyphens", is_slug, "first-post", "",
           "^[a-z0-9]+(-[a-z0-9]+)*$"},
    Format{"phone", "must be a phone number in E.164 form, as +4930123456", is_phone, "+4930123456", "",
           "^\\+[1-9][0-9]{1,14}$"},
    Format{"hostname", "must be a host name", is_hostname, "www.example.org", "hostname", ""},
    Format{"ipv4", "must be an IPv4 address", is_ipv4, "192.0.2.1", "ipv4", ""},
    Format{"ipv6", "must be an IPv6 address", is_ipv6, "2001:db8::1", "ipv6", ""},
    Format{"color", "must be a color, as #1a2b3c", is_color, "#1a2b3c", "",
           "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"},
};

}  // namespace

std::span<const Format> formats() {
  return table;
}

const Format* find_format(std::string_view name) {
  for (const Format& format : table) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  while (!text.empty()) {
    std::size_t dot = text.find('.');
    std::string_view label = text.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    if (!std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; })) {
      return false;
    }
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
  return false;
}

bool is_email(std::string_view text) {
  std::size_t at = text.find('@');
  if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) return false;
  std::string_view local = text.substr(0, at);
  std::string_view domain = text.substr(at + 1);
  if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return false;
  constexpr std::string_view marks = ".!#$%&'*+/=?^_`{|}~-";
  bool plain = std::all_of(local.begin(), local.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || (c != '\0' && marks.find(c) != std::string_view::npos);
  });
  return plain && domain.find('.') != std::string_view::npos && is_hostname(domain);
}

bool is_url(std::string_view text) {
  if (text.size() > 2048) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; })) return false;
  if (text.find_first_of("<>\"{}|\\^`") != std::string_view::npos) return false;
  std::size_t end = text.find("://");
  if (end == std::string_view::npos) return false;
  std::string scheme(text.substr(0, end));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr std::array<std::string_view, 6> schemes{"http", "https", "ws", "wss", "ftp", "ftps"};
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) return false;
  std::string_view rest = text.substr(end + 3);
  return is_authority(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace tenon::schema
