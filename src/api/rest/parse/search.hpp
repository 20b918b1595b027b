#pragma once
#include "api/rest/parse/parameters.hpp"
#include "query/operation.hpp"

namespace tenon::api::rest {

/// `search=words`, into the operation's `search`.
template <typename Operation>
void add_search(const schema::Resource& resource, const Parameter& parameter, Operation& operation, Faults& faults) {
  if (resource.search.empty())
    faults.add(parameter.name, "unknown", "There is nothing to search here: the schema has no @search for it");
  else if (parameter.value.find_first_not_of(" \t\r\n") == std::string::npos)
    faults.add(parameter.name, "required", "needs at least one word");
  else
    operation.search = operation.add(parameter.value);
}

}  // namespace tenon::api::rest
