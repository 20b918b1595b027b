#pragma once
#include "api/graphql/error.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/type_system/type_system.hpp"
#include "api/graphql/validation/line_table.hpp"
#include "api/graphql/validation/type_info.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenon::api::graphql {

/// A variable where a value stands, and what the type system expects there.
struct VariableUsage {
  const ast::Value* node = nullptr;
  TypeReference type;                       ///< false: unknown
  bool has_default = false;                 ///< the place has a default of its own
  const NamedType* input_object = nullptr;  ///< whose field it is, if it is one's
};

/// What the rules of one validation share: the document, where the walk stands in it, and the errors so far.
class Context {
 public:
  Context(const TypeSystem& types, const ast::Document& document, const Limits& limits);

  const TypeSystem& types() const { return types_; }
  const ast::Document& document() const { return document_; }
  const Limits& limits() const { return limits_; }
  /// The last definition of that name; null if there is none.
  const ast::FragmentDefinition* fragment(std::string_view name) const;

  /// Every spread inside a selection set, not looking into the fragments.
  const std::vector<const ast::FragmentSpread*>& spreads(const ast::SelectionSet& set);
  /// Fragments that an operation reaches, each once.
  const std::vector<const ast::FragmentDefinition*>& reachable_fragments(const ast::OperationDefinition& operation);
  /// Variables used in an operation and in the fragments it reaches.
  std::vector<const VariableUsage*> variable_usages(const ast::OperationDefinition& operation);

  /// Where the walk stands.
  TypeInfo& here() { return here_; }
  const TypeInfo& here() const { return here_; }

  /// Adds an error unless there are enough already.
  void report(std::string message, const std::vector<const lang::Span*>& places);
  /// Adds an error that these limits are the reason of, and ends the validation.
  void exceed(std::string message);
  /// Enough is known: nothing more is reported, the walk may end.
  bool full() const { return full_; }
  /// What a slip may have meant is looked for in the first errors alone: it is the dearest part of them.
  bool suggests() const { return errors_.size() < most_with_suggestions; }
  Errors take_errors() { return std::move(errors_); }

 private:
  static constexpr std::size_t most_with_suggestions = 5;

  void collect_usages();

  const TypeSystem& types_;
  const ast::Document& document_;
  const Limits& limits_;
  TypeInfo here_;
  LineTable lines_;
  Errors errors_;
  bool full_ = false;
  bool usages_collected_ = false;
  std::unordered_map<std::string_view, const ast::FragmentDefinition*> fragments_;
  std::unordered_map<const ast::SelectionSet*, std::vector<const ast::FragmentSpread*>> spreads_;
  std::unordered_map<const ast::OperationDefinition*, std::vector<const ast::FragmentDefinition*>> reachable_;
  std::unordered_map<const void*, std::vector<VariableUsage>> usages_;  ///< by operation or fragment definition
};

}  // namespace tenon::api::graphql
