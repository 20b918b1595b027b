#pragma once
#include "access/access.hpp"
#include "access/testing/make_rule.hpp"

#include <map>
#include <utility>

namespace tenon::query::testing {

/// What `can` and a row rule mean, said again as simply as possible and without a single simplification: what
/// access::specialise and access::row_rule are held against.
class PlainRules {
 public:
  PlainRules(const schema::Model& model, access::CallerClass caller) : model_(model), caller_(caller) {}

  access::testing::ExpressionPtr rule(const schema::Expression& rule) {
    Names names;
    return copy(rule, names);
  }

  access::testing::ExpressionPtr row_rule(const schema::Resource& resource, schema::Operation operation, int variable) {
    namespace make = access::testing;
    std::vector<make::ExpressionPtr> allowed{make::flag(false), make::flag(false)};
    std::vector<make::ExpressionPtr> denied = allowed;
    for (const auto& rule : resource.rules) {
      if (!rule.operations.has(operation)) continue;
      // Strangers are let in by what is literally true for them alone.
      if (caller_.anonymous && rule.effect == schema::Effect::allow &&
          !access::is_literal_true(*access::specialise(rule.when, model_, caller_)))
        continue;
      (rule.effect == schema::Effect::allow ? allowed : denied).push_back(about(*rule.when, variable));
    }
    auto not_denied = make::no(make::node(make::ExpressionKind::holds, {make::either(std::move(denied))}));
    auto tenant = resource.tenant ? about(*resource.tenant->rule, variable) : make::flag(true);
    return make::both({make::either(std::move(allowed)), std::move(not_denied), std::move(tenant)});
  }

 private:
  using Names = std::map<int, int>;

  access::testing::ExpressionPtr about(const schema::Expression& rule, int variable) {
    Names names{{schema::variable::row, variable}};
    return copy(rule, names);
  }

  access::testing::ExpressionPtr copy(const schema::Expression& expression, Names& names) {
    using access::testing::ExpressionKind;
    auto made = expression;
    if (const auto found = names.find(made.variable); found != names.end()) made.variable = found->second;
    const bool can = made.kind == ExpressionKind::can;
    if (can || made.kind == ExpressionKind::related || made.kind == ExpressionKind::exists ||
        made.kind == ExpressionKind::all) {
      made.bound = next_++;
      if (!can) names[expression.bound] = made.bound;
    }
    if (can) {
      made.kind = ExpressionKind::related;
      made.children = {row_rule(*made.field->target, made.operation, made.bound)};
      return access::testing::finish(std::move(made));
    }
    for (auto& child : made.children) child = copy(*child, names);
    return access::testing::finish(std::move(made));
  }

  const schema::Model& model_;
  access::CallerClass caller_;
  int next_ = 1000;
};

}  // namespace tenon::query::testing
