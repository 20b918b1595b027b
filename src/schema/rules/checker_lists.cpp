#include "lang/cel/parser.hpp"
#include "schema/rules/checker.hpp"

#include <algorithm>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;

/// Their wire form, which lists are stored in, is not their stored form.
bool has_comparable_elements(const RuleType& list) {
  return list.element != Type::timestamp && list.element != Type::duration && list.element != Type::bytes &&
         !is_json(list);
}

}  // namespace

ExpressionPtr Checker::membership(const Node& node) {
  const Node& subject = *node.children[0];
  const Node& list = *node.children[1];
  if (subject.kind == NodeKind::conditional) {
    report(subject.span, "\"? :\" cannot stand on the left of \"in\"",
           "write the condition outside: a ? b in list : c in list");
    return nullptr;
  }
  if (list.kind == NodeKind::list) return in_written_list(node, subject, list);
  return in_stored_list(node, subject, list);
}

ExpressionPtr Checker::in_written_list(const Node& node, const Node& subject, const Node& list) {
  if (list.children.empty()) {
    report(list.span, "nothing is in an empty list");
    return nullptr;
  }
  Atom atom(*this);
  const auto& items = list.children;
  const auto typed_item =
      std::find_if(items.begin(), items.end(), [this](const auto& item) { return !is_contextual(*item); });
  Operand needle;
  if (is_contextual(subject) && typed_item != items.end()) {
    needle = operands(subject, **typed_item).first;
  } else {
    needle = value(subject);
  }
  if (!needle) return nullptr;

  std::vector<ExpressionPtr> elements;
  Type element = needle.type.type;
  bool complete = true;
  for (const auto& item : items) {
    Operand operand = value(*item, needle.flexible ? nullptr : &needle.type);
    if (!operand || !unify(needle, operand, item->span)) {
      complete = false;
      continue;
    }
    if (elements.empty() || operand.type.type == Type::floating) element = operand.type.type;
    elements.push_back(std::move(operand.expression));
  }
  if (!complete) return nullptr;
  auto written = make(ExpressionKind::literal, Type::list, list.span, std::move(elements));
  written->element = element;
  return atom.wrap(
      make(ExpressionKind::in_list, Type::boolean, node.span, {std::move(needle.expression), std::move(written)}));
}

ExpressionPtr Checker::in_stored_list(const Node& node, const Node& subject, const Node& list) {
  Atom atom(*this);
  const Place place = peek(list);
  if (place.kind == PlaceKind::field && place.field->is_list_relation()) {
    report(list.span, "\"" + place.field->name + "\" is a relation, \"in\" takes a list of values",
           "write \"" + lang::cel::to_text(list) + ".exists(x, x == " + lang::cel::to_text(subject) + ")\"");
    return nullptr;
  }
  Operand stored = value(list);
  if (!stored) return nullptr;
  if (stored.type.type != Type::list || !has_comparable_elements(stored.type)) {
    const std::string found = describe(stored.type);
    report(list.span, "\"in\" takes a list, found " + found,
           stored.type.type == Type::list ? "its elements cannot be compared" : "write \"x in ['a', 'b']\"");
    return nullptr;
  }
  const RuleType element = element_type(stored.type);
  Operand needle = value(subject, &element);
  if (!needle) return nullptr;
  Operand any_element{std::make_shared<Expression>(), element, false};
  if (!unify(needle, any_element, node.span)) return nullptr;
  return atom.wrap(make(ExpressionKind::in_list, Type::boolean, node.span,
                        {std::move(needle.expression), std::move(stored.expression)}));
}

}  // namespace tenon::schema
