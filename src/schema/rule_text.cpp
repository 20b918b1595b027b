#include "schema/rule_text.hpp"

#include "lang/cel/parser.hpp"

#include <algorithm>

namespace tenon::schema {

lang::cel::NodePtr parse_rule(Draft& draft, const lang::graphql::Value& text) {
  auto parsed = lang::cel::parse(text);
  if (parsed) return std::move(*parsed);
  draft.faults.list().push_back(std::move(parsed).error());
  return nullptr;
}

bool is_broken(const Draft& draft, const lang::cel::Node& rule) {
  using lang::cel::NodeKind;
  bool named = rule.kind == NodeKind::identifier || rule.kind == NodeKind::select;
  if (named && draft.broken.contains(rule.text)) return true;
  return std::any_of(rule.children.begin(), rule.children.end(),
                     [&](const lang::cel::NodePtr& child) { return child && is_broken(draft, *child); });
}

ExpressionPtr read_rule(Draft& draft, const Resource& resource, RuleUse use, const lang::graphql::Value& text) {
  lang::cel::NodePtr rule = parse_rule(draft, text);
  if (!rule || is_broken(draft, *rule)) return nullptr;
  RuleScope scope{draft.model, resource, use, draft.defines};
  return check_rule(scope, *rule, draft.faults.list());
}

}  // namespace tenon::schema
