#include "access/evaluate.hpp"

#include <algorithm>

namespace tenon::access {
namespace {

using schema::Expression;
using schema::ExpressionKind;

bool is_relation(ExpressionKind kind) {
  return kind == ExpressionKind::related || kind == ExpressionKind::exists || kind == ExpressionKind::all ||
         kind == ExpressionKind::can;
}

}  // namespace

bool reads_rows(const Expression& expression) {
  return expression.kind == ExpressionKind::column || is_relation(expression.kind) ||
         std::ranges::any_of(expression.children, [](const auto& child) { return reads_rows(*child); });
}

bool reads_relations(const Expression& expression) {
  return is_relation(expression.kind) ||
         std::ranges::any_of(expression.children, [](const auto& child) { return reads_relations(*child); });
}

}  // namespace tenon::access
