#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {
namespace {

class ProvidedRequiredArguments : public Rule {
 public:
  using Rule::Rule;

  // On leaving, as graphql-js: faults of what was given come first.
  void leave_field(const ast::Field& field) override {
    const Field* declared = here().field();
    if (!declared) return;
    for (const InputValue& argument : declared->arguments)
      if (argument.required() && !given(field.arguments, argument.name))
        context().report(
            fmt::format("Field \"{}\" argument \"{}\" of type \"{}\" is required, but it was not provided.",
                        declared->name, argument.name, to_text(argument.type)),
            {&field.span});
  }
  void leave_directive(const ast::Directive& directive) override {
    const Directive* declared = types().find_directive(directive.name.text);
    if (!declared) return;
    for (const InputValue& argument : declared->arguments)
      if (argument.required() && !given(directive.arguments, argument.name))
        context().report(
            fmt::format("Directive \"@{}\" argument \"{}\" of type \"{}\" is required, but it was not provided.",
                        declared->name, argument.name, to_text(argument.type)),
            {&directive.span});
  }

 private:
  static bool given(const std::vector<ast::Argument>& arguments, std::string_view name) {
    return std::ranges::any_of(arguments, [&](const ast::Argument& argument) { return argument.name.text == name; });
  }
};

}  // namespace

std::unique_ptr<Rule> make_provided_required_arguments(Context& context) {
  return make_rule<ProvidedRequiredArguments>(context);
}

}  // namespace tenon::api::graphql
