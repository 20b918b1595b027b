#pragma once
#include "query/parameters.hpp"

namespace tenon::query {

/// What is asked of a boolean: is it definitely true, or definitely false? Both may be answered no, so neither question
/// is ever answered by putting NOT over the other.
enum class Polarity : std::uint8_t { holds, fails };

inline Polarity opposite(Polarity polarity) {
  return polarity == Polarity::holds ? Polarity::fails : Polarity::holds;
}

/// One rule on its way to SQL: what lower_holds and lower_fails share. Booleans go through `judge`, all else through
/// `value`.
class RuleLowering {
 public:
  explicit RuleLowering(LowerContext& context) : context_(context) {}

  /// True where the expression is definitely true (or definitely false); false or NULL elsewhere.
  sql::ExprPtr judge(const schema::ExpressionPtr& expression, Polarity polarity);

 private:
  sql::ExprPtr logic(const schema::Expression& expression, Polarity polarity);
  sql::ExprPtr conditional(const schema::Expression& expression, Polarity polarity);
  sql::ExprPtr compare(const schema::Expression& expression, Polarity polarity);
  sql::ExprPtr in_list(const schema::ExpressionPtr& needle, const schema::Expression& list, Polarity polarity);
  sql::ExprPtr in_column(const schema::Expression& needle, sql::ExprPtr value, const schema::Expression& list,
                         Polarity polarity);
  struct Found;
  /// Adds the demand on a row found to what finds it. To-one relations become joins as long as all of the body must be
  /// so: databases limit how deep EXISTS may nest.
  void require(const schema::ExpressionPtr& body, Polarity polarity, Found& found);
  Found rows_of(const schema::Expression& expression);
  sql::ExprPtr related(const schema::Expression& expression, Polarity polarity);
  sql::ExprPtr rows(const schema::Expression& expression, Polarity polarity);
  sql::ExprPtr two_valued(sql::ExprPtr condition, Polarity polarity);

  /// The value, NULL where it is unknown.
  sql::ExprPtr value(const schema::ExpressionPtr& expression);
  sql::ExprPtr calculation(const schema::Expression& expression);
  sql::ExprPtr size(const schema::ExpressionPtr& measured);
  sql::ExprPtr parameter(const schema::ExpressionPtr& expression);
  sql::ExprPtr stored(int variable, const schema::Field& field);

  LowerContext& context_;
};

/// A list spelled out in the rule.
bool is_list_literal(const schema::Expression& expression);
/// SQL that is the constant `wanted`.
bool is_constant(const sql::ExprPtr& expr, bool wanted);

}  // namespace tenon::query
