#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class PossibleFragmentSpreads : public Rule {
 public:
  using Rule::Rule;

  void enter_inline_fragment(const ast::InlineFragment& fragment) override {
    const TypeReference type = here().type();
    if (!type) return;
    check("Fragment", &type.named(), fragment.span);
  }
  void enter_spread(const ast::FragmentSpread& spread) override {
    const ast::FragmentDefinition* fragment = context().fragment(spread.name.text);
    if (!fragment) return;
    check(fmt::format("Fragment \"{}\"", spread.name.text), types().find_type(fragment->type_condition.text),
          spread.span);
  }

 private:
  void check(const std::string& who, const NamedType* type, const lang::Span& span) {
    const NamedType* parent = here().parent_type();
    if (!parent || !type || !type->is_composite() || TypeSystem::overlap(*type, *parent)) return;
    context().report(fmt::format("{} cannot be spread here as objects of type \"{}\" can never be of type \"{}\".", who,
                                 parent->name, type->name),
                     {&span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_possible_fragment_spreads(Context& context) {
  return make_rule<PossibleFragmentSpreads>(context);
}

}  // namespace tenon::api::graphql
