#include "api/graphql/validation/rules/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// Lists of the introspection types that lead to types again: three of them nested multiply into a flood.
constexpr std::array<std::string_view, 4> lists{"fields", "interfaces", "possibleTypes", "inputFields"};
constexpr unsigned most_lists = 3;

class MaxIntrospectionDepth : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override {
    if (field.name.text != "__schema" && field.name.text != "__type") return;
    seen_.clear();
    if (is_too_deep(field, 0)) context().report("Maximum introspection depth exceeded", {&field.span});
  }

 private:
  bool is_too_deep(const ast::Field& field, unsigned depth) {
    if (std::ranges::find(lists, field.name.text) != lists.end() && ++depth >= most_lists) return true;
    return field.selection_set && is_too_deep(*field.selection_set, depth);
  }
  bool is_too_deep(const ast::SelectionSet& set, unsigned depth) {
    for (const ast::Selection& selection : set.selections) {
      if (const auto* field = std::get_if<ast::Field>(&selection); field && is_too_deep(*field, depth)) return true;
      const auto* inner = std::get_if<ast::InlineFragment>(&selection);
      if (inner && is_too_deep(inner->selection_set, depth)) return true;
      const auto* spread = std::get_if<ast::FragmentSpread>(&selection);
      if (spread && is_too_deep(spread->name.text, depth)) return true;
    }
    return false;
  }
  bool is_too_deep(std::string_view name, unsigned depth) {
    const ast::FragmentDefinition* fragment = context().fragment(name);
    if (!fragment) return false;
    // At each depth once: many ways to one fragment give one answer.
    if (!seen_.emplace(fragment, depth).second) return false;
    return is_too_deep(fragment->selection_set, depth);
  }

  std::set<std::pair<const ast::FragmentDefinition*, unsigned>> seen_;  ///< known to be shallow enough, or being judged
};

}  // namespace

std::unique_ptr<Rule> make_max_introspection_depth(Context& context) {
  return make_rule<MaxIntrospectionDepth>(context);
}

}  // namespace tenon::api::graphql
