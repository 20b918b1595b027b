#pragma once
#include "lang/cel/ast.hpp"
#include "lang/source.hpp"
#include "schema/expression.hpp"
#include "schema/model.hpp"

#include <map>
#include <string>
#include <vector>

/// The type checker of rules: the syntax tree of a rule becomes the expression that the evaluator, SQL and the
/// plain-English form read. expression.hpp is the semantics of what comes out.
namespace tenon::schema {

/// Where a rule stands, which decides the names it may use.
enum class RuleUse : std::uint8_t {
  when,   ///< `when` of @allow and @deny, on types and fields, and what @define names: the row, relations, the caller
  check,  ///< `check` of @allow: also `old`, the stored row
  row_check,      ///< @check: stored fields of the row and literals, nothing else
  tenant_equals,  ///< `equals` of @tenant: the caller alone
  operation,      ///< rules of custom operations: the caller, `now` and `request`; there is no row
};

/// One @define: a predicate over a row of the resource that declares it.
struct Define {
  lang::cel::NodePtr rule;  ///< its syntax; null if it could not be parsed: uses are then not complained about
  lang::Span span;          ///< of the directive
};
/// By resource and name; those of every resource, since `project.isEditor` reaches others.
using Defines = std::map<const Resource*, std::map<std::string, Define, std::less<>>>;

/// What names mean. The Model must be complete but for rules: fields, targets, roles, account.
struct RuleScope {
  const Model& model;
  const Resource& resource;  ///< whose row is judged; not looked at for RuleUse::operation
  RuleUse use = RuleUse::when;
  const Defines& defines;
};

/// Checks a rule: its type must be boolean. Null after faults; all of them are appended, each with a place inside the
/// rule. A fault inside a @define is appended once, however often the name is used, if `faults` is kept from call to
/// call.
ExpressionPtr check_rule(const RuleScope& scope, const lang::cel::Node& rule, std::vector<lang::Diagnostic>& faults);

/// Checks one @define of `scope.resource` where it is declared, so that it is known to be good even if nothing uses it.
/// False after faults.
bool check_define(const RuleScope& scope, const std::string& name, std::vector<lang::Diagnostic>& faults);

/// Checks `equals` of @tenant and joins it to its field, which must be a stored field of `scope.resource`: the rule
/// `field == equals`. Null after faults. `scope.use` must be tenant_equals.
ExpressionPtr check_tenant(const RuleScope& scope, const Field& field, const lang::cel::Node& equals,
                           std::vector<lang::Diagnostic>& faults);

/// The literal `true`: what a rule without `when` says.
ExpressionPtr always_true();

}  // namespace tenon::schema
