#include "db/postgres/url.hpp"

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>

namespace tenon::db::postgres {
namespace {

constexpr std::string_view form =
    "DATABASE_URL must look like postgres://USER:PASSWORD@HOST:5432/DATABASE, with libpq's parameters behind it, for "
    "example ?sslmode=verify-full";
constexpr std::string_view own_parameter = "tenon_prepared";

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

bool is_known(std::string_view name) {
  // libpq knows this alias in URLs alone.
  if (name == "ssl") return true;
  const Options known(PQconndefaults(), &PQconninfoFree);
  for (auto* option = known.get(); option && option->keyword; ++option)
    if (name == option->keyword) return true;
  return false;
}

/// The URL without our own parameter, which libpq would refuse. Names the first parameter that nobody knows.
std::string without_own(std::string_view url, Address& address) {
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return std::string(url);
  std::string kept(url.substr(0, mark));
  auto query = url.substr(mark + 1);
  char separator = '?';
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto equals = std::min(part.find('='), part.size());
    const auto name = part.substr(0, equals);
    const auto value = part.substr(std::min(equals + 1, part.size()));
    if (name == own_parameter) {
      if (value != "on" && value != "off") throw std::runtime_error("tenon_prepared in DATABASE_URL is on or off");
      address.prepared = value == "on";
      continue;
    }
    // Escaped names are libpq's to read.
    if (name.find('%') == std::string_view::npos && !is_known(name))
      throw std::runtime_error("DATABASE_URL has the parameter \"" + std::string(name) +
                               "\", which libpq does not know");
    kept += separator;
    kept += part;
    separator = '&';
  }
  return kept;
}

std::string shown(const Address& address) {
  const auto find = [&](std::string_view keyword) -> std::string {
    for (const auto& [name, value] : address.parameters)
      if (name == keyword) return value;
    return {};
  };
  std::string text = "postgres://";
  if (const auto user = find("user"); !user.empty()) text += user + '@';
  const auto host = find("host");
  text += host.empty() ? find("hostaddr") : host;
  if (const auto port = find("port"); !port.empty()) text += ':' + port;
  return text + '/' + find("dbname");
}

}  // namespace

bool is_url(std::string_view url) {
  return url.starts_with("postgres:") || url.starts_with("postgresql:");
}

Address parse_url(std::string_view url) {
  Address address;
  if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) throw std::runtime_error(std::string(form));
  const auto text = without_own(url, address);
  char* fault = nullptr;
  const Options options(PQconninfoParse(text.c_str(), &fault), &PQconninfoFree);
  // libpq quotes the URL in what it says, with the password.
  PQfreemem(fault);
  if (!options) throw std::runtime_error("DATABASE_URL cannot be read. " + std::string(form));
  for (auto* option = options.get(); option->keyword; ++option)
    if (option->val) address.parameters.emplace_back(option->keyword, option->val);
  address.shown = shown(address);
  return address;
}

}  // namespace tenon::db::postgres
