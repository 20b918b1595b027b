#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class ScalarLeafs : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override {
    const TypeReference type = here().type();
    if (!type) return;
    if (type.named().is_leaf()) {
      if (!field.selection_set) return;
      context().report(fmt::format("Field \"{}\" must not have a selection since type \"{}\" has no subfields.",
                                   field.name.text, to_text(type)),
                       {&field.selection_set->span});
    } else if (!field.selection_set) {
      context().report(
          fmt::format(
              "Field \"{0}\" of type \"{1}\" must have a selection of subfields. Did you mean \"{0} {{ ... }}\"?",
              field.name.text, to_text(type)),
          {&field.span});
    }
  }
};

}  // namespace

std::unique_ptr<Rule> make_scalar_leafs(Context& context) {
  return make_rule<ScalarLeafs>(context);
}

}  // namespace tenon::api::graphql
