#pragma once
#include "schema/model.hpp"

#include <vector>

namespace tenon::schema {

/// An operation that needs no credentials.
struct PublicRoute {
  const Resource* resource = nullptr;
  Operation operation = Operation::read;
  bool registration = false;  ///< not CREATE by a rule, but signing up: registration: OPEN
  lang::Span span;            ///< the rule that opens it
};

/// Every operation whose rules hold for any row when the caller is anonymous: what `tenon check` lists.
std::vector<PublicRoute> public_routes(const Model& model);

}  // namespace tenon::schema
