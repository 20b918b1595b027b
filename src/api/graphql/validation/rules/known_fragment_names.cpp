#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class KnownFragmentNames : public Rule {
 public:
  using Rule::Rule;

  void enter_spread(const ast::FragmentSpread& spread) override {
    if (context().fragment(spread.name.text)) return;
    context().report(fmt::format("Unknown fragment \"{}\".", spread.name.text), {&spread.name.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_known_fragment_names(Context& context) {
  return make_rule<KnownFragmentNames>(context);
}

}  // namespace tenon::api::graphql
