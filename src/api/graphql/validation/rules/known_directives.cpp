#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class KnownDirectives : public Rule {
 public:
  using Rule::Rule;

  void enter_directive(const ast::Directive& directive, std::string_view location) override {
    const std::string& name = directive.name.text;
    const Directive* declared = types().find_directive(name);
    if (!declared)
      context().report(fmt::format("Unknown directive \"@{}\".", name), {&directive.span});
    else if (!declared->allowed_on(location))
      context().report(fmt::format("Directive \"@{}\" may not be used on {}.", name, location), {&directive.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_known_directives(Context& context) {
  return make_rule<KnownDirectives>(context);
}

}  // namespace tenon::api::graphql
