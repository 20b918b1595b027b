#include "api/graphql/validation/rules/overlapping_fields.hpp"

#include "api/graphql/type_system/print.hpp"
#include "api/graphql/validation/rules/rules.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace tenon::api::graphql {
namespace {

/// Whether two values could not stand under one key: lists and `!` must match, and leaves be of one type.
bool types_conflict(TypeReference first, TypeReference second) {
  if (first.is_list() || second.is_list())
    return !(first.is_list() && second.is_list()) || types_conflict(first.unwrapped(), second.unwrapped());
  if (first.is_non_null() || second.is_non_null())
    return !(first.is_non_null() && second.is_non_null()) || types_conflict(first.unwrapped(), second.unwrapped());
  if (first.named().is_leaf() || second.named().is_leaf()) return &first.named() != &second.named();
  return false;
}

void sort_fields(ast::Value& value) {
  for (ast::Value& item : value.items) sort_fields(item);
  for (ast::ObjectField& field : value.fields) sort_fields(field.value);
  std::ranges::stable_sort(value.fields, [](const ast::ObjectField& left, const ast::ObjectField& right) {
    return natural_less(left.name.text, right.name.text);
  });
}

/// Up to so many keys are looked through one by one.
constexpr std::size_t few = 8;

}  // namespace

OverlapSearch::OverlapSearch(Context& context) : context_(context) {
  for (const ast::Definition& definition : context.document().definitions) {
    const auto* fragment = std::get_if<ast::FragmentDefinition>(&definition);
    // Of several of one name, the one that the other rules mean too.
    if (!fragment || context.fragment(fragment->name.text) != fragment) continue;
    numbers_.emplace(fragment->name.text, fragments_.size());
    fragments_.push_back({fragment, nullptr});
  }
  compared_fragments_.resize(fragments_.size() * fragments_.size(), Compared::never);
}

std::vector<OverlapSearch::Entry>* OverlapSearch::Fields::find(std::string_view key) {
  if (index.empty()) {
    const auto found = std::ranges::find(groups, key, &std::pair<std::string_view, std::vector<Entry>>::first);
    return found == groups.end() ? nullptr : &found->second;
  }
  const auto found = index.find(key);
  return found == index.end() ? nullptr : &groups[found->second].second;
}

std::vector<OverlapSearch::Entry>& OverlapSearch::Fields::group(std::string_view key) {
  if (auto* found = find(key)) return *found;
  groups.emplace_back(key, std::vector<Entry>());
  if (groups.size() > few)
    for (std::size_t i = index.size(); i < groups.size(); ++i) index.emplace(groups[i].first, i);
  return groups.back().second;
}

bool OverlapSearch::known(Compared& compared, Exclusive exclusive) {
  const Compared now = exclusive == Exclusive::yes ? Compared::exclusively : Compared::always;
  if (compared >= now) return true;
  compared = now;
  return false;
}

std::vector<OverlapSearch::Conflict> OverlapSearch::run(const NamedType* parent, const ast::SelectionSet& set) {
  Conflicts conflicts;
  found_ = 0;
  Fields& fields = fields_of(parent, set);
  within(conflicts, fields);
  for (std::size_t i = 0; i < fields.fragments.size(); ++i) {
    with_fragment(conflicts, Exclusive::no, fields, fields.fragments[i]);
    for (std::size_t j = i + 1; j < fields.fragments.size(); ++j)
      fragments(conflicts, Exclusive::no, fields.fragments[i], fields.fragments[j]);
  }
  return conflicts;
}

OverlapSearch::Fields& OverlapSearch::fields_of(const NamedType* parent, const ast::SelectionSet& set) {
  const auto [entry, is_new] = fields_.try_emplace(&set);
  if (is_new) {
    Fields& fields = owned_.emplace_back();
    entry->second = &fields;
    collect(parent, set, fields);
    fields.compared.resize(fragments_.size(), Compared::never);
  }
  return *entry->second;
}

OverlapSearch::Fields& OverlapSearch::fields_of(Fragment& fragment) {
  if (!fragment.fields)
    fragment.fields = &fields_of(context_.types().find_type(fragment.definition->type_condition.text),
                                 fragment.definition->selection_set);
  return *fragment.fields;
}

