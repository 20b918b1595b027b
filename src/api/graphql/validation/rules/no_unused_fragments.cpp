#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace tenon::api::graphql {
namespace {

class NoUnusedFragments : public Rule {
 public:
  using Rule::Rule;

  void enter_operation(const ast::OperationDefinition& operation) override {
    for (const ast::FragmentDefinition* fragment : context().reachable_fragments(operation))
      used_.insert(fragment->name.text);
  }
  void leave_document(const ast::Document& document) override {
    for (const ast::Definition& definition : document.definitions) {
      const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition);
      if (!fragment || used_.contains(fragment->name.text)) continue;
      context().report(fmt::format("Fragment \"{}\" is never used.", fragment->name.text), {&fragment->span});
    }
  }

 private:
  std::unordered_set<std::string_view> used_;
};

}  // namespace

std::unique_ptr<Rule> make_no_unused_fragments(Context& context) {
  return make_rule<NoUnusedFragments>(context);
}

}  // namespace tenon::api::graphql
