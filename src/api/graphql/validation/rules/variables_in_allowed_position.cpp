#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenon::api::graphql {
namespace {

class VariablesInAllowedPosition : public Rule {
 public:
  using Rule::Rule;

  void leave_operation(const ast::OperationDefinition& operation) override {
    std::unordered_map<std::string_view, const ast::VariableDefinition*> definitions;
    for (const ast::VariableDefinition& variable : operation.variables) definitions[variable.name.text] = &variable;
    for (const VariableUsage* usage : context().variable_usages(operation)) {
      const auto found = definitions.find(usage->node->text);
      if (found != definitions.end() && usage->type) check(*usage, *found->second);
    }
  }

 private:
  void check(const VariableUsage& usage, const ast::VariableDefinition& definition) {
    const TypeReference type = types().resolve(definition.type);
    const std::string& name = definition.name.text;
    if (type && !allowed(type, definition, usage))
      context().report(fmt::format("Variable \"${}\" of type \"{}\" used in position expecting type \"{}\".", name,
                                   to_text(type), to_text(usage.type)),
                       {&definition.span, &usage.node->span});
    if (type && usage.input_object && usage.input_object->one_of && !type.is_non_null())
      context().report(fmt::format("Variable \"${}\" is of type \"{}\" but must be non-nullable to be used for OneOf "
                                   "Input Object \"{}\".",
                                   name, to_text(type), usage.input_object->name),
                       {&definition.span, &usage.node->span});
  }

  /// A nullable variable may stand where null may not, if a default of its own or of the place helps out.
  static bool allowed(TypeReference type, const ast::VariableDefinition& definition, const VariableUsage& usage) {
    if (!usage.type.is_non_null() || type.is_non_null()) return TypeSystem::is_subtype(type, usage.type);
    const bool has_value = definition.default_value && definition.default_value->kind != ast::ValueKind::null;
    return (has_value || usage.has_default) && TypeSystem::is_subtype(type, usage.type.unwrapped());
  }
};

}  // namespace

std::unique_ptr<Rule> make_variables_in_allowed_position(Context& context) {
  return make_rule<VariablesInAllowedPosition>(context);
}

}  // namespace tenon::api::graphql
