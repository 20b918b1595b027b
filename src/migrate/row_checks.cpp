#include "migrate/row_checks.hpp"

#include "migrate/columns.hpp"

#include <optional>
#include <utility>

namespace tenon::migrate {
namespace {

using schema::ExpressionKind;
using sql::ExprKind;

/// The kinds that mean the same to SQL: Kleene logic here and there.
std::optional<ExprKind> same_meaning(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::logical_not: return ExprKind::logical_not;
    case ExpressionKind::logical_and: return ExprKind::logical_and;
    case ExpressionKind::logical_or: return ExprKind::logical_or;
    case ExpressionKind::is_null: return ExprKind::is_null;
    case ExpressionKind::holds: return ExprKind::is_true;
    case ExpressionKind::equal: return ExprKind::equal;
    case ExpressionKind::not_equal: return ExprKind::not_equal;
    case ExpressionKind::less: return ExprKind::less;
    case ExpressionKind::less_equal: return ExprKind::less_equal;
    case ExpressionKind::greater: return ExprKind::greater;
    case ExpressionKind::greater_equal: return ExprKind::greater_equal;
    case ExpressionKind::literal:
    case ExpressionKind::column:
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::conditional:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size:
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches:
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all:
    case ExpressionKind::can: break;
  }
  return std::nullopt;
}

sql::Type literal_type(const schema::Expression& literal) {
  switch (literal.type) {
    case schema::Type::boolean: return sql::Type::boolean;
    case schema::Type::integer:
    case schema::Type::duration: return sql::Type::int64;
    case schema::Type::floating: return sql::Type::floating;
    case schema::Type::decimal: return sql::Type::decimal;
    case schema::Type::id: return sql::Type::uuid;
    case schema::Type::timestamp: return sql::Type::timestamp;
    case schema::Type::date: return sql::Type::date;
    case schema::Type::time_of_day: return sql::Type::time;
    case schema::Type::bytes: return sql::Type::bytes;
    case schema::Type::string:
    case schema::Type::list: break;
  }
  return sql::Type::text;
}

/// Null where SQL has no expression that certainly agrees with the evaluator.
sql::ExprPtr translate(const schema::Expression& expression) {
  if (expression.type == schema::Type::list) return nullptr;
  if (expression.kind == ExpressionKind::literal) return sql::literal(expression.value, literal_type(expression));
  if (expression.kind == ExpressionKind::column)
    return sql::column({}, expression.field->column, stored_type(*expression.field));
  const auto kind = same_meaning(expression.kind);
  if (!kind) return nullptr;
  std::vector<sql::ExprPtr> children;
  for (const auto& child : expression.children) {
    auto translated = translate(*child);
    if (!translated) return nullptr;
    children.push_back(std::move(translated));
  }
  return sql::make(*kind, std::move(children));
}

}  // namespace

std::vector<sql::CheckDefinition> define_row_checks(const schema::Resource& resource) {
  std::vector<sql::CheckDefinition> checks;
  for (const auto& check : resource.checks) {
    auto condition = translate(*check.rule);
    if (!condition) continue;
    sql::CheckDefinition definition;
    definition.name = resource.table + "_check_" + std::to_string(checks.size() + 1);
    // SQL lets a constraint pass that is unknown; ours does not.
    definition.expr = sql::make(ExprKind::is_true, {std::move(condition)});
    checks.push_back(std::move(definition));
  }
  return checks;
}

}  // namespace tenon::migrate
