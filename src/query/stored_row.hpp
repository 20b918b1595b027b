#pragma once
#include "query/write_rules.hpp"
#include "query/write_steps.hpp"

#include <vector>

namespace tenon::query {

/// The stored row of an update, delete or link, and what the caller may do with it.
struct StoredRow {
  RowValues values;
  bool permitted = false;                              ///< the operation's rule holds
  std::vector<bool> allows;                            ///< update, link: which @allow let it in
  std::vector<const schema::Field*> forbidden_fields;  ///< fields whose rule does not hold
  std::int64_t version = 0;                            ///< updatedAt
};

/// not_found where there is no such row for the caller, forbidden where it may read it but not do this,
/// precondition_failed where `if_match` names another version.
base::Task<base::Result<StoredRow>> load_row(Steps& steps, const WriteRules& rules, const base::Value& id,
                                             const std::vector<std::string>& if_match);

/// Rules in memory are judged before the row is written, rules over relations on the row as it is stored then.
enum class Moment : std::uint8_t { before_write, after_write };

/// True if one of the @allow that let the caller in also holds on the new row. Before the write false means "not yet",
/// and forbidden that no rule is left to ask; after it false means forbidden.
base::Task<base::Result<bool>> new_row_permitted(Steps& steps, const WriteRules& rules, const StoredRow& stored,
                                                 const base::Value& id, const RowValues& row, Moment moment);
/// Both moments at once, for a row whose lists alone were changed: forbidden if no @allow holds on it.
base::Task<base::Result<void>> check_linked_row(Steps& steps, const WriteRules& rules, const StoredRow& stored,
                                                const base::Value& id);

}  // namespace tenon::query
