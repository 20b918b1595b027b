#include "schema/implicit_rules.hpp"

#include <memory>

namespace tenon::schema {
namespace {

ExpressionPtr is_caller(const Field& owner) {
  Type type = owner.scalar == Scalar::big_int ? Type::integer : Type::id;
  auto column = std::make_shared<Expression>();
  column->kind = ExpressionKind::column;
  column->type = type;
  column->field = &owner;
  auto caller = std::make_shared<Expression>();
  caller->kind = ExpressionKind::auth_id;
  caller->type = type;
  auto equal = std::make_shared<Expression>();
  equal->kind = ExpressionKind::equal;
  equal->children = {std::move(column), std::move(caller)};
  equal->span = owner.span;
  return equal;
}

}  // namespace

void add_implicit_rules(Draft& draft) {
  for (const auto& each : draft.resources) {
    Resource& resource = *each->resource;
    // Written rules count even if they are at fault.
    if (!resource.owner || each->find("allow") || each->find("public")) continue;
    Rule rule;
    for (Operation operation : {Operation::create, Operation::read, Operation::update, Operation::remove}) {
      rule.operations.add(operation);
    }
    rule.when = is_caller(*resource.owner);
    rule.text = resource.owner->name + " == auth.id";
    rule.span = each->find_field(resource.owner->name)->find("owner")->span();
    resource.rules.push_back(std::move(rule));
  }
}

}  // namespace tenon::schema
