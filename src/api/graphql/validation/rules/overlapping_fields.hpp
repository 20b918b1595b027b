#pragma once
#include "api/graphql/validation/context.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenon::api::graphql {

/// The search behind the rule OverlappingFieldsCanBeMerged: graphql-js's algorithm, with the same memory of what was
/// compared, and a budget of comparisons (Limits::field_comparisons) instead of time without end.
class OverlapSearch {
 public:
  /// Two sets of fields that would share a response key and cannot.
  struct Conflict {
    std::string_view key;
    std::string reason;                     ///< "they have differing arguments"
    std::vector<const lang::Span*> first;   ///< fields of one side, then those inside them
    std::vector<const lang::Span*> second;  ///< of the other
  };

  explicit OverlapSearch(Context& context);

  /// Conflicts among the fields of one selection set, fragments included.
  std::vector<Conflict> run(const NamedType* parent, const ast::SelectionSet& set);
  /// The budget is spent: what was not found is not known to be right.
  bool exhausted() const { return comparisons_ > context_.limits().field_comparisons; }

 private:
  enum class Exclusive : std::uint8_t { no, yes };  ///< the two parents can never be the same object

  struct Entry {
    const NamedType* parent = nullptr;
    const ast::Field* node = nullptr;

    /// Looked up when asked for: most fields stand alone under their key.
    const Field* declared() const { return parent ? parent->find_field(node->name.text) : nullptr; }
  };
  /// Whether two things were compared already. A comparison without a condition covers that under Exclusive::yes.
  enum class Compared : std::uint8_t { never, exclusively, always };
  /// The fields of a selection set by response key, in order, and the fragments it spreads, each once.
  struct Fields {
    std::vector<std::pair<std::string_view, std::vector<Entry>>> groups;
    std::unordered_map<std::string_view, std::size_t> index;  ///< of `groups`, where there are many
    std::vector<std::size_t> fragments;                       ///< by number
    std::vector<Compared> compared;                           ///< with each fragment, by number

    std::vector<Entry>* find(std::string_view key);
    std::vector<Entry>& group(std::string_view key);
  };
  struct Fragment {
    const ast::FragmentDefinition* definition = nullptr;
    Fields* fields = nullptr;  ///< once they are asked for
  };
  using Conflicts = std::vector<Conflict>;

  Fields& fields_of(const NamedType* parent, const ast::SelectionSet& set);
  Fields& fields_of(Fragment& fragment);
  void collect(const NamedType* parent, const ast::SelectionSet& set, Fields& fields);
  /// Remembers the comparison; true if it was made before, under conditions that cover these.
  static bool known(Compared& compared, Exclusive exclusive);

  void within(Conflicts& conflicts, const Fields& fields);
  void between(Conflicts& conflicts, Exclusive exclusive, const Fields& first, Fields& second);
  void with_fragment(Conflicts& conflicts, Exclusive exclusive, Fields& fields, std::size_t fragment);
  void fragments(Conflicts& conflicts, Exclusive exclusive, std::size_t first, std::size_t second);
  void compare(Conflicts& conflicts, Exclusive exclusive, std::string_view key, const Entry& first,
               const Entry& second);
  Conflicts subfields(Exclusive exclusive, const Entry& first, const Entry& second);
  /// All of them are the one field without a selection, once more: nothing can conflict, and no pair need be looked at.
  bool is_repetition(const std::vector<Entry>& entries, const Entry& of);
  bool same_arguments(const ast::Field& first, const ast::Field& second);
  /// The same number for the same arguments in whatever order.
  std::size_t arguments_of(const ast::Field& field);
  bool stop() const { return exhausted() || found_ > context_.limits().errors; }

  Context& context_;
  std::size_t comparisons_ = 0;
  std::size_t found_ = 0;
  std::deque<Fields> owned_;
  std::unordered_map<const ast::SelectionSet*, Fields*> fields_;
  std::vector<Fragment> fragments_;
  std::unordered_map<std::string_view, std::size_t> numbers_;  ///< of fragments, by name
  std::vector<Compared> compared_fragments_;                   ///< the lower number's row, the higher one's column
  std::unordered_map<const ast::Field*, std::size_t> arguments_;
  std::unordered_map<std::string, std::size_t> argument_texts_;
};

}  // namespace tenon::api::graphql
