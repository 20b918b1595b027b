#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

namespace tenon::api::graphql {
namespace {

class NoFragmentCycles : public Rule {
 public:
  using Rule::Rule;

  void enter_fragment(const ast::FragmentDefinition& fragment) override { search(fragment); }

 private:
  /// Depth first; each fragment once, so the whole costs what the document is long.
  void search(const ast::FragmentDefinition& fragment) {
    if (!visited_.insert(fragment.name.text).second) return;
    const auto& spreads = context().spreads(fragment.selection_set);
    if (spreads.empty()) return;
    position_[fragment.name.text] = path_.size();
    for (const ast::FragmentSpread* spread : spreads) {
      const auto cycle = position_.find(spread->name.text);
      path_.push_back(spread);
      if (cycle != position_.end()) {
        report(*spread, cycle->second);
      } else if (const ast::FragmentDefinition* next = context().fragment(spread->name.text)) {
        search(*next);
      }
      path_.pop_back();
    }
    position_.erase(fragment.name.text);
  }

  void report(const ast::FragmentSpread& spread, std::size_t start) {
    std::string via;
    std::vector<const lang::Span*> places;
    for (std::size_t i = start; i < path_.size(); ++i) {
      places.push_back(&path_[i]->span);
      if (i + 1 == path_.size()) break;
      via += via.empty() ? " via " : ", ";
      via += "\"" + path_[i]->name.text + "\"";
    }
    context().report(fmt::format("Cannot spread fragment \"{}\" within itself{}.", spread.name.text, via), places);
  }

  std::unordered_set<std::string_view> visited_;
  std::vector<const ast::FragmentSpread*> path_;
  std::unordered_map<std::string_view, std::size_t> position_;  ///< of the fragments being searched, in `path_`
};

}  // namespace

std::unique_ptr<Rule> make_no_fragment_cycles(Context& context) {
  return make_rule<NoFragmentCycles>(context);
}

}  // namespace tenon::api::graphql
