#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenon::api::graphql {
namespace {

class UniqueDirectivesPerLocation : public Rule {
 public:
  using Rule::Rule;

  void enter_directives(const std::vector<ast::Directive>& directives) override {
    std::unordered_map<std::string_view, const ast::Directive*> seen;
    for (const ast::Directive& directive : directives) {
      const Directive* declared = types().find_directive(directive.name.text);
      if (!declared || declared->repeatable) continue;
      const auto [known, is_new] = seen.emplace(directive.name.text, &directive);
      if (is_new) continue;
      context().report(
          fmt::format("The directive \"@{}\" can only be used once at this location.", directive.name.text),
          {&known->second->span, &directive.span});
    }
  }
};

}  // namespace

std::unique_ptr<Rule> make_unique_directives_per_location(Context& context) {
  return make_rule<UniqueDirectivesPerLocation>(context);
}

}  // namespace tenon::api::graphql
