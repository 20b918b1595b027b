#pragma once
#include "base/time.hpp"
#include "base/value.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tenon::access {

/// How the caller showed who it is; for the audit log and for choosing what a credential may do.
enum class Credential : std::uint8_t { none, access_token, session_cookie, api_key, operator_console };

/// Who is calling. Anonymous is a Principal too; there is no request without one.
struct Principal {
  Credential credential = Credential::none;
  base::Value id;           ///< account's id in stored form (string, or int64 for integer keys); Null for anonymous
  std::uint64_t roles = 0;  ///< closed over inheritance, bits by index in Model::roles
  std::vector<std::pair<std::string, base::Value>>
      claims;  ///< auth.claims.x in stored form; for accounts of our own, the account row's stored fields
  std::vector<std::string> scopes;
  std::string session_id;  ///< empty without a session
  std::string remote_ip;   ///< request.ip
  base::Micros now = 0;    ///< the instant of the request: what `now` is in every rule it meets

  bool anonymous() const { return base::is_null(id); }
  bool has_role(int role) const { return role >= 0 && (roles >> role) & 1U; }
};

}  // namespace tenon::access
