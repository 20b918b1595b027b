#include "api/graphql/execute/variable_uses.hpp"

#include <string_view>
#include <unordered_set>
#include <variant>

namespace tenon::api::graphql {
namespace {

class Uses {
 public:
  explicit Uses(const FragmentTable& fragments) : fragments_(fragments) {}

  void directives(const std::vector<ast::Directive>& directives) {
    for (const auto& directive : directives) arguments(directive.arguments);
  }
  void set(const ast::SelectionSet& selections) {
    for (const ast::Selection& selection : selections.selections) {
      std::visit([&](const auto& node) { directives(node.directives); }, selection);
      if (const auto* field = std::get_if<ast::Field>(&selection)) {
        arguments(field->arguments);
        if (field->selection_set) set(*field->selection_set);
      } else if (const auto* fragment = std::get_if<ast::InlineFragment>(&selection)) {
        set(fragment->selection_set);
      } else if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) {
        fragment_named(spread->name.text);
      }
    }
  }
  void arguments(const std::vector<ast::Argument>& arguments) {
    for (const auto& argument : arguments) value(argument.value);
  }
  std::vector<const ast::Value*> take() { return std::move(found_); }

 private:
  void value(const ast::Value& value) {
    if (value.kind == ast::ValueKind::variable) found_.push_back(&value);
    for (const auto& item : value.items) this->value(item);
    for (const auto& field : value.fields) this->value(field.value);
  }
  void fragment_named(std::string_view name) {
    if (!visited_.insert(name).second) return;
    const auto found = fragments_.find(name);
    if (found == fragments_.end()) return;
    directives(found->second->directives);
    set(found->second->selection_set);
  }

  const FragmentTable& fragments_;
  std::vector<const ast::Value*> found_;
  std::unordered_set<std::string_view> visited_;
};

}  // namespace

std::vector<const ast::Value*> variable_uses(const ast::OperationDefinition& operation,
                                             const FragmentTable& fragments) {
  Uses uses(fragments);
  uses.directives(operation.directives);
  uses.set(operation.selection_set);
  return uses.take();
}

std::vector<const ast::Value*> variable_uses(const std::vector<ast::Argument>& arguments) {
  const FragmentTable no_fragments;
  Uses uses(no_fragments);
  uses.arguments(arguments);
  return uses.take();
}

}  // namespace tenon::api::graphql
