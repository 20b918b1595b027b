#include "api/graphql/coercion/literal_fault.hpp"
#include "api/graphql/type_system/print.hpp"
#include "api/graphql/validation/rules/rules.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <map>

namespace tenon::api::graphql {
namespace {

class ValuesOfCorrectType : public Rule {
 public:
  using Rule::Rule;

  void enter_operation(const ast::OperationDefinition& operation) override {
    variables_.clear();
    for (const ast::VariableDefinition& variable : operation.variables) variables_[variable.name.text] = &variable;
  }

  void enter_value(const ast::Value& value) override {
    if (skipped_) return;
    switch (value.kind) {
      case ast::ValueKind::variable: return;
      case ast::ValueKind::null: return check_null(value);
      case ast::ValueKind::list: {
        const TypeReference type = here().parent_input_type();
        if (!type || !type.nullable().is_list()) skip(value);
        return;
      }
      case ast::ValueKind::object: {
        const TypeReference type = here().input_type();
        if (!type || type.named().kind != ast::TypeKind::input_object) return skip(value);
        return check_object(value, type.named());
      }
      case ast::ValueKind::integer:
      case ast::ValueKind::floating:
      case ast::ValueKind::string:
      case ast::ValueKind::boolean:
      case ast::ValueKind::enumeration: return check_leaf(value);
    }
  }
  void leave_value(const ast::Value& value) override {
    if (skipped_ == &value) skipped_ = nullptr;
  }

  void enter_object_field(const ast::ObjectField& field) override {
    const TypeReference around = here().parent_input_type();
    if (skipped_ || here().input_type() || !around || around.named().kind != ast::TypeKind::input_object) return;
    const NamedType& object = around.named();
    std::string suggestion;
    if (context().suggests()) suggestion = did_you_mean(suggestions(field.name.text, names_of(object.input_fields)));
    context().report(
        fmt::format("Field \"{}\" is not defined by type \"{}\".{}", field.name.text, object.name, suggestion),
        {&field.span});
  }

 private:
  /// The value is wrong as a whole: what is inside it is not looked at.
  void skip(const ast::Value& value) {
    check_leaf(value);
    skipped_ = &value;
  }

  void expected(TypeReference type, const ast::Value& value) {
    context().report(fmt::format("Expected value of type \"{}\", found {}.", to_text(type), print(value)),
                     {&value.span});
  }

  void check_null(const ast::Value& value) {
    const TypeReference type = here().input_type();
    if (type && type.is_non_null()) expected(type, value);
  }

  void check_leaf(const ast::Value& value) {
    // Inside a list the walk is at its elements already.
    const TypeReference type = here().input_type();
    if (!type) return;
    if (!type.named().is_leaf()) return expected(type, value);
    if (auto fault = literal_fault(type.named(), value)) context().report(std::move(*fault), {&value.span});
  }

  void check_object(const ast::Value& value, const NamedType& type) {
    std::map<std::string_view, const ast::Value*> given;
    std::string_view first;
    for (const ast::ObjectField& field : value.fields) {
      if (given.empty()) first = field.name.text;
      given[field.name.text] = &field.value;
    }
    for (const InputValue& field : type.input_fields)
      if (field.required() && !given.contains(field.name))
        context().report(fmt::format("Field \"{}.{}\" of required type \"{}\" was not provided.", type.name, field.name,
                                     to_text(field.type)),
                         {&value.span});
    if (!type.one_of) return;
    if (given.size() != 1)
      return context().report(fmt::format("OneOf Input Object \"{}\" must specify exactly one key.", type.name),
                              {&value.span});
    check_one_of(value, type, first, *given.begin()->second);
  }

  void check_one_of(const ast::Value& object, const NamedType& type, std::string_view key, const ast::Value& value) {
    if (value.kind == ast::ValueKind::null)
      return context().report(fmt::format("Field \"{}.{}\" must be non-null.", type.name, key), {&object.span});
    if (value.kind != ast::ValueKind::variable) return;
    const auto variable = variables_.find(value.text);
    if (variable == variables_.end() || variable->second->type.kind == ast::TypeReferenceKind::non_null) return;
    context().report(fmt::format("Variable \"{}\" must be non-nullable to be used for OneOf Input Object \"{}\".",
                                 value.text, type.name),
                     {&object.span});
  }

  std::map<std::string_view, const ast::VariableDefinition*> variables_;  ///< of the operation
  const ast::Value* skipped_ = nullptr;
};

}  // namespace

std::unique_ptr<Rule> make_values_of_correct_type(Context& context) {
  return make_rule<ValuesOfCorrectType>(context);
}

}  // namespace tenon::api::graphql
