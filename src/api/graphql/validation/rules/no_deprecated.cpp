#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class NoDeprecated : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override {
    const Field* declared = here().field();
    if (!declared || !declared->deprecated) return;
    context().report(fmt::format("The field {}.{} is deprecated. {}", here().parent_type()->name, declared->name,
                                 *declared->deprecated),
                     {&field.span});
  }
  void enter_argument(const ast::Argument& argument) override {
    const InputValue* declared = here().argument();
    if (!declared || !declared->deprecated) return;
    const std::string who = here().directive()
                                ? fmt::format("Directive \"@{}\"", here().directive()->name)
                                : fmt::format("Field \"{}.{}\"", here().parent_type()->name, here().field()->name);
    context().report(fmt::format("{} argument \"{}\" is deprecated. {}", who, declared->name, *declared->deprecated),
                     {&argument.span});
  }
  void enter_object_field(const ast::ObjectField& field) override {
    const TypeReference object = here().parent_input_type();
    const InputValue* declared = object ? object.named().find_input_field(field.name.text) : nullptr;
    if (!declared || !declared->deprecated) return;
    context().report(fmt::format("The input field {}.{} is deprecated. {}", object.named().name, declared->name,
                                 *declared->deprecated),
                     {&field.span});
  }
  void enter_value(const ast::Value& value) override {
    const EnumValue* declared = value.kind == ast::ValueKind::enumeration ? here().enum_value() : nullptr;
    if (!declared || !declared->deprecated) return;
    context().report(fmt::format("The enum value \"{}.{}\" is deprecated. {}", here().input_type().named().name,
                                 declared->name, *declared->deprecated),
                     {&value.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_no_deprecated(Context& context) {
  return make_rule<NoDeprecated>(context);
}

}  // namespace tenon::api::graphql
