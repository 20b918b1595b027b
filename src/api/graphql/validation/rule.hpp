#pragma once
#include "api/graphql/validation/context.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>

namespace tenon::api::graphql {

/// What there is most of in a document: only the rules that say something about it are asked.
enum class Frequent : std::uint8_t {
  enter_selection_set,
  enter_field,
  leave_field,
  enter_argument,
  enter_value,
  leave_value
};
inline constexpr std::size_t frequent_count = 6;

/// One rule of validation: told of every node in document order, it reports what is wrong to its context. A fresh one
/// is made for each document.
class Rule {
 public:
  explicit Rule(Context& context) : context_(context) {}
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;
  virtual ~Rule() = default;

  bool hears_of(Frequent what) const { return (heard_ >> static_cast<unsigned>(what) & 1U) != 0; }

  virtual void enter_document(const ast::Document& /*document*/) {}
  virtual void leave_document(const ast::Document& /*document*/) {}
  virtual void enter_operation(const ast::OperationDefinition& /*operation*/) {}
  virtual void leave_operation(const ast::OperationDefinition& /*operation*/) {}
  virtual void enter_fragment(const ast::FragmentDefinition& /*fragment*/) {}
  virtual void enter_variable_definition(const ast::VariableDefinition& /*variable*/) {}
  virtual void leave_variable_definition(const ast::VariableDefinition& /*variable*/) {}
  virtual void enter_selection_set(const ast::SelectionSet& /*set*/) {}
  virtual void enter_field(const ast::Field& /*field*/) {}
  virtual void leave_field(const ast::Field& /*field*/) {}
  virtual void enter_spread(const ast::FragmentSpread& /*spread*/) {}
  virtual void enter_inline_fragment(const ast::InlineFragment& /*fragment*/) {}
  /// The directives of one node, all at once, when the node is entered.
  virtual void enter_directives(const std::vector<ast::Directive>& /*directives*/) {}
  /// `location` is the name of the grammar: "FIELD", "QUERY", ...
  virtual void enter_directive(const ast::Directive& /*directive*/, std::string_view /*location*/) {}
  virtual void leave_directive(const ast::Directive& /*directive*/) {}
  virtual void enter_argument(const ast::Argument& /*argument*/) {}
  virtual void enter_value(const ast::Value& /*value*/) {}
  virtual void leave_value(const ast::Value& /*value*/) {}
  virtual void enter_object_field(const ast::ObjectField& /*field*/) {}
  /// A name of a type: a type condition, or inside the type of a variable.
  virtual void enter_type_name(const ast::Name& /*name*/) {}

 protected:
  Context& context() { return context_; }
  const TypeInfo& here() const { return context_.here(); }
  const TypeSystem& types() const { return context_.types(); }

 private:
  template <typename Made>
  friend std::unique_ptr<Rule> make_rule(Context& context);

  Context& context_;
  unsigned heard_ = ~0U;  ///< bits by Frequent
};

/// A rule that is told only of the frequent things that it overrides.
template <typename Made>
std::unique_ptr<Rule> make_rule(Context& context) {
  auto rule = std::make_unique<Made>(context);
  unsigned heard = 0;
  const auto hears = [&heard]<typename Own, typename Base>(Frequent what, Own /*own*/, Base /*base*/) {
    if (!std::is_same_v<Own, Base>) heard |= 1U << static_cast<unsigned>(what);
  };
  hears(Frequent::enter_selection_set, &Made::enter_selection_set, &Rule::enter_selection_set);
  hears(Frequent::enter_field, &Made::enter_field, &Rule::enter_field);
  hears(Frequent::leave_field, &Made::leave_field, &Rule::leave_field);
  hears(Frequent::enter_argument, &Made::enter_argument, &Rule::enter_argument);
  hears(Frequent::enter_value, &Made::enter_value, &Rule::enter_value);
  hears(Frequent::leave_value, &Made::leave_value, &Rule::leave_value);
  static_cast<Rule&>(*rule).heard_ = heard;
  return rule;
}

}  // namespace tenon::api::graphql
