#include "api/graphql/validation/rules/repeated.hpp"
#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class UniqueArgumentNames : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override { check(field.arguments); }
  void enter_directive(const ast::Directive& directive, std::string_view /*location*/) override {
    check(directive.arguments);
  }

 private:
  void check(const std::vector<ast::Argument>& arguments) {
    RepeatedNames repeated;
    for (const ast::Argument& argument : arguments) repeated.add(argument.name.text, argument.name.span);
    for (const auto& [name, places] : repeated.find())
      context().report(fmt::format("There can be only one argument named \"{}\".", name), places);
  }
};

}  // namespace

std::unique_ptr<Rule> make_unique_argument_names(Context& context) {
  return make_rule<UniqueArgumentNames>(context);
}

}  // namespace tenon::api::graphql
