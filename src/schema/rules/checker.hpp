#pragma once
#include "lang/cel/ast.hpp"
#include "schema/rules/check_rule.hpp"
#include "schema/rules/place.hpp"
#include "schema/rules/rule_type.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::schema {

/// A checked value: null expression after a fault, which then is reported already.
struct Operand {
  std::shared_ptr<Expression> expression;
  RuleType type;
  bool flexible = false;  ///< a claim nothing is known of: takes the type of what it meets
  explicit operator bool() const { return expression != nullptr; }
};

/// Checks one rule. Two mutually recursive halves: `predicate` makes boolean nodes, complete with the hops they need,
/// and `value` makes value nodes, whose hops over relations wait until the atom around them is done (see Atom).
///
/// A null result means that a fault was reported. Lives for one rule.
class Checker {
 public:
  Checker(const RuleScope& scope, std::vector<lang::Diagnostic>& faults);

  // checker.cpp
  ExpressionPtr predicate(const lang::cel::Node& node);
  /// With `expected`, literals and bare enum values are read as that type.
  Operand value(const lang::cel::Node& node, const RuleType* expected = nullptr);

  // checker_defines.cpp
  /// The predicate of a @define about `row`, expanded at `use`.
  ExpressionPtr expand(const RowName& row, const std::string& name, const lang::Span& use);

  /// Makes the two comparable, giving flexible ones a type. False, with a fault at `span`, if they are not.
  bool unify(Operand& left, Operand& right, const lang::Span& span);

  std::shared_ptr<Expression> make(ExpressionKind kind, Type type, const lang::Span& span,
                                   std::vector<ExpressionPtr> children = {});
  std::shared_ptr<Expression> column(const RowName& row, const Field& field, const lang::Span& span);
  RowName judged_row() const;

 private:
  using Node = lang::cel::Node;
  using Condition = ExpressionPtr (Checker::*)(const Node&);

  /// The smallest boolean node around values: collects the hops they make, and wraps itself into them.
  class Atom {
   public:
    explicit Atom(Checker& checker);
    ~Atom();
    Atom(const Atom&) = delete;
    Atom& operator=(const Atom&) = delete;
    ExpressionPtr wrap(ExpressionPtr node);

   private:
    Checker& checker_;
    std::size_t outer_mark_;
  };
  friend class Atom;

  struct Hop {
    int variable = 0;  ///< the row looked at
    const Field* field = nullptr;
    int bound = 0;  ///< the row found
    lang::Span span;
  };

  /// What names mean at this point of the rule.
  struct Environment {
    RuleUse use = RuleUse::when;
    RowName row;                                         ///< resource is null where there is no row
    std::vector<std::pair<std::string, RowName>> bound;  ///< of exists and all, innermost last
  };

  // checker.cpp
  ExpressionPtr negation(const Node& node);
  ExpressionPtr junction(const Node& node);
  ExpressionPtr choice(const Node& node);
  ExpressionPtr value_as_predicate(const Node& node);
  void gather(const Node& node, lang::cel::Operator op, std::vector<ExpressionPtr>& terms, bool& complete);
  /// Whether the node is a condition by its form, as opposed to a value that may be boolean.
  bool is_condition(const Node& node);

  // checker_values.cpp
  Operand literal(const Node& node, const RuleType* expected);
  Operand place_value(const Node& node, const RuleType* expected);
  Operand claim(const Place& place, const Node& node);
  Operand arithmetic(const Node& node);
  Operand negative(const Node& node);
  Operand value_choice(const Node& node, const RuleType* expected);
  Operand value_call(const Node& node);
  Operand measure(const Node& node);
  Operand instant_or_duration(const Node& node);
  Operand typed(std::shared_ptr<Expression> expression, RuleType type);
  /// Whether the node only gets its type from what it is compared with.
  bool is_contextual(const Node& node);

  // checker_comparisons.cpp
  ExpressionPtr comparison(const Node& node);
  ExpressionPtr compare(const Node& node, const Node& left, const Node& right);
  ExpressionPtr compare_with_null(const Node& node, const Node& subject);
  ExpressionPtr is_null(const Node& subject, const lang::Span& span);
  ExpressionPtr equivalence(const Node& node, const Node& left, const Node& right);
  std::pair<Operand, Operand> operands(const Node& left, const Node& right);
  /// `make_atom` on each branch of ?:, under its condition, so that a branch only counts where it is taken.
  template <typename MakeAtom>
  ExpressionPtr distribute(const Node& node, MakeAtom make_atom);

  // checker_lists.cpp
  ExpressionPtr membership(const Node& node);
  ExpressionPtr in_written_list(const Node& node, const Node& subject, const Node& list);
  ExpressionPtr in_stored_list(const Node& node, const Node& subject, const Node& list);

  // checker_calls.cpp
  /// The check of a call that is a condition; null for others.
  static Condition find_condition(const Node& node);
  ExpressionPtr has(const Node& node);
  ExpressionPtr caller_role(const Node& node);
  ExpressionPtr text_test(const Node& node);
  bool has_arguments(const Node& node, std::size_t count, const std::string& form);
  void unknown_call(const Node& node);

  // checker_relations.cpp
  ExpressionPtr quantifier(const Node& node);
  ExpressionPtr can(const Node& node);
  /// The list relation that `target` names; nothing, with a fault, if it is none.
  std::optional<Place> list_relation(const Node& node, const Node& target);
  bool is_usable_variable(const Node& name);

  // checker_names.cpp
  /// What a name or path denotes. Crosses relations as far as needed to name the last part.
  Place resolve(const Node& node);
  /// The same without traces: no hops, no faults.
  Place peek(const Node& node);
  Place resolve_name(const Node& node);
  Place resolve_member(const Place& base, const Node& node);
  Place resolve_of_row(const RowName& row, const Node& node);
  Place resolve_of_caller(const Node& node);
  Place resolve_of_request(const Node& node);
  Place resolve_word(const Node& node);
  std::optional<RowName> hop(const Place& relation, const Node& node);
  void unknown_name(const Node& node);
  bool allows_caller() const { return environment_.use != RuleUse::row_check; }
  bool allows_request() const { return allows_caller() && environment_.use != RuleUse::tenant_equals; }

  void report(const lang::Span& span, std::string message, std::string hint = {});

  const RuleScope& scope_;
  std::vector<lang::Diagnostic>& faults_;
  Environment environment_;
  std::vector<Hop> hops_;
  std::size_t mark_ = 0;  ///< hops of the innermost atom begin here
  int next_bound_ = variable::first_bound;
  unsigned nodes_ = 0;
  bool exhausted_ = false;  ///< the expression grew too large; reported once
  bool silent_ = false;     ///< while peeking
  std::vector<std::pair<const Resource*, std::string>> expanding_;
};

}  // namespace tenon::schema
