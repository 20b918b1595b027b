#include "schema/public_routes.hpp"

#include "schema/outcomes.hpp"

#include <algorithm>

namespace tenon::schema {
namespace {

bool always_denied(const Resource& resource, Operation operation) {
  return std::any_of(resource.rules.begin(), resource.rules.end(), [&](const Rule& rule) {
    return rule.effect == Effect::deny && rule.operations.has(operation) &&
           possible_outcomes(*rule.when, CallerKind{}).always();
  });
}

lang::Span opening_rule(const Resource& resource, Operation operation) {
  for (const Rule& rule : resource.rules) {
    bool opens = rule.effect == Effect::allow && rule.operations.has(operation) &&
                 possible_outcomes(*rule.when, CallerKind{}).always();
    if (opens) return rule.span;
  }
  return resource.span;
}

}  // namespace

std::vector<PublicRoute> public_routes(const Model& model) {
  std::vector<PublicRoute> routes;
  for (const auto& resource : model.resources) {
    // An anonymous caller has no claims and so belongs to no tenant.
    bool tenantless = resource->tenant && possible_outcomes(*resource->tenant->rule, CallerKind{}).never();
    for (Operation operation : {Operation::create, Operation::read, Operation::update, Operation::remove}) {
      if (tenantless || always_denied(*resource, operation)) continue;
      if (!allowed_outcomes(resource->rules, operation, CallerKind{}).always()) continue;
      routes.push_back({resource.get(), operation, false, opening_rule(*resource, operation)});
    }
  }
  if (model.account && model.account->open_registration) {
    routes.push_back({model.account->resource, Operation::create, true, model.account->resource->span});
  }
  return routes;
}

}  // namespace tenon::schema
