#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class FragmentsOnCompositeTypes : public Rule {
 public:
  using Rule::Rule;

  void enter_inline_fragment(const ast::InlineFragment& fragment) override {
    if (fragment.type_condition) check("Fragment", *fragment.type_condition);
  }
  void enter_fragment(const ast::FragmentDefinition& fragment) override {
    check(fmt::format("Fragment \"{}\"", fragment.name.text), fragment.type_condition);
  }

 private:
  void check(const std::string& who, const ast::Name& condition) {
    const NamedType* type = types().find_type(condition.text);
    if (!type || type->is_composite()) return;
    context().report(fmt::format("{} cannot condition on non composite type \"{}\".", who, condition.text),
                     {&condition.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_fragments_on_composite_types(Context& context) {
  return make_rule<FragmentsOnCompositeTypes>(context);
}

}  // namespace tenon::api::graphql
