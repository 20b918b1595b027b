#pragma once
#include "schema/model.hpp"

#include <cstdint>
#include <vector>

namespace tenon::schema {

/// A kind of caller, as far as it is known without a request.
struct CallerKind {
  bool anonymous = true;
  std::uint64_t roles = 0;  ///< closed over inheritance
};

/// Which truth values a rule can have for some rows, if the caller is of one kind.
struct Outcomes {
  bool yes = false;
  bool no = false;
  bool unknown = false;

  bool always() const { return yes && !no && !unknown; }
  bool never() const { return !yes; }
};

/// An over-estimate: values that cannot be may be among them, never the other way round.
Outcomes possible_outcomes(const Expression& rule, CallerKind caller);

/// What the @allow rules of an operation give together, @deny and the tenant left out; never if there are none.
Outcomes allowed_outcomes(const std::vector<Rule>& rules, Operation operation, CallerKind caller);

/// Every kind of caller: the anonymous one, then one of each role; without roles, somebody signed in.
std::vector<CallerKind> caller_kinds(const Model& model);

/// Somebody signed in who has the default role and no other.
CallerKind least_caller(const Model& model);

}  // namespace tenon::schema
