#pragma once
#include "access/access.hpp"

#include <map>
#include <utility>
#include <vector>

namespace tenon::access {

/// Copies rules for one class of callers into one expression: bound rows get numbers unique in all of it.
class Specialiser {
 public:
  explicit Specialiser(CallerClass caller) : caller_(caller) {}

  /// A rule about variable::row (and variable::old).
  schema::ExpressionPtr rule(const schema::ExpressionPtr& rule);
  /// The row rule of an operation, about the row `variable`. Still with unknowns: see fold_unknown.
  schema::ExpressionPtr row_rule(const schema::Resource& resource, schema::Operation operation, int variable);
  /// A `check` of a row that is created: there is no stored row, so nothing has changed against it.
  schema::ExpressionPtr without_old(const schema::ExpressionPtr& check, int variable);
  /// A rule about variable::row, asked of the stored row beside a check of the new one.
  schema::ExpressionPtr of_old(const schema::ExpressionPtr& rule);
  /// The tenant's part alone; true if the resource has none.
  schema::ExpressionPtr tenant(const schema::Resource& resource, int variable);
  /// Whether one of the @deny of these rules holds: two-valued.
  schema::ExpressionPtr denied(const std::vector<schema::Rule>& rules, schema::Operation operation, int variable);

 private:
  /// Variables of the rule being copied -> variables of the copy.
  using Names = std::map<int, int>;

  schema::ExpressionPtr visit(const schema::ExpressionPtr& expression, Names& names);
  schema::ExpressionPtr visit_children(const schema::Expression& expression, Names& names);
  schema::ExpressionPtr visit_logic(const schema::Expression& expression, Names& names);
  schema::ExpressionPtr visit_conditional(const schema::Expression& expression, Names& names);
  schema::ExpressionPtr visit_relation(const schema::Expression& expression, Names& names);
  schema::ExpressionPtr visit_can(const schema::Expression& expression, Names& names);
  schema::ExpressionPtr about(const schema::ExpressionPtr& rule, int variable);

  CallerClass caller_;
  int next_variable_ = schema::variable::first_bound;
  /// The row rules being copied, outermost first.
  std::vector<std::pair<const schema::Resource*, schema::Operation>> inside_;
};

}  // namespace tenon::access
