#include "api/graphql/validation/context.hpp"

#include "api/graphql/validation/walk.hpp"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// Bounds of one error: hostile documents must not be answered at many times their length.
constexpr std::size_t longest_message = 4'000;
constexpr std::size_t most_places = 50;

constexpr const char* too_many_errors = "Too many validation errors, error limit reached. Validation aborted.";

/// Cut at the start of a character.
void shorten(std::string& message) {
  if (message.size() <= longest_message) return;
  std::size_t end = longest_message;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xc0U) == 0x80U) --end;
  message.resize(end);
  message += "…";
}

using Usages = std::unordered_map<const void*, std::vector<VariableUsage>>;

class UsageCollector : public Rule {
 public:
  UsageCollector(Context& context, Usages& usages) : Rule(context), usages_(usages) {}

  void enter_operation(const ast::OperationDefinition& operation) override { current_ = &usages_[&operation]; }
  void enter_fragment(const ast::FragmentDefinition& fragment) override { current_ = &usages_[&fragment]; }
  void enter_variable_definition(const ast::VariableDefinition& /*variable*/) override { in_definition_ = true; }
  void leave_variable_definition(const ast::VariableDefinition& /*variable*/) override { in_definition_ = false; }
  void enter_value(const ast::Value& value) override {
    if (value.kind != ast::ValueKind::variable || in_definition_) return;
    const TypeReference around = here().parent_input_type();
    const bool in_object = around && around.nullable().is_named() && around.named().kind == ast::TypeKind::input_object;
    current_->push_back({&value, here().input_type(), here().has_default(), in_object ? &around.named() : nullptr});
  }

 private:
  Usages& usages_;
  std::vector<VariableUsage>* current_ = nullptr;
  bool in_definition_ = false;
};

}  // namespace

Context::Context(const TypeSystem& types, const ast::Document& document, const Limits& limits)
    : types_(types), document_(document), limits_(limits), here_(types), lines_(*document.source) {
  for (const ast::Definition& definition : document.definitions)
    if (const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition))
      fragments_[fragment->name.text] = fragment;
}

const ast::FragmentDefinition* Context::fragment(std::string_view name) const {
  const auto found = fragments_.find(name);
  return found == fragments_.end() ? nullptr : found->second;
}

const std::vector<const ast::FragmentSpread*>& Context::spreads(const ast::SelectionSet& set) {
  const auto [entry, is_new] = spreads_.try_emplace(&set);
  if (!is_new) return entry->second;
  // In graphql-js's order, which shows in the order of errors: last set first.
  std::vector<const ast::SelectionSet*> sets{&set};
  while (!sets.empty()) {
    const ast::SelectionSet& next = *sets.back();
    sets.pop_back();
    for (const ast::Selection& selection : next.selections) {
      if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) entry->second.push_back(spread);
      if (const auto* inner = std::get_if<ast::InlineFragment>(&selection)) sets.push_back(&inner->selection_set);
      if (const auto* field = std::get_if<ast::Field>(&selection); field && field->selection_set)
        sets.push_back(&*field->selection_set);
    }
  }
  return entry->second;
}

const std::vector<const ast::FragmentDefinition*>& Context::reachable_fragments(
    const ast::OperationDefinition& operation) {
  const auto [entry, is_new] = reachable_.try_emplace(&operation);
  if (!is_new) return entry->second;
  std::unordered_set<std::string_view> seen;
  std::vector<const ast::SelectionSet*> sets{&operation.selection_set};
  while (!sets.empty()) {
    const ast::SelectionSet& next = *sets.back();
    sets.pop_back();
    for (const ast::FragmentSpread* spread : spreads(next)) {
      if (!seen.insert(spread->name.text).second) continue;
      const ast::FragmentDefinition* found = fragment(spread->name.text);
      if (!found) continue;
      entry->second.push_back(found);
      sets.push_back(&found->selection_set);
    }
  }
  return entry->second;
}

void Context::collect_usages() {
  if (std::exchange(usages_collected_, true)) return;
  // A walk of its own: fragments may be used before they are defined.
  const TypeInfo there = std::exchange(here_, TypeInfo(types_));
  std::vector<std::unique_ptr<Rule>> collector;
  collector.push_back(std::make_unique<UsageCollector>(*this, usages_));
  walk(*this, collector);
  here_ = there;
}

std::vector<const VariableUsage*> Context::variable_usages(const ast::OperationDefinition& operation) {
  collect_usages();
  std::vector<const VariableUsage*> found;
  const auto add = [&](const void* definition) {
    for (const VariableUsage& usage : usages_[definition]) found.push_back(&usage);
  };
  add(&operation);
  for (const ast::FragmentDefinition* each : reachable_fragments(operation)) add(each);
  return found;
}

void Context::report(std::string message, const std::vector<const lang::Span*>& places) {
  if (full_) return;
  Error error;
  if (errors_.size() >= limits_.errors) {
    full_ = true;
    error.message = too_many_errors;
  } else {
    shorten(message);
    error.message = std::move(message);
    for (std::size_t i = 0; i < std::min(places.size(), most_places); ++i)
      error.locations.push_back(lines_.at(places[i]->offset));
  }
  errors_.push_back(std::move(error));
}

void Context::exceed(std::string message) {
  if (std::exchange(full_, true)) return;
  Error error;
  error.message = std::move(message);
  error.code = limit_code;
  errors_.push_back(std::move(error));
}

}  // namespace tenon::api::graphql
