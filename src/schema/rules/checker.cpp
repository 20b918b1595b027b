#include "schema/rules/checker.hpp"

#include "lang/cel/parser.hpp"

#include <algorithm>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;
using lang::cel::Operator;

/// Nodes of one expression, its @defines expanded. SQL statements and recursions stay bounded by it.
constexpr unsigned most_nodes = 2000;

std::string hint_for_value(const Operand& operand, const Node& node) {
  const std::string written = lang::cel::to_text(node);
  if (operand.type.refers_to) return "write \"has(" + written + ")\" to ask whether it is set";
  if (operand.type.type == Type::list) return "write \"size(" + written + ") > 0\" to ask whether it has elements";
  return "compare it with something";
}

}  // namespace

Checker::Checker(const RuleScope& scope, std::vector<lang::Diagnostic>& faults) : scope_(scope), faults_(faults) {
  environment_.use = scope.use;
  environment_.row = judged_row();
}

RowName Checker::judged_row() const {
  const bool rowless = scope_.use == RuleUse::operation || scope_.use == RuleUse::tenant_equals;
  return {variable::row, rowless ? nullptr : &scope_.resource};
}

ExpressionPtr Checker::predicate(const Node& node) {
  if (exhausted_) return nullptr;
  switch (node.kind) {
    case NodeKind::unary:
      if (node.op == Operator::logical_not) return negation(node);
      break;
    case NodeKind::binary:
      if (node.op == Operator::logical_and || node.op == Operator::logical_or) return junction(node);
      if (node.op == Operator::in) return membership(node);
      if (is_condition(node)) return comparison(node);
      break;
    case NodeKind::conditional: return choice(node);
    case NodeKind::call:
    case NodeKind::method:
      if (const Condition check = find_condition(node)) return (this->*check)(node);
      break;
    case NodeKind::identifier:
    case NodeKind::select:
      if (peek(node).kind == PlaceKind::define) {
        Atom atom(*this);
        const Place place = resolve(node);
        if (place.kind == PlaceKind::fault) return nullptr;
        return atom.wrap(expand(place.row, place.name, node.span));
      }
      break;
    case NodeKind::null_literal:
    case NodeKind::bool_literal:
    case NodeKind::int_literal:
    case NodeKind::double_literal:
    case NodeKind::string_literal:
    case NodeKind::list:
    case NodeKind::index: break;
  }
  return value_as_predicate(node);
}

ExpressionPtr Checker::negation(const Node& node) {
  ExpressionPtr child = predicate(*node.children[0]);
  if (!child) return nullptr;
  return make(ExpressionKind::logical_not, Type::boolean, node.span, {std::move(child)});
}

/// The parser balances long chains; here they become one node.
void Checker::gather(const Node& node, Operator op, std::vector<ExpressionPtr>& terms, bool& complete) {
  if (node.kind == NodeKind::binary && node.op == op) {
    gather(*node.children[0], op, terms, complete);
    gather(*node.children[1], op, terms, complete);
    return;
  }
  ExpressionPtr term = predicate(node);
  complete = complete && term;
  terms.push_back(std::move(term));
}

ExpressionPtr Checker::junction(const Node& node) {
  std::vector<ExpressionPtr> terms;
  bool complete = true;
  gather(node, node.op, terms, complete);
  if (!complete) return nullptr;
  const auto kind = node.op == Operator::logical_and ? ExpressionKind::logical_and : ExpressionKind::logical_or;
  return make(kind, Type::boolean, node.span, std::move(terms));
}

ExpressionPtr Checker::choice(const Node& node) {
  ExpressionPtr condition = predicate(*node.children[0]);
  ExpressionPtr yes = predicate(*node.children[1]);
  ExpressionPtr no = predicate(*node.children[2]);
  if (!condition || !yes || !no) return nullptr;
  return make(ExpressionKind::conditional, Type::boolean, node.span,
              {std::move(condition), std::move(yes), std::move(no)});
}

ExpressionPtr Checker::value_as_predicate(const Node& node) {
  Atom atom(*this);
  Operand operand = value(node);
  if (!operand) return nullptr;
  if (operand.flexible) operand.expression->type = operand.type.type = Type::boolean;
  if (operand.type.type == Type::boolean) return atom.wrap(std::move(operand.expression));
  report(node.span, "expected a condition, found " + describe(operand.type), hint_for_value(operand, node));
  return nullptr;
}

