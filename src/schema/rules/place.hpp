#pragma once
#include "schema/model.hpp"

#include <string>

namespace tenon::schema {

/// A row that a rule can name: the one judged, `old`, one that a relation leads to, one of exists.
struct RowName {
  int variable = variable::row;
  const Resource* resource = nullptr;
};

enum class PlaceKind : std::uint8_t {
  fault,       ///< reported already
  unknown,     ///< a bare name that nothing has: an enum value, perhaps
  row,         ///< `row`
  field,       ///< `field` of `row`
  define,      ///< @define `name` of `row`'s resource
  auth,        ///< the word auth
  auth_id,     ///< auth.id
  claims,      ///< auth.claims
  claim,       ///< auth.claims.`name`
  scopes,      ///< auth.scopes
  now,         ///< now
  request,     ///< the word request
  request_ip,  ///< request.ip
};

/// What a name or path in a rule denotes.
struct Place {
  PlaceKind kind = PlaceKind::fault;
  RowName row;
  const Field* field = nullptr;
  std::string name;
};

}  // namespace tenon::schema