void OverlapSearch::collect(const NamedType* parent, const ast::SelectionSet& set, Fields& fields) {
  for (const ast::Selection& selection : set.selections) {
    if (const auto* node = std::get_if<ast::Field>(&selection)) {
      fields.group(node->response_key().text).push_back({parent, node});
    } else if (const auto* spread = std::get_if<ast::FragmentSpread>(&selection)) {
      const auto number = numbers_.find(spread->name.text);
      if (number != numbers_.end() && std::ranges::find(fields.fragments, number->second) == fields.fragments.end())
        fields.fragments.push_back(number->second);
    } else if (const auto* inner = std::get_if<ast::InlineFragment>(&selection)) {
      collect(inner->type_condition ? context_.types().find_type(inner->type_condition->text) : parent,
              inner->selection_set, fields);
    }
  }
}

bool OverlapSearch::is_repetition(const std::vector<Entry>& entries, const Entry& of) {
  // Of a single one there is nothing to look through.
  comparisons_ += entries.size() - 1;
  return std::ranges::all_of(entries, [&](const Entry& entry) {
    return entry.parent == of.parent && entry.node->name.text == of.node->name.text && !entry.node->selection_set &&
           !of.node->selection_set && same_arguments(*entry.node, *of.node);
  });
}

void OverlapSearch::within(Conflicts& conflicts, const Fields& fields) {
  for (const auto& [key, entries] : fields.groups) {
    if (entries.size() < 2 || is_repetition(entries, entries.front())) continue;
    for (std::size_t i = 0; i < entries.size() && !stop(); ++i)
      for (std::size_t j = i + 1; j < entries.size() && !stop(); ++j)
        compare(conflicts, Exclusive::no, key, entries[i], entries[j]);
  }
}

void OverlapSearch::between(Conflicts& conflicts, Exclusive exclusive, const Fields& first, Fields& second) {
  for (const auto& [key, entries] : first.groups) {
    if (stop()) return;
    ++comparisons_;
    const std::vector<Entry>* others = second.find(key);
    if (!others || (is_repetition(entries, entries.front()) && is_repetition(*others, entries.front()))) continue;
    for (const Entry& entry : entries)
      for (const Entry& other : *others)
        if (!stop()) compare(conflicts, exclusive, key, entry, other);
  }
}

void OverlapSearch::with_fragment(Conflicts& conflicts, Exclusive exclusive, Fields& fields, std::size_t fragment) {
  ++comparisons_;
  if (stop() || known(fields.compared[fragment], exclusive)) return;
  Fields& others = fields_of(fragments_[fragment]);
  if (&others == &fields) return;
  between(conflicts, exclusive, fields, others);
  for (const std::size_t inner : others.fragments) with_fragment(conflicts, exclusive, fields, inner);
}

void OverlapSearch::fragments(Conflicts& conflicts, Exclusive exclusive, std::size_t first, std::size_t second) {
  ++comparisons_;
  if (first == second || stop()) return;
  const auto [low, high] = std::minmax(first, second);
  if (known(compared_fragments_[low * fragments_.size() + high], exclusive)) return;
  Fields& first_fields = fields_of(fragments_[first]);
  Fields& second_fields = fields_of(fragments_[second]);
  between(conflicts, exclusive, first_fields, second_fields);
  for (const std::size_t inner : second_fields.fragments) fragments(conflicts, exclusive, first, inner);
  for (const std::size_t inner : first_fields.fragments) fragments(conflicts, exclusive, inner, second);
}

