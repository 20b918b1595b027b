#include "base/pattern.hpp"
#include "lang/cel/parser.hpp"
#include "schema/faults.hpp"
#include "schema/rules/checker.hpp"

#include <algorithm>
#include <array>

namespace tenon::schema {
namespace {

using lang::cel::Node;
using lang::cel::NodeKind;

constexpr std::array<std::string_view, 5> functions{"has", "size", "can", "timestamp", "duration"};
constexpr std::array<std::string_view, 8> methods{"exists",   "all",     "startsWith", "endsWith",
                                                  "contains", "matches", "size",       "is"};

struct Foreign {
  std::string_view name;
  std::string_view hint;
};
/// What CEL or other languages have and rules do not.
constexpr std::array foreign{
    Foreign{"exists_one", "rules have exists and all"},
    Foreign{"filter", "put the condition into exists"},
    Foreign{"map", "rules have exists and all"},
    Foreign{"any", "write \"exists\""},
    Foreign{"some", "write \"exists\""},
    Foreign{"every", "write \"all\""},
    Foreign{"includes", "write \"x in list\", or \"contains\" for a part of a string"},
    Foreign{"hasRole", "write \"auth.is('role')\""},
    Foreign{"length", "write \"size(x)\""},
    Foreign{"count", "write \"size(x)\" for a stored list"},
};

ExpressionKind text_test_kind(std::string_view name) {
  if (name == "startsWith") return ExpressionKind::starts_with;
  if (name == "endsWith") return ExpressionKind::ends_with;
  if (name == "contains") return ExpressionKind::contains;
  return ExpressionKind::matches;
}

bool is_text(const RuleType& type) {
  return type.type == Type::string && !type.enumeration && !is_json(type);
}

}  // namespace

Checker::Condition Checker::find_condition(const Node& node) {
  if (node.kind == NodeKind::call) {
    if (node.text == "has") return &Checker::has;
    if (node.text == "can") return &Checker::can;
    return nullptr;
  }
  if (node.kind != NodeKind::method) return nullptr;
  if (node.text == "exists" || node.text == "all") return &Checker::quantifier;
  if (node.text == "is") return &Checker::caller_role;
  if (node.text == "startsWith" || node.text == "endsWith" || node.text == "contains" || node.text == "matches")
    return &Checker::text_test;
  return nullptr;
}

bool Checker::has_arguments(const Node& node, std::size_t count, const std::string& form) {
  const std::size_t given = node.children.size() - (node.kind == NodeKind::method ? 1 : 0);
  if (given == count) return true;
  report(node.span,
         "\"" + node.text + "\" takes " + std::to_string(count) + (count == 1 ? " argument" : " arguments") + ", not " +
             std::to_string(given),
         "write \"" + form + "\"");
  return false;
}

void Checker::unknown_call(const Node& node) {
  const bool method = node.kind == NodeKind::method;
  const std::span<const std::string_view> known =
      method ? std::span<const std::string_view>(methods) : std::span<const std::string_view>(functions);
  const std::span<const std::string_view> other =
      method ? std::span<const std::string_view>(functions) : std::span<const std::string_view>(methods);
  std::string hint;
  if (std::find(other.begin(), other.end(), node.text) != other.end()) {
    hint = method ? "write \"" + node.text + "(x)\"" : "write \"x." + node.text + "(...)\"";
  } else if (const auto found = std::find_if(foreign.begin(), foreign.end(),
                                             [&](const Foreign& each) { return each.name == node.text; });
             found != foreign.end()) {
    hint = found->hint;
  } else {
    hint = did_you_mean_hint(node.text, known);
  }
  report(node.span, "unknown function \"" + node.text + "\"", std::move(hint));
}

ExpressionPtr Checker::has(const Node& node) {
  if (!has_arguments(node, 1, "has(x)")) return nullptr;
  const Node& subject = *node.children[0];
  if (subject.kind != NodeKind::identifier && subject.kind != NodeKind::select && subject.kind != NodeKind::index) {
    report(subject.span, "\"has\" asks whether a field is set", "name a field: has(x)");
    return nullptr;
  }
  ExpressionPtr absent = is_null(subject, node.span);
  if (!absent) return nullptr;
  return make(ExpressionKind::logical_not, Type::boolean, node.span, {std::move(absent)});
}

ExpressionPtr Checker::caller_role(const Node& node) {
  const Node& subject = *node.children[0];
  const Place place = peek(subject);
  if (place.kind != PlaceKind::auth) {
    // Says what is wrong with the name, where something is.
    if (resolve(subject).kind == PlaceKind::fault) return nullptr;
    report(node.span, "only the caller has roles", "write \"auth.is('role')\"");
    return nullptr;
  }
  if (!has_arguments(node, 1, "auth.is('role')")) return nullptr;
  const Node& role = *node.children[1];
  if (role.kind != NodeKind::string_literal) {
    report(role.span, "\"auth.is\" takes the name of a role as a string", "write \"auth.is('" + role.text + "')\"");
    return nullptr;
  }
  const int index = scope_.model.find_role(role.text);
  if (index < 0) {
    std::vector<std::string_view> known;
    std::string all;
    for (const Role& each : scope_.model.roles) {
      known.push_back(each.name);
      all.append(all.empty() ? "roles are " : ", ").append(each.name);
    }
    if (known.empty()) all = "the schema has no enum with @roles";
    report(role.span, "there is no role \"" + role.text + "\"", did_you_mean_hint(role.text, known, std::move(all)));
    return nullptr;
  }
  auto expression = make(ExpressionKind::auth_is, Type::boolean, node.span);
  expression->role = index;
  return expression;
}

ExpressionPtr Checker::text_test(const Node& node) {
  if (!has_arguments(node, 1, "x." + node.text + "('text')")) return nullptr;
  const Node& argument = *node.children[1];
  const bool matches = node.text == "matches";
  if (matches && argument.kind != NodeKind::string_literal) {
    report(argument.span, "\"matches\" takes a pattern as a string literal");
    return nullptr;
  }
  if (matches) {
    if (auto fault = base::Pattern::fault(argument.text)) {
      report(argument.span, "invalid pattern: " + *fault, "patterns are regular expressions as RE2 reads them");
      return nullptr;
    }
  }
  Atom atom(*this);
  Operand subject = value(*node.children[0]);
  if (!subject) return nullptr;
  if (!is_text(subject.type)) {
    const bool list = subject.type.type == Type::list && node.text == "contains";
    report(
        node.children[0]->span, "\"" + node.text + "\" needs a String, found " + describe(subject.type),
        list ? "write \"" + lang::cel::to_text(argument) + " in " + lang::cel::to_text(*node.children[0]) + "\"" : "");
    return nullptr;
  }
  Operand text = value(argument, matches || subject.flexible ? nullptr : &subject.type);
  if (!text) return nullptr;
  if (!is_text(text.type)) {
    report(argument.span, "\"" + node.text + "\" needs a String, found " + describe(text.type));
    return nullptr;
  }
  return atom.wrap(make(text_test_kind(node.text), Type::boolean, node.span,
                        {std::move(subject.expression), std::move(text.expression)}));
}

}  // namespace tenon::schema
