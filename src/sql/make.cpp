#include "sql/expression.hpp"

namespace tenon::sql {
namespace {

bool is_constant(const Expr& expr, bool wanted) {
  if (expr.kind == (wanted ? ExprKind::logical_and : ExprKind::logical_or) && expr.children.empty()) return true;
  const auto* value = expr.kind == ExprKind::literal ? std::get_if<bool>(&expr.value) : nullptr;
  return value && *value == wanted;
}

/// AND with neutral TRUE, or OR with neutral FALSE.
ExprPtr join(ExprKind kind, std::vector<ExprPtr> children) {
  const bool neutral = kind == ExprKind::logical_and;
  std::vector<ExprPtr> kept;
  for (auto& child : children) {
    if (is_constant(*child, neutral)) continue;
    if (is_constant(*child, !neutral)) return boolean(!neutral);
    if (child->kind == kind) {
      kept.insert(kept.end(), child->children.begin(), child->children.end());
    } else {
      kept.push_back(std::move(child));
    }
  }
  if (kept.empty()) return boolean(neutral);
  if (kept.size() == 1) return kept.front();
  return make(kind, std::move(kept));
}

}  // namespace

ExprPtr column(std::string table, std::string name, Type type) {
  Expr expr;
  expr.kind = ExprKind::column;
  expr.type = type;
  expr.table = std::move(table);
  expr.name = std::move(name);
  return std::make_shared<const Expr>(std::move(expr));
}

ExprPtr parameter(int index, Type type) {
  Expr expr;
  expr.kind = ExprKind::parameter;
  expr.type = type;
  expr.index = index;
  return std::make_shared<const Expr>(std::move(expr));
}

ExprPtr literal(base::Value value, Type type) {
  Expr expr;
  expr.kind = ExprKind::literal;
  expr.type = type;
  expr.value = std::move(value);
  return std::make_shared<const Expr>(std::move(expr));
}

ExprPtr boolean(bool value) {
  return literal(value, Type::boolean);
}

ExprPtr make(ExprKind kind, std::vector<ExprPtr> children, Type type) {
  Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.children = std::move(children);
  return std::make_shared<const Expr>(std::move(expr));
}

ExprPtr all_of(std::vector<ExprPtr> children) {
  return join(ExprKind::logical_and, std::move(children));
}
ExprPtr any_of(std::vector<ExprPtr> children) {
  return join(ExprKind::logical_or, std::move(children));
}

namespace {

ExprPtr with_select(ExprKind kind, Select select, Type type) {
  Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.select = std::make_shared<const Select>(std::move(select));
  return std::make_shared<const Expr>(std::move(expr));
}

}  // namespace

ExprPtr exists(Select select) {
  return with_select(ExprKind::exists, std::move(select), Type::boolean);
}
ExprPtr scalar(Select select, Type type) {
  return with_select(ExprKind::scalar_select, std::move(select), type);
}
ExprPtr json_array(Select select) {
  return with_select(ExprKind::json_array, std::move(select), Type::json);
}

ExprPtr json_object(std::vector<JsonMember> members) {
  Expr expr;
  expr.kind = ExprKind::json_object;
  expr.type = Type::json;
  expr.members = std::move(members);
  return std::make_shared<const Expr>(std::move(expr));
}

}  // namespace tenon::sql
