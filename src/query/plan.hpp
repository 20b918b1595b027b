#pragma once
#include "access/access.hpp"
#include "access/principal.hpp"
#include "db/json_row.hpp"
#include "query/cost.hpp"
#include "query/cursor.hpp"
#include "query/operation.hpp"
#include "query/parameters.hpp"
#include "query/rate_limits.hpp"
#include "sql/render.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenon::query {

/// A statement and where its parameters come from.
struct Prepared {
  sql::Statement statement;
  std::vector<ParameterSource> parameters;
};

/// What a shape means for one class of callers: made once, shared, immutable.
struct CompiledRead {
  RateLimits::Limits limits;  ///< of the types whose rows it gives
  Cost cost;                  ///< the same for every class: a price tells nothing of rights
  bool nothing = false;       ///< the rule is false for this class: no row, no SQL
  Prepared rows;
  std::optional<Prepared> more_rows;   ///< list: what comes behind all of `rows`, with the same columns
  std::vector<db::RowMember> members;  ///< columns of `rows` as JSON
  std::vector<int> key_columns;        ///< columns of the sort keys and the id, for the next cursor
  int version_column = -1;             ///< get: the row's version
  bool nested = false;                 ///< has includes: the version says nothing about them
  std::optional<Prepared> total;       ///< list by number
  std::optional<Prepared> parent;      ///< gives a row if the caller may read the parent
  bool parent_hidden = false;          ///< the parent can never be read by this class
  bool spelled_out = false;            ///< get: the selection has members
  bool backwards = false;              ///< list: rows come last first
  std::vector<CursorOrder> cursors;    ///< of the cursors inside the JSON, by number
  std::vector<RateLimits::Limits>
      found_limits;        ///< get_any: by candidate, what its row counts against besides `limits`
  int probe_operand = -1;  ///< limit operand: one more is asked for, to see whether there is a next page
};

class PlanCache;

/// What is allowed: an operation bound to its caller's rights. There is no other way to make one than `plan`, and none
/// without a Principal.
class Plan {
 public:
  const CompiledRead& compiled() const { return *compiled_; }
  /// For a write that reads its row back with the same statement.
  std::shared_ptr<const CompiledRead> share() const { return compiled_; }
  /// Values for one of the compiled statements, in parameter order.
  std::vector<base::Value> bind(const Prepared& prepared) const;

 private:
  friend Plan plan(const Get&, const access::Principal&, PlanCache&);
  friend Plan plan(const GetAny&, const access::Principal&, PlanCache&);
  friend Plan plan(const List&, const access::Principal&, PlanCache&);
  friend Plan plan(const Connect&, const access::Principal&, PlanCache&);
  friend Plan plan(const Aggregate&, const access::Principal&, PlanCache&);
  Plan(std::shared_ptr<const CompiledRead> compiled, const std::vector<base::Value>& operands,
       const access::Principal& principal)
      : compiled_(std::move(compiled)), operands_(&operands), principal_(&principal) {}

  std::shared_ptr<const CompiledRead> compiled_;
  const std::vector<base::Value>* operands_;
  const access::Principal* principal_;
};

/// The operation and the principal must outlive the plan.
Plan plan(const Get& operation, const access::Principal& principal, PlanCache& cache);
Plan plan(const GetAny& operation, const access::Principal& principal, PlanCache& cache);
Plan plan(const List& operation, const access::Principal& principal, PlanCache& cache);
Plan plan(const Connect& operation, const access::Principal& principal, PlanCache& cache);
Plan plan(const Aggregate& operation, const access::Principal& principal, PlanCache& cache);

access::CallerClass class_of(const access::Principal& principal);

}  // namespace tenon::query
