#include "api/graphql/validation/rules/rules.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class KnownArgumentNames : public Rule {
 public:
  using Rule::Rule;

  void enter_argument(const ast::Argument& argument) override {
    const Field* field = here().field();
    if (here().argument() || here().directive() || in_directive_ || !field || !here().parent_type()) return;
    const std::string& name = argument.name.text;
    context().report(fmt::format("Unknown argument \"{}\" on field \"{}.{}\".{}", name, here().parent_type()->name,
                                 field->name, slip_of(name, field->arguments)),
                     {&argument.span});
  }
  void enter_directive(const ast::Directive& directive, std::string_view /*location*/) override {
    in_directive_ = true;
    const Directive* declared = types().find_directive(directive.name.text);
    if (!declared) return;
    for (const ast::Argument& argument : directive.arguments) {
      const std::string& name = argument.name.text;
      if (declared->find_argument(name)) continue;
      context().report(fmt::format("Unknown argument \"{}\" on directive \"@{}\".{}", name, declared->name,
                                   slip_of(name, declared->arguments)),
                       {&argument.span});
    }
  }
  void leave_directive(const ast::Directive& /*directive*/) override { in_directive_ = false; }

 private:
  std::string slip_of(const std::string& name, const std::vector<InputValue>& arguments) {
    return context().suggests() ? did_you_mean(suggestions(name, names_of(arguments))) : std::string();
  }

  bool in_directive_ = false;  ///< also in unknown ones
};

}  // namespace

std::unique_ptr<Rule> make_known_argument_names(Context& context) {
  return make_rule<KnownArgumentNames>(context);
}

}  // namespace tenon::api::graphql
