#pragma once
#include "query/parameters.hpp"
#include "schema/expression.hpp"
#include "sql/expression.hpp"

namespace tenon::query {

/// SQL that is true exactly where the rule holds. Where it does not it is false or NULL: good under WHERE, AND, OR and
/// CASE WHEN; under anything else wrap it in is_true or is_not_true, never in NOT.
///
/// `context.aliases` must name variable::row (and variable::old if it is to be read from a table). Parts that look at
/// no row become parameters. The rule must be specialised: `can` is gone.
sql::ExprPtr lower_holds(const schema::Expression& rule, LowerContext& context);

/// The same for "is definitely false", which is not the opposite: a rule may be neither.
sql::ExprPtr lower_fails(const schema::Expression& rule, LowerContext& context);

}  // namespace tenon::query
