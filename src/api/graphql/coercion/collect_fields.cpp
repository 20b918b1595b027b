#include "api/graphql/coercion/collect_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// `if` of @skip or @include: true, false, or nothing when it has no value.
const ast::Value* condition_of(const std::vector<ast::Directive>& directives, std::string_view name) {
  const ast::Directive* directive = ast::find_directive(directives, name);
  const ast::Argument* argument = directive ? directive->find_argument("if") : nullptr;
  return argument ? &argument->value : nullptr;
}

bool holds(const ast::Value* condition, const VariableValues& variables, bool otherwise) {
  if (!condition) return otherwise;
  if (condition->kind == ast::ValueKind::boolean) return condition->flag;
  if (condition->kind != ast::ValueKind::variable) return otherwise;
  const base::Json* value = variables.find(condition->text);
  const bool* flag = value ? value->boolean() : nullptr;
  return flag ? *flag : otherwise;
}

class Collector {
 public:
  Collector(const TypeSystem& types, const FragmentTable& fragments, const VariableValues& variables,
            const NamedType& runtime)
      : types_(types), fragments_(fragments), variables_(variables), runtime_(runtime) {}

  void add(const ast::SelectionSet& set) {
    for (const ast::Selection& selection : set.selections)
      std::visit(
          [&](const auto& node) {
            if (is_included(node.directives, variables_)) add_selection(node);
          },
          selection);
  }
  std::vector<CollectedField> take() { return std::move(fields_); }

 private:
  void add_selection(const ast::Field& field) {
    const auto [known, is_new] = index_.emplace(field.response_key().text, fields_.size());
    if (is_new) fields_.push_back({field.response_key().text, {}});
    fields_[known->second].nodes.push_back(&field);
  }
  void add_selection(const ast::InlineFragment& fragment) {
    if (!fragment.type_condition || applies(*fragment.type_condition)) add(fragment.selection_set);
  }
  void add_selection(const ast::FragmentSpread& spread) {
    if (!visited_.insert(spread.name.text).second) return;
    const auto found = fragments_.find(spread.name.text);
    if (found != fragments_.end() && applies(found->second->type_condition)) add(found->second->selection_set);
  }

  bool applies(const ast::Name& condition) const {
    const NamedType* type = types_.find_type(condition.text);
    return type && (type == &runtime_ || (type->is_abstract() && TypeSystem::is_subtype(runtime_, *type)));
  }

  const TypeSystem& types_;
  const FragmentTable& fragments_;
  const VariableValues& variables_;
  const NamedType& runtime_;
  std::vector<CollectedField> fields_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::unordered_set<std::string_view> visited_;
};

/// Calls `visit` with the condition of every @skip and @include that an operation reaches.
template <typename Visit>
class Conditions {
 public:
  Conditions(const FragmentTable& fragments, Visit visit) : fragments_(fragments), visit_(std::move(visit)) {}

  void operation(const ast::OperationDefinition& operation) { set(operation.selection_set); }

 private:
  void set(const ast::SelectionSet& selections) {
    for (const ast::Selection& selection : selections.selections) {
      std::visit([&](const auto& node) { directives(node.directives); }, selection);
      if (const auto* field = std::get_if<ast::Field>(&selection); field && field->selection_set)
        set(*field->selection_set);
      if (const auto* fragment = std::get_if<ast::InlineFragment>(&selection)) set(fragment->selection_set);
      if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) fragment_named(spread->name.text);
    }
  }
  void fragment_named(std::string_view name) {
    if (!visited_.insert(name).second) return;
    const auto found = fragments_.find(name);
    if (found != fragments_.end()) set(found->second->selection_set);
  }
  void directives(const std::vector<ast::Directive>& directives) {
    for (const std::string_view name : {"skip", "include"})
      if (const ast::Value* condition = condition_of(directives, name)) visit_(*condition);
  }

  const FragmentTable& fragments_;
  Visit visit_;
  std::unordered_set<std::string_view> visited_;
};

}  // namespace

FragmentTable fragments_of(const ast::Document& document) {
  FragmentTable fragments;
  for (const ast::Definition& definition : document.definitions)
    if (const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition))
      fragments[fragment->name.text] = fragment;
  return fragments;
}

std::vector<CollectedField> collect_fields(const TypeSystem& types, const FragmentTable& fragments,
                                           const VariableValues& variables, const NamedType& runtime,
                                           const ast::SelectionSet& set) {
  Collector collector(types, fragments, variables, runtime);
  collector.add(set);
  return collector.take();
}

std::vector<CollectedField> collect_subfields(const TypeSystem& types, const FragmentTable& fragments,
                                              const VariableValues& variables, const NamedType& runtime,
                                              const std::vector<const ast::Field*>& nodes) {
  Collector collector(types, fragments, variables, runtime);
  for (const ast::Field* node : nodes)
    if (node->selection_set) collector.add(*node->selection_set);
  return collector.take();
}

bool is_included(const std::vector<ast::Directive>& directives, const VariableValues& variables) {
  if (directives.empty()) return true;
  return !holds(condition_of(directives, "skip"), variables, false) &&
         holds(condition_of(directives, "include"), variables, true);
}

std::vector<std::string_view> condition_variables(const ast::OperationDefinition& operation,
                                                  const FragmentTable& fragments) {
  std::vector<std::string_view> names;
  const auto add = [&](const ast::Value& condition) {
    if (condition.kind == ast::ValueKind::variable && std::ranges::find(names, condition.text) == names.end())
      names.push_back(condition.text);
  };
  Conditions(fragments, add).operation(operation);
  return names;
}

Errors check_conditions(const ast::OperationDefinition& operation, const FragmentTable& fragments,
                        const VariableValues& variables) {
  Errors errors;
  const auto check = [&](const ast::Value& condition) {
    if (!errors.empty() || condition.kind != ast::ValueKind::variable) return;
    const base::Json* value = variables.find(condition.text);
    if (value && value->boolean()) return;
    Error error;
    error.message = value ? std::string("Argument \"if\" of non-null type \"Boolean!\" must not be null.")
                          : fmt::format(
                                "Argument \"if\" of required type \"Boolean!\" was provided the variable \"${}\" "
                                "which was not provided a runtime value.",
                                condition.text);
    error.locations.push_back(lang::line_column(*condition.span.source, condition.span.offset));
    errors.push_back(std::move(error));
  };
  Conditions(fragments, check).operation(operation);
  return errors;
}

}  // namespace tenon::api::graphql