bool Checker::is_condition(const Node& node) {
  switch (node.kind) {
    case NodeKind::unary: return node.op == Operator::logical_not;
    case NodeKind::binary:
      switch (node.op) {
        case Operator::logical_and:
        case Operator::logical_or:
        case Operator::equal:
        case Operator::not_equal:
        case Operator::less:
        case Operator::less_equal:
        case Operator::greater:
        case Operator::greater_equal:
        case Operator::in: return true;
        case Operator::none:
        case Operator::logical_not:
        case Operator::negate:
        case Operator::add:
        case Operator::subtract:
        case Operator::multiply:
        case Operator::divide:
        case Operator::modulo: return false;
      }
      return false;
    case NodeKind::call:
    case NodeKind::method: return find_condition(node) != nullptr;
    case NodeKind::identifier:
    case NodeKind::select: return peek(node).kind == PlaceKind::define;
    case NodeKind::null_literal:
    case NodeKind::bool_literal:
    case NodeKind::int_literal:
    case NodeKind::double_literal:
    case NodeKind::string_literal:
    case NodeKind::list:
    case NodeKind::index:
    case NodeKind::conditional: return false;
  }
  return false;
}

bool Checker::unify(Operand& left, Operand& right, const lang::Span& span) {
  const auto adopt = [](Operand& operand, const RuleType& type) {
    operand.type = type;
    operand.expression->type = type.type;
    operand.flexible = false;
  };
  const auto adoptable = [](const RuleType& type) { return type.type != Type::list && !is_json(type); };
  if (left.flexible && !right.flexible && adoptable(right.type)) adopt(left, right.type);
  if (right.flexible && !left.flexible && adoptable(left.type)) adopt(right, left.type);
  if (comparable(left.type, right.type)) return true;

  std::string hint;
  const auto is = [&](Type type) { return left.type.type == type || right.type.type == type; };
  if (is(Type::list)) {
    hint = "write \"x in list\" to ask for an element";
  } else if (is_json(left.type) || is_json(right.type)) {
    hint = "JSON can only be compared with null";
  } else if (is(Type::duration) && is(Type::string)) {
    hint = "write durations as in duration('24h')";
  }
  report(span, "cannot compare " + describe(left.type) + " with " + describe(right.type), std::move(hint));
  return false;
}

Checker::Atom::Atom(Checker& checker) : checker_(checker), outer_mark_(checker.mark_) {
  checker_.mark_ = checker_.hops_.size();
}

Checker::Atom::~Atom() {
  checker_.hops_.resize(checker_.mark_);
  checker_.mark_ = outer_mark_;
}

ExpressionPtr Checker::Atom::wrap(ExpressionPtr node) {
  auto& hops = checker_.hops_;
  while (hops.size() > checker_.mark_) {
    const Hop hop = std::move(hops.back());
    hops.pop_back();
    if (!node) continue;
    auto related = checker_.make(ExpressionKind::related, Type::boolean, hop.span, {std::move(node)});
    related->field = hop.field;
    related->variable = hop.variable;
    related->bound = hop.bound;
    node = std::move(related);
  }
  return node;
}

std::shared_ptr<Expression> Checker::make(ExpressionKind kind, Type type, const lang::Span& span,
                                          std::vector<ExpressionPtr> children) {
  if (++nodes_ > most_nodes && !exhausted_) {
    report(span, "the rule has more than " + std::to_string(most_nodes) + " parts once every @define is expanded",
           "say it with fewer");
    exhausted_ = true;
  }
  auto expression = std::make_shared<Expression>();
  expression->kind = kind;
  expression->type = type;
  expression->span = span;
  expression->children = std::move(children);
  return expression;
}

std::shared_ptr<Expression> Checker::column(const RowName& row, const Field& field, const lang::Span& span) {
  const RuleType type = rule_type(field);
  auto expression = make(ExpressionKind::column, type.type, span);
  expression->element = type.element;
  expression->field = &field;
  expression->variable = row.variable;
  return expression;
}

void Checker::report(const lang::Span& span, std::string message, std::string hint) {
  if (silent_) return;
  // A @define is checked again wherever it is used, and operands once per branch of ?:.
  const auto same = [&](const lang::Diagnostic& fault) {
    return fault.span.source == span.source && fault.span.offset == span.offset && fault.message == message;
  };
  if (std::any_of(faults_.begin(), faults_.end(), same)) return;
  faults_.push_back({lang::Severity::error, "rule", std::move(message), span, std::move(hint)});
}

}  // namespace tenon::schema
