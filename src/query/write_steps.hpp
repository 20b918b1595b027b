#pragma once
#include "access/principal.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "db/database.hpp"
#include "query/operation.hpp"
#include "query/row.hpp"
#include "query/write_rules.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The steps that the writing operations are made of. All run inside a transaction, on its thread.
namespace tenon::query {

/// One statement with bound values and rows.
class Steps {
 public:
  Steps(db::Transaction& transaction, const access::Principal& principal)
      : transaction_(transaction), principal_(principal) {}

  /// Rows changed. Constraint failures come back as db::Failure.
  base::Task<db::Outcome<std::int64_t>> run(const Prepared& prepared, std::span<const base::Value> operands,
                                            const db::OnRow& on_row, const RowValues* old = nullptr);
  /// Whether the statement gives a row.
  base::Task<base::Result<bool>> gives_row(const Prepared& prepared, std::span<const base::Value> operands,
                                           const RowValues* old = nullptr);

  /// Whether a rule holds for a row, in memory or by SQL on the stored row `id`.
  base::Task<base::Result<bool>> holds(const RuleCheck& check, const base::Value& id, const RowValues& row,
                                       const RowValues* old = nullptr);

  /// Adds a fault for each key in `row` (only `fields`) whose target the caller cannot read.
  base::Task<base::Result<void>> check_targets(const WriteRules& rules, const RowValues& row,
                                               std::span<const schema::Field* const> fields, const std::string& prefix,
                                               std::vector<base::ErrorDetail>& faults);
  /// The error of a refused insert or update: which unique key, which reference.
  base::Task<base::Error> explain(const db::Failure& failure, const WriteRules& rules, const RowValues& row,
                                  const base::Value& id, const std::string& prefix);
  /// Makes the many-to-many list of row `id` equal to `ids`; faults for those the caller cannot read. Links to rows it
  /// cannot read stay: for it they are not in the list.
  base::Task<base::Result<void>> replace_links(const LinkStatements& link, const base::Value& id,
                                               const std::vector<base::Value>& ids, const std::string& prefix,
                                               std::vector<base::ErrorDetail>& faults);

  const access::Principal& principal() const { return principal_; }

 private:
  db::Transaction& transaction_;
  const access::Principal& principal_;
};

/// Adds a fault for each @check that does not hold for the row.
void check_constraints(const schema::Resource& resource, const RowValues& row, const access::Principal& principal,
                       const std::string& prefix, std::vector<base::ErrorDetail>& faults);
/// Adds a fault for each required field without a value.
void check_required(const schema::Resource& resource, const RowValues& row, const std::string& prefix,
                    std::vector<base::ErrorDetail>& faults);
/// What a field takes when the input does not say.
base::Value default_of(const schema::Field& field, const access::Principal& principal);
/// A column as a Value of the field's stored form.
base::Value stored_value(const db::RowView& row, int column, const schema::Field& field);
/// The row's version as an ETag, unquoted.
std::string etag_of(std::int64_t version);

}  // namespace tenon::query
