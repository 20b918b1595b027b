#include "lang/cel/parser.hpp"
#include "schema/faults.hpp"
#include "schema/rules/checker.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;

constexpr std::array<std::string_view, 4> operations{"CREATE", "READ", "UPDATE", "DELETE"};

std::optional<Operation> operation_of(std::string_view word) {
  if (word == "CREATE") return Operation::create;
  if (word == "READ") return Operation::read;
  if (word == "UPDATE") return Operation::update;
  if (word == "DELETE") return Operation::remove;
  return std::nullopt;
}

}  // namespace

ExpressionPtr Checker::quantifier(const Node& node) {
  const Node& target = *node.children[0];
  if (!has_arguments(node, 2, lang::cel::to_text(target) + "." + node.text + "(x, condition about x)")) return nullptr;
  Atom atom(*this);
  const std::optional<Place> place = list_relation(node, target);
  if (!place || !is_usable_variable(*node.children[1])) return nullptr;

  const int bound = next_bound_++;
  environment_.bound.emplace_back(node.children[1]->text, RowName{bound, place->field->target});
  ExpressionPtr condition = predicate(*node.children[2]);
  environment_.bound.pop_back();
  if (!condition) return nullptr;

  const auto kind = node.text == "exists" ? ExpressionKind::exists : ExpressionKind::all;
  auto expression = make(kind, Type::boolean, node.span, {std::move(condition)});
  expression->field = place->field;
  expression->variable = place->row.variable;
  expression->bound = bound;
  return atom.wrap(std::move(expression));
}

std::optional<Place> Checker::list_relation(const Node& node, const Node& target) {
  const Place place = resolve(target);
  if (place.kind == PlaceKind::fault) return std::nullopt;
  if (place.kind == PlaceKind::unknown) {
    unknown_name(target);
    return std::nullopt;
  }
  const std::string written = lang::cel::to_text(target);
  const bool field = place.kind == PlaceKind::field;
  if (field && place.field->is_list_relation()) {
    if (environment_.use != RuleUse::row_check) return place;
    report(target.span, "@check looks at the row alone and cannot follow \"" + place.field->name + "\"");
    return std::nullopt;
  }
  std::string hint = "\"" + node.text + "\" asks about the rows of a list relation";
  if ((field && place.field->list) || place.kind == PlaceKind::scopes) hint = "write \"'value' in " + written + "\"";
  if (field && place.field->kind == FieldKind::to_one) hint = "it is one row: write \"" + written + ".field\"";
  report(target.span, "\"" + written + "\" is no list relation", std::move(hint));
  return std::nullopt;
}

bool Checker::is_usable_variable(const Node& name) {
  if (name.kind != NodeKind::identifier) {
    report(name.span, "expected a name for the row", "write \"exists(x, condition about x)\"");
    return false;
  }
  const bool word = name.text == "auth" || name.text == "old" || name.text == "now" || name.text == "request";
  const bool taken = std::any_of(environment_.bound.begin(), environment_.bound.end(),
                                 [&](const auto& bound) { return bound.first == name.text; });
  if (!word && !taken) return true;
  report(name.span, "\"" + name.text + "\" is taken", "choose another name for the row");
  return false;
}

ExpressionPtr Checker::can(const Node& node) {
  if (!has_arguments(node, 2, "can(READ, relation)")) return nullptr;
  const Node& word = *node.children[0];
  const Node& target = *node.children[1];
  const std::optional<Operation> operation = word.kind == NodeKind::identifier ? operation_of(word.text) : std::nullopt;
  if (!operation) {
    report(word.span, "\"can\" asks for an operation: CREATE, READ, UPDATE or DELETE",
           did_you_mean_hint(word.text, operations));
  }
  Atom atom(*this);
  const Place place = resolve(target);
  if (place.kind == PlaceKind::fault) return nullptr;
  if (place.kind == PlaceKind::unknown) {
    unknown_name(target);
    return nullptr;
  }
  const std::string written = lang::cel::to_text(target);
  if (place.kind != PlaceKind::field || place.field->kind != FieldKind::to_one) {
    const bool list = place.kind == PlaceKind::field && place.field->is_list_relation();
    report(target.span, "\"can\" takes a relation to one row, \"" + written + "\" is none",
           list ? "write \"" + written + ".exists(x, ...)\" with the condition you mean" : "");
    return nullptr;
  }
  if (environment_.use == RuleUse::row_check) {
    report(node.span, "@check looks at the row alone and cannot follow \"" + place.field->name + "\"");
    return nullptr;
  }
  if (!operation) return nullptr;
  auto expression = make(ExpressionKind::can, Type::boolean, node.span);
  expression->field = place.field;
  expression->variable = place.row.variable;
  expression->operation = *operation;
  return atom.wrap(std::move(expression));
}

}  // namespace tenon::schema
