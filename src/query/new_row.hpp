#pragma once
#include "access/principal.hpp"
#include "query/operation.hpp"
#include "query/row.hpp"

#include <vector>

namespace tenon::query {

/// A row on its way in: what the client sent, what the server sets, and defaults.
struct NewRow {
  RowValues values;
  std::vector<const schema::Field*> sent;  ///< named by the client, lists too
};

/// Input, then what the server sets, then defaults. `id`: Null where the server is to make it.
NewRow complete(const schema::Resource& resource, const RowInput& input, const base::Value& id,
                const access::Principal& principal);

}  // namespace tenon::query
