#include "api/rest/who_may.hpp"

#include "access/english_words.hpp"

#include <algorithm>

namespace tenon::api::rest {
namespace {

using access::Extent;

/// One sentence over everything that the endpoint needs of this caller; empty if something is missing.
std::string sentence(const Endpoint& endpoint, const access::CallerPermissions& caller) {
  std::string text;
  for (std::size_t i = 0; i < endpoint.needs.size(); ++i) {
    const auto& need = endpoint.needs[i];
    const auto& permission = caller.find(need.resource->name)->of(need.operation);
    if (permission.extent == Extent::nothing) return {};
    if (i > 0) {
      // The row of the path: the rules of what is listed below it say the rest.
      text += "; the " + access::spoken(need.resource->name) + " must be the caller's to " +
              std::string(access::verb(need.operation));
      continue;
    }
    text = permission.extent == Extent::always ? "always" : "where " + permission.condition;
  }
  // A new row on a list of many to many changes the row that has the list.
  const bool links =
      endpoint.kind == EndpointKind::create_related && endpoint.relation->kind == schema::FieldKind::many_to_many;
  if (!links) return text;
  const auto& change = caller.find(endpoint.resource->name)->of(schema::Operation::update);
  if (change.extent == Extent::nothing) return {};
  return text + " and to " + std::string(access::verb(schema::Operation::update));
}

}  // namespace

std::vector<Audience> who_may(const Endpoint& endpoint, const std::vector<access::CallerPermissions>& table) {
  std::vector<Audience> audiences;
  for (const auto& caller : table) {
    const std::string when = sentence(endpoint, caller);
    const auto same = std::ranges::find(audiences, when, &Audience::when);
    if (same != audiences.end())
      same->callers.push_back(caller.caller.name);
    else
      audiences.push_back({{caller.caller.name}, when});
  }
  return audiences;
}

std::string audience_lines(const std::vector<Audience>& audiences) {
  std::string text;
  for (const auto& audience : audiences) {
    text += "- ";
    for (std::size_t i = 0; i < audience.callers.size(); ++i) text += (i > 0 ? ", " : "") + audience.callers[i];
    text += ": " + (audience.when.empty() ? std::string("never") : audience.when) + "\n";
  }
  return text;
}

}  // namespace tenon::api::rest
