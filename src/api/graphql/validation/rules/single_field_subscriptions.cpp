#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class SingleFieldSubscriptions : public Rule {
 public:
  using Rule::Rule;

  void enter_operation(const ast::OperationDefinition& operation) override {
    const NamedType* root = types().root(operation.type);
    if (operation.type != ast::OperationType::subscription || !root) return;
    // No variables: what they leave out is only known at run time, and counts here.
    const auto fields =
        collect_fields(types(), fragments_of(context().document()), VariableValues{}, *root, operation.selection_set);
    const std::string who =
        operation.name ? fmt::format("Subscription \"{}\"", operation.name->text) : "Anonymous Subscription";
    if (fields.size() > 1) {
      std::vector<const lang::Span*> extra;
      for (std::size_t i = 1; i < fields.size(); ++i)
        for (const ast::Field* node : fields[i].nodes) extra.push_back(&node->span);
      context().report(who + " must select only one top level field.", extra);
    }
    for (const CollectedField& field : fields) {
      if (!field.nodes.front()->name.text.starts_with("__")) continue;
      std::vector<const lang::Span*> places;
      for (const ast::Field* node : field.nodes) places.push_back(&node->span);
      context().report(who + " must not select an introspection top level field.", places);
    }
  }
};

}  // namespace

std::unique_ptr<Rule> make_single_field_subscriptions(Context& context) {
  return make_rule<SingleFieldSubscriptions>(context);
}

}  // namespace tenon::api::graphql
