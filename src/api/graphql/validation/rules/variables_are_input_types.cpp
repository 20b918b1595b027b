#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class VariablesAreInputTypes : public Rule {
 public:
  using Rule::Rule;

  void enter_variable_definition(const ast::VariableDefinition& variable) override {
    const TypeReference type = types().resolve(variable.type);
    if (!type && variable.type.kind != ast::TypeReferenceKind::named &&
        types().find_type(variable.type.innermost().text))
      context().report(fmt::format("Variable \"${}\" has too many lists in its type.", variable.name.text),
                       {&variable.type.span});
    if (!type || type.named().is_input()) return;
    context().report(
        fmt::format("Variable \"${}\" cannot be non-input type \"{}\".", variable.name.text, ast::print(variable.type)),
        {&variable.type.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_variables_are_input_types(Context& context) {
  return make_rule<VariablesAreInputTypes>(context);
}

}  // namespace tenon::api::graphql
