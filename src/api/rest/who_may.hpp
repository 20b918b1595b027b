#pragma once
#include "access/permissions.hpp"
#include "api/rest/endpoints.hpp"

#include <string>
#include <vector>

namespace tenon::api::rest {

/// Callers to whom an endpoint is the same.
struct Audience {
  std::vector<std::string> callers;  ///< names as access::NamedCaller has them
  std::string when;                  ///< "always", or "where …": what must hold; empty: never
};

/// Who may use the endpoint and for which rows, in plain English. Callers to whom the same applies are together, in the
/// order of `table`.
std::vector<Audience> who_may(const Endpoint& endpoint, const std::vector<access::CallerPermissions>& table);

/// One line of Markdown for each audience: "- user, moderator: where …".
std::string audience_lines(const std::vector<Audience>& audiences);

}  // namespace tenon::api::rest