void OverlapSearch::compare(Conflicts& conflicts, Exclusive exclusive, std::string_view key, const Entry& first,
                            const Entry& second) {
  ++comparisons_;
  const bool differing_objects = first.parent != second.parent && first.parent && second.parent &&
                                 first.parent->kind == ast::TypeKind::object &&
                                 second.parent->kind == ast::TypeKind::object;
  if (differing_objects) exclusive = Exclusive::yes;
  const auto conflict = [&](std::string reason) {
    ++found_;
    conflicts.push_back({key, std::move(reason), {&first.node->span}, {&second.node->span}});
  };
  if (exclusive == Exclusive::no) {
    const std::string& first_name = first.node->name.text;
    const std::string& second_name = second.node->name.text;
    if (first_name != second_name)
      return conflict(fmt::format("\"{}\" and \"{}\" are different fields", first_name, second_name));
    if (!same_arguments(*first.node, *second.node)) return conflict("they have differing arguments");
  }
  const Field* first_declared = first.declared();
  const Field* second_declared = second.declared();
  if (first_declared && second_declared && types_conflict(first_declared->type, second_declared->type))
    return conflict(fmt::format("they return conflicting types \"{}\" and \"{}\"", to_text(first_declared->type),
                                to_text(second_declared->type)));
  if (!first.node->selection_set || !second.node->selection_set) return;

  const Conflicts inside = subfields(exclusive, first, second);
  if (inside.empty()) return;
  Conflict whole{key, {}, {&first.node->span}, {&second.node->span}};
  for (const Conflict& each : inside) {
    if (!whole.reason.empty()) whole.reason += " and ";
    whole.reason += fmt::format("subfields \"{}\" conflict because {}", each.key, each.reason);
    whole.first.insert(whole.first.end(), each.first.begin(), each.first.end());
    whole.second.insert(whole.second.end(), each.second.begin(), each.second.end());
  }
  conflicts.push_back(std::move(whole));
}

OverlapSearch::Conflicts OverlapSearch::subfields(Exclusive exclusive, const Entry& first, const Entry& second) {
  const auto type_of = [](const Entry& entry) -> const NamedType* {
    const Field* declared = entry.declared();
    return declared ? &declared->type.named() : nullptr;
  };
  Fields& first_fields = fields_of(type_of(first), *first.node->selection_set);
  Fields& second_fields = fields_of(type_of(second), *second.node->selection_set);
  Conflicts conflicts;
  between(conflicts, exclusive, first_fields, second_fields);
  for (const std::size_t each : second_fields.fragments) with_fragment(conflicts, exclusive, first_fields, each);
  for (const std::size_t each : first_fields.fragments) with_fragment(conflicts, exclusive, second_fields, each);
  for (const std::size_t each : first_fields.fragments)
    for (const std::size_t other : second_fields.fragments) fragments(conflicts, exclusive, each, other);
  return conflicts;
}

bool OverlapSearch::same_arguments(const ast::Field& first, const ast::Field& second) {
  if (first.arguments.size() != second.arguments.size()) return false;
  return first.arguments.empty() || arguments_of(first) == arguments_of(second);
}

std::size_t OverlapSearch::arguments_of(const ast::Field& field) {
  const auto [entry, is_new] = arguments_.try_emplace(&field, 0);
  if (!is_new) return entry->second;
  std::vector<std::string> texts;
  for (const ast::Argument& argument : field.arguments) {
    ast::Value value = argument.value;
    sort_fields(value);
    texts.push_back(argument.name.text + ": " + print(value));
  }
  std::ranges::sort(texts);
  std::string text;
  // A control character, which stands in no printed value.
  for (const std::string& each : texts) text.append(each).append("\x01");
  return entry->second = argument_texts_.try_emplace(std::move(text), argument_texts_.size()).first->second;
}

namespace {

class OverlappingFieldsCanBeMerged : public Rule {
 public:
  explicit OverlappingFieldsCanBeMerged(Context& context) : Rule(context), search_(context) {}

  void enter_selection_set(const ast::SelectionSet& set) override {
    if (search_.exhausted()) return;
    for (OverlapSearch::Conflict& conflict : search_.run(here().parent_type(), set)) {
      conflict.first.insert(conflict.first.end(), conflict.second.begin(), conflict.second.end());
      context().report(
          fmt::format("Fields \"{}\" conflict because {}. Use different aliases on the fields to fetch both "
                      "if this was intentional.",
                      conflict.key, conflict.reason),
          conflict.first);
    }
    if (search_.exhausted())
      context().exceed("The document has too many fields under the same names to be compared; use fewer or aliases.");
  }

 private:
  OverlapSearch search_;
};

}  // namespace

std::unique_ptr<Rule> make_overlapping_fields_can_be_merged(Context& context) {
  return make_rule<OverlappingFieldsCanBeMerged>(context);
}

}  // namespace tenon::api::graphql
