#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenon::api::graphql {
namespace {

class UniqueFragmentNames : public Rule {
 public:
  using Rule::Rule;

  void enter_fragment(const ast::FragmentDefinition& fragment) override {
    const auto [known, is_new] = known_.emplace(fragment.name.text, &fragment.name);
    if (is_new) return;
    context().report(fmt::format("There can be only one fragment named \"{}\".", fragment.name.text),
                     {&known->second->span, &fragment.name.span});
  }

 private:
  std::unordered_map<std::string_view, const ast::Name*> known_;
};

}  // namespace

std::unique_ptr<Rule> make_unique_fragment_names(Context& context) {
  return make_rule<UniqueFragmentNames>(context);
}

}  // namespace tenon::api::graphql
