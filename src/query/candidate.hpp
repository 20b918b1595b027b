#pragma once
#include "query/ground.hpp"
#include "query/row.hpp"
#include "query/write_rules.hpp"
#include "query/write_steps.hpp"

namespace tenon::query {

/// SQL that judges a rule on a row that is not stored: its values (operands: the stored fields in model order) stand as
/// a derived table. For a row that a unique key keeps out: whether it would have been allowed must be known before the
/// client is told what is in the way, or the refusal would tell what is there.
Prepared compile_candidate(const schema::ExpressionPtr& rule, const schema::Resource& resource, const Ground& ground);

/// Whether the rule of `check` holds for a row that could not be stored. Checks without SQL were judged before.
base::Task<base::Result<bool>> holds_for_candidate(Steps& steps, const RuleCheck& check,
                                                   const schema::Resource& resource, const RowValues& row,
                                                   const RowValues* old = nullptr);

}  // namespace tenon::query
