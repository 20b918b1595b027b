#pragma once
#include "api/graphql/type_system/type_system.hpp"

#include <vector>

namespace tenon::api::graphql {

/// What the type system says about the place in a document that a walk has reached; unknown (null, false) where the
/// document is wrong. It follows the walk by `enter` and `leave` of each node.
class TypeInfo {
 public:
  explicit TypeInfo(const TypeSystem& types) : types_(&types) {}

  /// Output type of the field, fragment or operation.
  TypeReference type() const { return top(types_here_); }
  /// Composite type whose fields are selected.
  const NamedType* parent_type() const { return top(parent_types_); }
  /// Input type expected of a value.
  TypeReference input_type() const { return top(input_types_); }
  /// Input type expected of the list or object around it.
  TypeReference parent_input_type() const {
    return input_types_.size() > 1 ? input_types_[input_types_.size() - 2] : TypeReference();
  }
  const Field* field() const { return top(fields_); }
  const Directive* directive() const { return directive_; }
  const InputValue* argument() const { return argument_; }
  const EnumValue* enum_value() const { return enum_value_; }
  /// Whether the place of a value has a default of its own.
  bool has_default() const { return top(defaults_); }

  void enter(const ast::SelectionSet& set);
  void leave(const ast::SelectionSet& set);
  void enter(const ast::Field& field);
  void leave(const ast::Field& field);
  void enter(const ast::Directive& directive);
  void leave(const ast::Directive& directive);
  void enter(const ast::OperationDefinition& operation);
  void leave(const ast::OperationDefinition& operation);
  void enter(const ast::InlineFragment& fragment);
  void leave(const ast::InlineFragment& fragment);
  void enter(const ast::FragmentDefinition& fragment);
  void leave(const ast::FragmentDefinition& fragment);
  void enter(const ast::VariableDefinition& variable);
  void leave(const ast::VariableDefinition& variable);
  void enter(const ast::Argument& argument);
  void leave(const ast::Argument& argument);
  void enter(const ast::Value& value);
  void leave(const ast::Value& value);
  void enter(const ast::ObjectField& field);
  void leave(const ast::ObjectField& field);

 private:
  template <typename T>
  static T top(const std::vector<T>& stack) {
    return stack.empty() ? T() : stack.back();
  }
  void push_output(const NamedType* type);
  void push_input(TypeReference type, bool has_default);
  void pop_input();

  const TypeSystem* types_;
  std::vector<TypeReference> types_here_;
  std::vector<const NamedType*> parent_types_;
  std::vector<TypeReference> input_types_;
  std::vector<const Field*> fields_;
  std::vector<bool> defaults_;
  const Directive* directive_ = nullptr;
  const InputValue* argument_ = nullptr;
  const EnumValue* enum_value_ = nullptr;
};

}  // namespace tenon::api::graphql
