#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace tenon::api::graphql {
namespace {

class NoUnusedVariables : public Rule {
 public:
  using Rule::Rule;

  void leave_operation(const ast::OperationDefinition& operation) override {
    std::unordered_set<std::string_view> used;
    for (const VariableUsage* usage : context().variable_usages(operation)) used.insert(usage->node->text);
    const std::string in = operation.name ? fmt::format(" in operation \"{}\"", operation.name->text) : std::string();
    for (const ast::VariableDefinition& variable : operation.variables)
      if (!used.contains(variable.name.text))
        context().report(fmt::format("Variable \"${}\" is never used{}.", variable.name.text, in), {&variable.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_no_unused_variables(Context& context) {
  return make_rule<NoUnusedVariables>(context);
}

}  // namespace tenon::api::graphql
