#include "query/lower_scope.hpp"

#include "query/sql_type.hpp"

namespace tenon::query {
namespace {

const bool* literal_boolean(const sql::ExprPtr& expr) {
  if (!expr || expr->kind != sql::ExprKind::literal) return nullptr;
  return std::get_if<bool>(&expr->value);
}

}  // namespace

bool is_false(const sql::ExprPtr& expr) {
  if (expr && expr->kind == sql::ExprKind::logical_or && expr->children.empty()) return true;
  const bool* value = literal_boolean(expr);
  return value && !*value;
}

bool is_true(const sql::ExprPtr& expr) {
  if (expr && expr->kind == sql::ExprKind::logical_and && expr->children.empty()) return true;
  const bool* value = literal_boolean(expr);
  return value && *value;
}

std::string LowerScope::fresh_alias() {
  return context.fresh_alias();
}

sql::ExprPtr LowerScope::operand(int index, sql::Type type) {
  ParameterSource source;
  source.kind = ParameterSource::Kind::operand;
  source.operand = index;
  source.type = type;
  return sql::parameter(context.add(std::move(source)), type);
}

sql::ExprPtr LowerScope::probe(int index) {
  ParameterSource source;
  source.kind = ParameterSource::Kind::probe;
  source.operand = index;
  source.type = sql::Type::int64;
  return sql::parameter(context.add(std::move(source)), sql::Type::int64);
}

sql::ExprPtr LowerScope::holds(const schema::ExpressionPtr& rule, const std::string& alias) {
  if (access::is_literal_true(*rule)) return sql::boolean(true);
  if (access::is_literal_false(*rule)) return sql::boolean(false);
  // The rule's own row variable means this alias only while this rule is lowered.
  auto outer = context.aliases;
  context.aliases[schema::variable::row] = alias;
  auto condition = lower_holds(*rule, context);
  context.aliases = std::move(outer);
  return condition;
}

sql::ExprPtr LowerScope::row_rule(const schema::Resource& resource, schema::Operation operation,
                                  const std::string& alias) {
  return holds(access::row_rule(resource, operation, model, caller), alias);
}

sql::ExprPtr LowerScope::read_guard(const schema::Field& field, const std::string& alias) {
  const auto rule = access::field_rule(field, schema::Operation::read, model, caller);
  if (access::is_literal_true(*rule)) return nullptr;
  return holds(rule, alias);
}

sql::ExprPtr LowerScope::inverse_guard(const schema::Field& list, const std::string& alias) {
  auto guard = list.is_list_relation() && list.inverse ? read_guard(*list.inverse, alias) : nullptr;
  return guard ? guard : sql::boolean(true);
}

sql::Select related_rows(LowerScope& scope, const schema::Field& field, const std::string& from,
                         const std::string& alias) {
  const auto& target = *field.target;
  sql::Select select;
  select.table = target.table;
  select.alias = alias;
  std::vector<sql::ExprPtr> conditions;
  switch (field.kind) {
    case schema::FieldKind::to_one:
      conditions.push_back(sql::make(sql::ExprKind::equal, {column_of(alias, *target.id), column_of(from, field)}));
      break;
    case schema::FieldKind::to_many:
      conditions.push_back(
          sql::make(sql::ExprKind::equal, {column_of(alias, *field.inverse), column_of(from, *field.owner_type->id)}));
      break;
    case schema::FieldKind::many_to_many: {
      const auto join = scope.fresh_alias();
      const auto type = sql_type(*target.id);
      select.joins.push_back({.table = field.join.table,
                              .alias = join,
                              .on = sql::make(sql::ExprKind::equal, {sql::column(join, field.join.other_column, type),
                                                                     column_of(alias, *target.id)})});
      conditions.push_back(
          sql::make(sql::ExprKind::equal, {sql::column(join, field.join.this_column, sql_type(*field.owner_type->id)),
                                           column_of(from, *field.owner_type->id)}));
      break;
    }
    case schema::FieldKind::scalar:
    case schema::FieldKind::enumeration: break;
  }
  conditions.push_back(scope.inverse_guard(field, alias));
  conditions.push_back(scope.row_rule(target, schema::Operation::read, alias));
  select.where = sql::all_of(std::move(conditions));
  return select;
}

}  // namespace tenon::query
