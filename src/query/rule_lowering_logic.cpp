#include "access/evaluate.hpp"
#include "base/pattern.hpp"
#include "query/rule_lowering.hpp"

#include <cassert>
#include <utility>

namespace tenon::query {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using sql::ExprKind;
using sql::ExprPtr;

ExprKind comparison(ExpressionKind kind) {
  if (kind == ExpressionKind::equal) return ExprKind::equal;
  if (kind == ExpressionKind::not_equal) return ExprKind::not_equal;
  if (kind == ExpressionKind::less) return ExprKind::less;
  if (kind == ExpressionKind::less_equal) return ExprKind::less_equal;
  if (kind == ExpressionKind::greater) return ExprKind::greater;
  return ExprKind::greater_equal;
}

ExprKind negated(ExprKind kind) {
  if (kind == ExprKind::equal) return ExprKind::not_equal;
  if (kind == ExprKind::not_equal) return ExprKind::equal;
  if (kind == ExprKind::less) return ExprKind::greater_equal;
  if (kind == ExprKind::less_equal) return ExprKind::greater;
  if (kind == ExprKind::greater) return ExprKind::less_equal;
  return ExprKind::less;
}

ExprKind text_operator(ExpressionKind kind) {
  if (kind == ExpressionKind::starts_with) return ExprKind::starts_with;
  if (kind == ExpressionKind::ends_with) return ExprKind::ends_with;
  if (kind == ExpressionKind::contains) return ExprKind::contains;
  return ExprKind::matches;
}

/// An invalid pattern makes the test unknown. The schema checker refuses those it sees.
bool is_faulty_pattern(const Expression& argument) {
  const auto* pattern = argument.kind == ExpressionKind::literal ? std::get_if<std::string>(&argument.value) : nullptr;
  return pattern && base::Pattern::fault(*pattern);
}

}  // namespace

ExprPtr RuleLowering::judge(const ExpressionPtr& pointer, Polarity polarity) {
  const auto& expression = *pointer;
  const bool holds = polarity == Polarity::holds;
  if (expression.kind == ExpressionKind::literal) {
    const bool* known = std::get_if<bool>(&expression.value);
    return sql::boolean(known && *known == holds);
  }
  if (!access::reads_rows(expression)) {
    auto known = parameter(pointer);
    return holds ? known : sql::make(ExprKind::logical_not, {std::move(known)});
  }
  switch (expression.kind) {
    case ExpressionKind::column:
      // Compared rather than taken as it is: an index over the column can be used.
      return sql::make(ExprKind::equal, {stored(expression.variable, *expression.field), sql::boolean(holds)});
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: return logic(expression, polarity);
    case ExpressionKind::logical_not: return judge(expression.children[0], opposite(polarity));
    case ExpressionKind::conditional: return conditional(expression, polarity);
    case ExpressionKind::is_null:
      return sql::make(holds ? ExprKind::is_null : ExprKind::is_not_null, {value(expression.children[0])});
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal: return compare(expression, polarity);
    case ExpressionKind::in_list: return in_list(expression.children[0], *expression.children[1], polarity);
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: {
      if (expression.kind == ExpressionKind::matches && is_faulty_pattern(*expression.children[1]))
        return sql::boolean(false);
      auto test =
          sql::make(text_operator(expression.kind), {value(expression.children[0]), value(expression.children[1])});
      return holds ? test : sql::make(ExprKind::logical_not, {std::move(test)});
    }
    case ExpressionKind::related: return related(expression, polarity);
    case ExpressionKind::exists:
    case ExpressionKind::all: return rows(expression, polarity);
    case ExpressionKind::holds: return two_valued(judge(expression.children[0], Polarity::holds), polarity);
    case ExpressionKind::can:
      assert(false && "rules are specialised before they are lowered");
      return sql::boolean(false);
    case ExpressionKind::literal:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size: break;
  }
  assert(false && "not a boolean that reads rows");
  return sql::boolean(false);
}

ExprPtr RuleLowering::logic(const Expression& expression, Polarity polarity) {
  std::vector<ExprPtr> children;
  for (const auto& child : expression.children) children.push_back(judge(child, polarity));
  const bool conjunction = (expression.kind == ExpressionKind::logical_and) == (polarity == Polarity::holds);
  return conjunction ? sql::all_of(std::move(children)) : sql::any_of(std::move(children));
}

ExprPtr RuleLowering::conditional(const Expression& expression, Polarity polarity) {
  const auto& condition = expression.children[0];
  auto first = sql::all_of({judge(condition, Polarity::holds), judge(expression.children[1], polarity)});
  auto second = sql::all_of({judge(condition, Polarity::fails), judge(expression.children[2], polarity)});
  return sql::any_of({std::move(first), std::move(second)});
}

ExprPtr RuleLowering::compare(const Expression& expression, Polarity polarity) {
  auto kind = comparison(expression.kind);
  if (polarity == Polarity::fails) kind = negated(kind);
  const bool equality = kind == ExprKind::equal || kind == ExprKind::not_equal;
  if (equality && expression.children[0]->type == schema::Type::boolean) {
    // `published == true` asks no more than `published`.
    for (int side : {0, 1}) {
      const auto& literal = *expression.children[static_cast<std::size_t>(side)];
      if (literal.kind != ExpressionKind::literal) continue;
      const bool* known = std::get_if<bool>(&literal.value);
      if (!known) return sql::boolean(false);
      const bool wanted = *known == (kind == ExprKind::equal);
      return judge(expression.children[static_cast<std::size_t>(1 - side)], wanted ? Polarity::holds : Polarity::fails);
    }
  }
  return sql::make(kind, {value(expression.children[0]), value(expression.children[1])});
}

ExprPtr RuleLowering::two_valued(ExprPtr condition, Polarity polarity) {
  if (polarity == Polarity::holds) return condition;
  if (is_constant(condition, true)) return sql::boolean(false);
  if (is_constant(condition, false)) return sql::boolean(true);
  if (condition->kind == ExprKind::exists) return sql::make(ExprKind::logical_not, {std::move(condition)});
  return sql::make(ExprKind::is_not_true, {std::move(condition)});
}

}  // namespace tenon::query
