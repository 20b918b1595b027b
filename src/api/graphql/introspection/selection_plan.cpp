#include "api/graphql/introspection/selection_plan.hpp"

#include "api/graphql/coercion/coerce_arguments.hpp"

#include <utility>

namespace tenon::api::graphql {

std::vector<PlanMember> plan_selection(const TypeSystem& types, const FragmentTable& fragments,
                                       const VariableValues& variables, const NamedType& type,
                                       const std::vector<const ast::Field*>& nodes, std::optional<Error>& error) {
  std::vector<PlanMember> plan;
  for (const CollectedField& collected : collect_subfields(types, fragments, variables, type, nodes)) {
    const ast::Field& node = *collected.nodes.front();
    const Field* declared = types.find_field(type, node.name.text);
    if (!declared) continue;
    PlanMember member{collected.key, declared->name, type.name, false, {}};
    auto arguments = coerce_arguments(declared->arguments, node.arguments, node.span, variables);
    if (!arguments) {
      error = std::move(arguments).error();
      return plan;
    }
    const base::Json* deprecated = arguments->find("includeDeprecated");
    member.include_deprecated = deprecated && deprecated->boolean() && *deprecated->boolean();
    const NamedType& below = declared->type.named();
    if (below.is_composite())
      member.members = plan_selection(types, fragments, variables, below, collected.nodes, error);
    if (error) return plan;
    plan.push_back(std::move(member));
  }
  return plan;
}

}  // namespace tenon::api::graphql
