#pragma once
#include "query/write_rules.hpp"
#include "query/write_steps.hpp"

#include <vector>

namespace tenon::query {

/// The stored row of an update, delete or link, and what the caller may do with it.
struct StoredRow {
  RowValues values;
  bool permitted = false;                              ///< the operation's rule holds
  std::vector<bool> allows;                            ///< update: which @allow let it in
  std::vector<const schema::Field*> forbidden_fields;  ///< fields whose rule does not hold
  std::int64_t version = 0;                            ///< updatedAt
};

/// not_found where there is no such row for the caller, forbidden where it may read it but not do this,
/// precondition_failed where `if_match` names another version.
base::Task<base::Result<StoredRow>> load_row(Steps& steps, const WriteRules& rules, const base::Value& id,
                                             const std::vector<std::string>& if_match);

}  // namespace tenon::query
