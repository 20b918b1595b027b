#include "api/graphql/validation/walk.hpp"

#include <array>
#include <vector>

namespace tenon::api::graphql {
namespace {

std::string_view location_of(ast::OperationType type) {
  switch (type) {
    case ast::OperationType::query: return "QUERY";
    case ast::OperationType::mutation: return "MUTATION";
    case ast::OperationType::subscription: return "SUBSCRIPTION";
  }
  return {};
}

class Walker {
 public:
  Walker(Context& context, std::span<const std::unique_ptr<Rule>> rules)
      : context_(context), here_(context.here()), rules_(rules) {
    for (std::size_t i = 0; i < frequent_count; ++i)
      for (const auto& rule : rules)
        if (rule->hears_of(static_cast<Frequent>(i))) hearing_[i].push_back(rule.get());
  }

  void document(const ast::Document& node) {
    each([&](Rule& rule) { rule.enter_document(node); });
    for (const ast::Definition& definition : node.definitions) {
      if (context_.full()) return;
      if (const auto* found = std::get_if<ast::OperationDefinition>(&definition)) operation(*found);
      if (const auto* found = std::get_if<ast::FragmentDefinition>(&definition)) fragment(*found);
    }
    each([&](Rule& rule) { rule.leave_document(node); });
  }

 private:
  template <typename Call>
  void each(Call call) {
    for (const auto& rule : rules_) call(*rule);
  }
  template <typename Call>
  void each(Frequent what, Call call) {
    for (Rule* rule : hearing_[static_cast<std::size_t>(what)]) call(*rule);
  }

  void operation(const ast::OperationDefinition& node) {
    here_.enter(node);
    each([&](Rule& rule) { rule.enter_operation(node); });
    for (const ast::VariableDefinition& variable : node.variables) {
      if (context_.full()) break;
      variable_definition(variable);
    }
    directives(node.directives, location_of(node.type));
    selection_set(node.selection_set);
    each([&](Rule& rule) { rule.leave_operation(node); });
    here_.leave(node);
  }

  void fragment(const ast::FragmentDefinition& node) {
    here_.enter(node);
    each([&](Rule& rule) { rule.enter_fragment(node); });
    for (const ast::VariableDefinition& variable : node.variables) variable_definition(variable);
    each([&](Rule& rule) { rule.enter_type_name(node.type_condition); });
    directives(node.directives, "FRAGMENT_DEFINITION");
    selection_set(node.selection_set);
    here_.leave(node);
  }

  void variable_definition(const ast::VariableDefinition& node) {
    here_.enter(node);
    each([&](Rule& rule) { rule.enter_variable_definition(node); });
    each([&](Rule& rule) { rule.enter_type_name(node.type.innermost()); });
    if (node.default_value) value(*node.default_value);
    directives(node.directives, "VARIABLE_DEFINITION");
    each([&](Rule& rule) { rule.leave_variable_definition(node); });
    here_.leave(node);
  }

  void selection_set(const ast::SelectionSet& node) {
    here_.enter(node);
    each(Frequent::enter_selection_set, [&](Rule& rule) { rule.enter_selection_set(node); });
    for (const ast::Selection& selection : node.selections) {
      if (context_.full()) break;
      if (const auto* found = std::get_if<ast::Field>(&selection)) field(*found);
      if (const auto* found = std::get_if<ast::FragmentSpread>(&selection)) spread(*found);
      if (const auto* found = std::get_if<ast::InlineFragment>(&selection)) inline_fragment(*found);
    }
    here_.leave(node);
  }

  void field(const ast::Field& node) {
    here_.enter(node);
    each(Frequent::enter_field, [&](Rule& rule) { rule.enter_field(node); });
    for (const ast::Argument& each_argument : node.arguments) argument(each_argument);
    directives(node.directives, "FIELD");
    if (node.selection_set) selection_set(*node.selection_set);
    each(Frequent::leave_field, [&](Rule& rule) { rule.leave_field(node); });
    here_.leave(node);
  }

  void spread(const ast::FragmentSpread& node) {
    each([&](Rule& rule) { rule.enter_spread(node); });
    directives(node.directives, "FRAGMENT_SPREAD");
  }

  void inline_fragment(const ast::InlineFragment& node) {
    here_.enter(node);
    each([&](Rule& rule) { rule.enter_inline_fragment(node); });
    if (node.type_condition) each([&](Rule& rule) { rule.enter_type_name(*node.type_condition); });
    directives(node.directives, "INLINE_FRAGMENT");
    selection_set(node.selection_set);
    here_.leave(node);
  }

  void directives(const std::vector<ast::Directive>& nodes, std::string_view location) {
    if (nodes.empty()) return;
    each([&](Rule& rule) { rule.enter_directives(nodes); });
    for (const ast::Directive& node : nodes) {
      here_.enter(node);
      each([&](Rule& rule) { rule.enter_directive(node, location); });
      for (const ast::Argument& each_argument : node.arguments) argument(each_argument);
      each([&](Rule& rule) { rule.leave_directive(node); });
      here_.leave(node);
    }
  }

  void argument(const ast::Argument& node) {
    here_.enter(node);
    each(Frequent::enter_argument, [&](Rule& rule) { rule.enter_argument(node); });
    value(node.value);
    here_.leave(node);
  }

  void value(const ast::Value& node) {
    here_.enter(node);
    each(Frequent::enter_value, [&](Rule& rule) { rule.enter_value(node); });
    for (const ast::Value& item : node.items) {
      if (context_.full()) break;
      value(item);
    }
    for (const ast::ObjectField& object_field : node.fields) {
      if (context_.full()) break;
      here_.enter(object_field);
      each([&](Rule& rule) { rule.enter_object_field(object_field); });
      value(object_field.value);
      here_.leave(object_field);
    }
    each(Frequent::leave_value, [&](Rule& rule) { rule.leave_value(node); });
    here_.leave(node);
  }

  Context& context_;
  TypeInfo& here_;
  std::span<const std::unique_ptr<Rule>> rules_;
  std::array<std::vector<Rule*>, frequent_count> hearing_;
};

}  // namespace

void walk(Context& context, std::span<const std::unique_ptr<Rule>> rules) {
  Walker(context, rules).document(context.document());
}

}  // namespace tenon::api::graphql
