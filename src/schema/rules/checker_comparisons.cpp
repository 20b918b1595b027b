#include "lang/cel/parser.hpp"
#include "schema/rules/checker.hpp"

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;
using lang::cel::Operator;

ExpressionKind comparison_kind(Operator op) {
  if (op == Operator::equal) return ExpressionKind::equal;
  if (op == Operator::not_equal) return ExpressionKind::not_equal;
  if (op == Operator::less) return ExpressionKind::less;
  if (op == Operator::less_equal) return ExpressionKind::less_equal;
  if (op == Operator::greater) return ExpressionKind::greater;
  return ExpressionKind::greater_equal;
}

bool is_equality(Operator op) {
  return op == Operator::equal || op == Operator::not_equal;
}

}  // namespace

template <typename MakeAtom>
ExpressionPtr Checker::distribute(const Node& node, MakeAtom make_atom) {
  if (exhausted_) return nullptr;
  if (node.kind != NodeKind::conditional) return make_atom(node);
  ExpressionPtr condition = predicate(*node.children[0]);
  ExpressionPtr yes = distribute(*node.children[1], make_atom);
  ExpressionPtr no = distribute(*node.children[2], make_atom);
  if (!condition || !yes || !no) return nullptr;
  return make(ExpressionKind::conditional, Type::boolean, node.span,
              {std::move(condition), std::move(yes), std::move(no)});
}

ExpressionPtr Checker::comparison(const Node& node) {
  return distribute(*node.children[0], [&](const Node& left) {
    return distribute(*node.children[1], [&](const Node& right) { return compare(node, left, right); });
  });
}

ExpressionPtr Checker::compare(const Node& node, const Node& left, const Node& right) {
  if (left.kind == NodeKind::null_literal) return compare_with_null(node, right);
  if (right.kind == NodeKind::null_literal) return compare_with_null(node, left);
  if (is_condition(left) || is_condition(right)) return equivalence(node, left, right);

  Atom atom(*this);
  auto [first, second] = operands(left, right);
  if (!first || !second || !unify(first, second, node.span)) return nullptr;
  if (!is_equality(node.op) && (!has_order(first.type) || !has_order(second.type))) {
    const RuleType& culprit = has_order(first.type) ? second.type : first.type;
    const std::string name = describe(culprit);
    report(node.span, "\"" + std::string(lang::cel::symbol(node.op)) + "\" does not work on " + name,
           name + " has no order; use ==, != or in");
    return nullptr;
  }
  return atom.wrap(make(comparison_kind(node.op), Type::boolean, node.span,
                        {std::move(first.expression), std::move(second.expression)}));
}

std::pair<Operand, Operand> Checker::operands(const Node& left, const Node& right) {
  const auto expected = [](const Operand& operand) { return operand.flexible ? nullptr : &operand.type; };
  if (is_contextual(left) && !is_contextual(right)) {
    Operand second = value(right);
    if (!second) return {};
    Operand first = value(left, expected(second));
    return {std::move(first), std::move(second)};
  }
  Operand first = value(left);
  // Without its partner a literal or enum value can only be misjudged.
  if (!first && is_contextual(right)) return {};
  Operand second = value(right, first ? expected(first) : nullptr);
  return {std::move(first), std::move(second)};
}

ExpressionPtr Checker::compare_with_null(const Node& node, const Node& subject) {
  if (!is_equality(node.op)) {
    report(node.span, "null can only be compared with == and !=");
    return nullptr;
  }
  ExpressionPtr absent = is_null(subject, node.span);
  if (!absent || node.op == Operator::equal) return absent;
  return make(ExpressionKind::logical_not, Type::boolean, node.span, {std::move(absent)});
}

ExpressionPtr Checker::is_null(const Node& subject, const lang::Span& span) {
  if (is_condition(subject)) {
    report(subject.span, "a condition is never null: what is unknown does not hold", "leave out the comparison");
    return nullptr;
  }
  // An error counts as unknown, as null does: `1 / count == null` would hold by division by zero.
  const bool path =
      subject.kind == NodeKind::identifier || subject.kind == NodeKind::select || subject.kind == NodeKind::index;
  if (!path) {
    report(span, "only fields and claims are compared with null");
    return nullptr;
  }
  const PlaceKind place = peek(subject).kind;
  if (place == PlaceKind::auth_id) return make(ExpressionKind::auth_anonymous, Type::boolean, span);
  if (place == PlaceKind::row) {
    report(subject.span, "a row is never null", "ask for one of its fields");
    return nullptr;
  }
  Atom atom(*this);
  Operand operand = value(subject);
  if (!operand) return nullptr;
  return atom.wrap(make(ExpressionKind::is_null, Type::boolean, span, {std::move(operand.expression)}));
}

/// Conditions are equal where both hold or neither does.
ExpressionPtr Checker::equivalence(const Node& node, const Node& left, const Node& right) {
  if (!is_equality(node.op)) {
    report(node.span, "\"" + std::string(lang::cel::symbol(node.op)) + "\" does not work on conditions",
           "join them with && and ||");
    return nullptr;
  }
  const auto negated = [&](ExpressionPtr child) -> ExpressionPtr {
    if (!child) return nullptr;
    return make(ExpressionKind::logical_not, Type::boolean, node.span, {std::move(child)});
  };
  // Each side is checked twice: bound variables must not occur twice in one expression.
  const auto both = [&](bool hold) -> ExpressionPtr {
    ExpressionPtr first = predicate(left);
    ExpressionPtr second = predicate(right);
    if (!first || !second) return nullptr;
    if (!hold) first = negated(std::move(first)), second = negated(std::move(second));
    return make(ExpressionKind::logical_and, Type::boolean, node.span, {std::move(first), std::move(second)});
  };
  ExpressionPtr hold = both(true);
  ExpressionPtr fail = hold ? both(false) : nullptr;
  if (!hold || !fail) return nullptr;
  ExpressionPtr same = make(ExpressionKind::logical_or, Type::boolean, node.span, {std::move(hold), std::move(fail)});
  return node.op == Operator::equal ? same : negated(std::move(same));
}

}  // namespace tenon::schema
