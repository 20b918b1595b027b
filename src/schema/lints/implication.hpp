#pragma once
#include "schema/model.hpp"

namespace tenon::schema {

/// Whether two rules are built alike, but for the numbers of bound variables and the order of `and` and `or`.
bool is_same(const Expression& left, const Expression& right);

/// Whether wherever `from` holds `to` holds too, as far as their structure shows: parts of `and` and `or`, roles that
/// include others, comparisons that exclude null. False means: it is not plain, not: it is wrong.
bool implies(const Expression& from, const Expression& to, const Model& model);

}  // namespace tenon::schema
