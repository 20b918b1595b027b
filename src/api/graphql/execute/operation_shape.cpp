#include "api/graphql/execute/operation_shape.hpp"

#include "api/graphql/execute/variable_uses.hpp"

#include <algorithm>

namespace tenon::api::graphql {

OperationShape::OperationShape(const ast::OperationDefinition& operation, const FragmentTable& fragments)
    : operation_(operation) {
  for (const auto* use : variable_uses(operation, fragments)) uses_[use->text].push_back(use);
}

void OperationShape::learn(const Bindings& bindings) {
  for (const auto& binding : bindings)
    if (binding.variable) filled_.insert(binding.variable);
}

bool OperationShape::fills_places(const std::string& variable) const {
  const auto uses = uses_.find(variable);
  return uses == uses_.end() ||
         std::ranges::all_of(uses->second, [&](const ast::Value* use) { return filled_.contains(use); });
}

void OperationShape::learn_arguments(const std::vector<const ast::Field*>& nodes) {
  for (const auto* node : nodes)
    for (const auto* use : variable_uses(node->arguments)) filled_.insert(use);
}

std::string OperationShape::of(const VariableValues& variables) const {
  std::string shape;
  for (const auto& declared : operation_.variables) {
    const auto& name = declared.name.text;
    const auto* value = variables.find(name);
    if (!value) {
      shape += '-';
    } else if (value->is_null()) {
      shape += '0';
    } else if (fills_places(name)) {
      shape += 'v';
    } else {
      const auto text = base::to_text(*value);
      shape += std::to_string(text.size()) + '=' + text;
    }
  }
  return shape;
}

}  // namespace tenon::api::graphql
