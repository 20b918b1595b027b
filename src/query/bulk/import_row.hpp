#pragma once
#include "access/principal.hpp"
#include "base/error.hpp"
#include "query/operation.hpp"
#include "query/row.hpp"

#include <cstdint>
#include <vector>

namespace tenon::query::bulk {

/// A row of a file, ready to be stored.
struct ImportRow {
  std::uint64_t line = 0;                   ///< where it begins
  RowValues values;                         ///< every stored field; an id of Null: the database makes it
  std::vector<const schema::Field*> given;  ///< stored fields that the file names
  std::vector<LinkValues> links;            ///< many-to-many lists that the file names
};

/// Adds what the file does not say (id, times, defaults) and judges what can be judged without the database: required
/// fields and @check. `operator_now` has no rights and knows the time. Appends the faults.
ImportRow complete_row(const schema::Resource& resource, RowInput input, const access::Principal& operator_now,
                       std::vector<base::ErrorDetail>& faults);

}  // namespace tenon::query::bulk
