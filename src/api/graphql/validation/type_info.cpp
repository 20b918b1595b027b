#include "api/graphql/validation/type_info.hpp"

namespace tenon::api::graphql {
namespace {

TypeReference input_or_none(TypeReference type) {
  return type && type.named().is_input() ? type : TypeReference();
}

}  // namespace

void TypeInfo::push_output(const NamedType* type) {
  types_here_.push_back(type && type->is_output() ? TypeReference(*type) : TypeReference());
}

void TypeInfo::push_input(TypeReference type, bool has_default) {
  defaults_.push_back(has_default);
  input_types_.push_back(input_or_none(type));
}

void TypeInfo::pop_input() {
  defaults_.pop_back();
  input_types_.pop_back();
}

void TypeInfo::enter(const ast::SelectionSet&) {
  const TypeReference here = type();
  parent_types_.push_back(here && here.named().is_composite() ? &here.named() : nullptr);
}
void TypeInfo::leave(const ast::SelectionSet&) {
  parent_types_.pop_back();
}

void TypeInfo::enter(const ast::Field& field) {
  const NamedType* parent = parent_type();
  const Field* declared = parent ? types_->find_field(*parent, field.name.text) : nullptr;
  fields_.push_back(declared);
  types_here_.push_back(declared ? declared->type : TypeReference());
}
void TypeInfo::leave(const ast::Field&) {
  fields_.pop_back();
  types_here_.pop_back();
}

void TypeInfo::enter(const ast::Directive& directive) {
  directive_ = types_->find_directive(directive.name.text);
}
void TypeInfo::leave(const ast::Directive&) {
  directive_ = nullptr;
}

void TypeInfo::enter(const ast::OperationDefinition& operation) {
  push_output(types_->root(operation.type));
}
void TypeInfo::leave(const ast::OperationDefinition&) {
  types_here_.pop_back();
}

void TypeInfo::enter(const ast::InlineFragment& fragment) {
  if (fragment.type_condition) return push_output(types_->find_type(fragment.type_condition->text));
  const TypeReference here = type();
  push_output(here ? &here.named() : nullptr);
}
void TypeInfo::leave(const ast::InlineFragment&) {
  types_here_.pop_back();
}

void TypeInfo::enter(const ast::FragmentDefinition& fragment) {
  push_output(types_->find_type(fragment.type_condition.text));
}
void TypeInfo::leave(const ast::FragmentDefinition&) {
  types_here_.pop_back();
}

void TypeInfo::enter(const ast::VariableDefinition& variable) {
  input_types_.push_back(input_or_none(types_->resolve(variable.type)));
}
void TypeInfo::leave(const ast::VariableDefinition&) {
  input_types_.pop_back();
}

void TypeInfo::enter(const ast::Argument& argument) {
  argument_ = nullptr;
  if (directive_)
    argument_ = directive_->find_argument(argument.name.text);
  else if (const Field* declared = field())
    argument_ = declared->find_argument(argument.name.text);
  push_input(argument_ ? argument_->type : TypeReference(), argument_ && argument_->default_value);
}
void TypeInfo::leave(const ast::Argument&) {
  argument_ = nullptr;
  pop_input();
}

void TypeInfo::enter(const ast::Value& value) {
  if (value.kind == ast::ValueKind::list) {
    const TypeReference list = input_type() ? input_type().nullable() : TypeReference();
    push_input(list && list.is_list() ? list.unwrapped() : list, false);
  } else if (value.kind == ast::ValueKind::enumeration) {
    const TypeReference here = input_type();
    enum_value_ = here ? here.named().find_value(value.text) : nullptr;
  }
}
void TypeInfo::leave(const ast::Value& value) {
  if (value.kind == ast::ValueKind::list) pop_input();
  if (value.kind == ast::ValueKind::enumeration) enum_value_ = nullptr;
}

void TypeInfo::enter(const ast::ObjectField& field) {
  const TypeReference object = input_type();
  const InputValue* declared = object ? object.named().find_input_field(field.name.text) : nullptr;
  push_input(declared ? declared->type : TypeReference(), declared && declared->default_value);
}
void TypeInfo::leave(const ast::ObjectField&) {
  pop_input();
}

}  // namespace tenon::api::graphql
