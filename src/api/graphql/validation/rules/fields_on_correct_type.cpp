#include "api/graphql/validation/rules/rules.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {
namespace {

/// The kinds of an abstract type that have the field: what most of them share comes first.
std::vector<std::string_view> types_with_field(const NamedType& abstract, std::string_view name) {
  if (!abstract.is_abstract()) return {};
  std::vector<const NamedType*> found;
  std::map<const NamedType*, int> uses;
  for (const NamedType* possible : abstract.possible_types) {
    if (!possible->find_field(name)) continue;
    found.push_back(possible);
    uses[possible] = 1;
    for (const NamedType* interface : possible->interfaces) {
      if (!interface->find_field(name)) continue;
      if (std::ranges::find(found, interface) == found.end()) found.push_back(interface);
      ++uses[interface];
    }
  }
  std::ranges::stable_sort(found, [&](const NamedType* left, const NamedType* right) {
    if (uses[left] != uses[right]) return uses[left] > uses[right];
    if (left->kind == ast::TypeKind::interface && left != right && TypeSystem::is_subtype(*right, *left)) return true;
    if (right->kind == ast::TypeKind::interface && left != right && TypeSystem::is_subtype(*left, *right)) return false;
    return natural_less(left->name, right->name);
  });
  std::vector<std::string_view> names;
  for (const NamedType* type : found) names.push_back(type->name);
  return names;
}

class FieldsOnCorrectType : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override {
    const NamedType* parent = here().parent_type();
    if (!parent || here().field() || context().full()) return;
    const std::string& name = field.name.text;
    // Either the type is too general, or the name is a slip.
    std::string suggestion;
    if (context().suggests())
      suggestion = did_you_mean(types_with_field(*parent, name), "to use an inline fragment on");
    if (suggestion.empty() && context().suggests())
      suggestion = did_you_mean(suggestions(name, names_of(parent->fields)));
    context().report(fmt::format("Cannot query field \"{}\" on type \"{}\".{}", name, parent->name, suggestion),
                     {&field.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_fields_on_correct_type(Context& context) {
  return make_rule<FieldsOnCorrectType>(context);
}

}  // namespace tenon::api::graphql
