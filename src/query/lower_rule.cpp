#include "query/lower_rule.hpp"

#include "query/rule_lowering.hpp"

namespace tenon::query {
namespace {

sql::ExprPtr lower(const schema::Expression& rule, LowerContext& context, Polarity polarity) {
  return RuleLowering(context).judge(std::make_shared<const schema::Expression>(rule), polarity);
}

}  // namespace

sql::ExprPtr lower_holds(const schema::Expression& rule, LowerContext& context) {
  return lower(rule, context, Polarity::holds);
}

sql::ExprPtr lower_fails(const schema::Expression& rule, LowerContext& context) {
  return lower(rule, context, Polarity::fails);
}

}  // namespace tenon::query
