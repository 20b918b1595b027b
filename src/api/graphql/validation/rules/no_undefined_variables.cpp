#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace tenon::api::graphql {
namespace {

class NoUndefinedVariables : public Rule {
 public:
  using Rule::Rule;

  void leave_operation(const ast::OperationDefinition& operation) override {
    std::unordered_set<std::string_view> defined;
    for (const ast::VariableDefinition& variable : operation.variables) defined.insert(variable.name.text);
    const std::string by = operation.name ? fmt::format(" by operation \"{}\"", operation.name->text) : std::string();
    for (const VariableUsage* usage : context().variable_usages(operation)) {
      if (defined.contains(usage->node->text)) continue;
      context().report(fmt::format("Variable \"${}\" is not defined{}.", usage->node->text, by),
                       {&usage->node->span, &operation.span});
    }
  }
};

}  // namespace

std::unique_ptr<Rule> make_no_undefined_variables(Context& context) {
  return make_rule<NoUndefinedVariables>(context);
}

}  // namespace tenon::api::graphql
