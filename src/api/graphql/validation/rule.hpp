#pragma once
#include "api/graphql/validation/context.hpp"

#include <string_view>

namespace tenon::api::graphql {

/// One rule of validation: told of every node in document order, it reports what is wrong to its context. A fresh one
/// is made for each document.
class Rule {
 public:
  explicit Rule(Context& context) : context_(context) {}
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;
  virtual ~Rule() = default;

  virtual void enter_document(const ast::Document& /*document*/) {}
  virtual void leave_document(const ast::Document& /*document*/) {}
  virtual void enter_operation(const ast::OperationDefinition& /*operation*/) {}
  virtual void leave_operation(const ast::OperationDefinition& /*operation*/) {}
  virtual void enter_fragment(const ast::FragmentDefinition& /*fragment*/) {}
  virtual void enter_variable_definition(const ast::VariableDefinition& /*variable*/) {}
  virtual void leave_variable_definition(const ast::VariableDefinition& /*variable*/) {}
  virtual void enter_selection_set(const ast::SelectionSet& /*set*/) {}
  virtual void enter_field(const ast::Field& /*field*/) {}
  virtual void leave_field(const ast::Field& /*field*/) {}
  virtual void enter_spread(const ast::FragmentSpread& /*spread*/) {}
  virtual void enter_inline_fragment(const ast::InlineFragment& /*fragment*/) {}
  /// The directives of one node, all at once, when the node is entered.
  virtual void enter_directives(const std::vector<ast::Directive>& /*directives*/) {}
  /// `location` is the name of the grammar: "FIELD", "QUERY", ...
  virtual void enter_directive(const ast::Directive& /*directive*/, std::string_view /*location*/) {}
  virtual void leave_directive(const ast::Directive& /*directive*/) {}
  virtual void enter_argument(const ast::Argument& /*argument*/) {}
  virtual void enter_value(const ast::Value& /*value*/) {}
  virtual void leave_value(const ast::Value& /*value*/) {}
  virtual void enter_object_field(const ast::ObjectField& /*field*/) {}
  /// A name of a type: a type condition, or inside the type of a variable.
  virtual void enter_type_name(const ast::Name& /*name*/) {}

 protected:
  Context& context() { return context_; }
  const TypeInfo& here() const { return context_.here(); }
  const TypeSystem& types() const { return context_.types(); }

 private:
  Context& context_;
};

}  // namespace tenon::api::graphql
