#include "query/write_rules.hpp"

#include "access/evaluate.hpp"
#include "query/candidate.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"

namespace tenon::query {
namespace {

sql::Output one() {
  return {.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}};
}

sql::ExprPtr equals(sql::ExprPtr left, sql::ExprPtr right) {
  return sql::make(sql::ExprKind::equal, {std::move(left), std::move(right)});
}

sql::ExprPtr id_is(LowerScope& scope, const schema::Resource& resource, const std::string& alias, int operand = 0) {
  return equals(column_of(alias, *resource.id), scope.operand(operand, sql_type(*resource.id)));
}

RuleCheck compile_check(const schema::ExpressionPtr& rule, const schema::Resource& resource, const Ground& ground) {
  RuleCheck check{.rule = rule, .sql = {}, .candidate = {}};
  if (!access::reads_relations(*rule)) return check;
  LowerScope scope(ground);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  select.outputs = {one()};
  select.where = sql::all_of({id_is(scope, resource, alias), scope.holds(rule, alias)});
  check.sql = prepare(scope, select);
  check.candidate = compile_candidate(rule, resource, ground);
  return check;
}

TargetCheck compile_target(const schema::Field& field, const Ground& ground) {
  TargetCheck target;
  target.field = &field;
  LowerScope scope(ground);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = field.target->table;
  select.alias = alias;
  select.outputs = {one()};
  select.where =
      sql::all_of({id_is(scope, *field.target, alias), scope.row_rule(*field.target, schema::Operation::read, alias)});
  target.never = is_false(select.where);
  if (!target.never) target.sql = prepare(scope, select);
  return target;
}

/// The key's row is one the caller may read.
sql::ExprPtr among_readable(LowerScope& scope, sql::ExprPtr key, const schema::Resource& resource) {
  const auto alias = scope.fresh_alias();
  auto rule = scope.row_rule(resource, schema::Operation::read, alias);
  if (is_true(rule) || is_false(rule)) return rule;
  sql::Select readable;
  readable.table = resource.table;
  readable.alias = alias;
  readable.outputs = {{.expr = column_of(alias, *resource.id), .alias = {}}};
  readable.where = std::move(rule);
  sql::Expr in;
  in.kind = sql::ExprKind::in_select;
  in.type = sql::Type::boolean;
  in.children = {std::move(key)};
  in.select = std::make_shared<const sql::Select>(std::move(readable));
  return std::make_shared<const sql::Expr>(std::move(in));
}

LinkStatements compile_link_statements(const schema::Field& field, const Ground& ground) {
  LinkStatements link;
  link.field = &field;
  link.target = compile_target(field, ground);
  const auto this_type = sql_type(*field.owner_type->id);
  const auto other_type = sql_type(*field.target->id);
  {
    LowerScope scope(ground);
    sql::Insert insert;
    insert.table = field.join.table;
    insert.ignore_conflict = true;
    insert.values = {{field.join.this_column, scope.operand(0, this_type)},
                     {field.join.other_column, scope.operand(1, other_type)}};
    link.insert = prepare(scope, insert);
  }
  const auto this_is = [&](LowerScope& scope) {
    return equals(sql::column({}, field.join.this_column, this_type), scope.operand(0, this_type));
  };
  const auto other = sql::column({}, field.join.other_column, other_type);
  {
    LowerScope scope(ground);
    sql::Delete remove;
    remove.table = field.join.table;
    remove.where = sql::all_of({this_is(scope), equals(other, scope.operand(1, other_type))});
    link.remove = prepare(scope, remove);
  }
  {
    LowerScope scope(ground);
    sql::Delete clear;
    clear.table = field.join.table;
    clear.where = sql::all_of({this_is(scope), among_readable(scope, other, *field.target)});
    link.clear = prepare(scope, clear);
  }
  return link;
}

UniqueProbe compile_probe(std::vector<const schema::Field*> fields, const schema::Resource& resource,
                          const Ground& ground) {
  LowerScope scope(ground);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  std::vector<sql::ExprPtr> guards;
  for (const auto* field : fields)
    if (auto guard = scope.read_guard(*field, alias)) guards.push_back(std::move(guard));
  select.outputs.push_back({.expr = sql::make(sql::ExprKind::is_true, {sql::all_of(std::move(guards))}), .alias = {}});
  std::vector<sql::ExprPtr> keys;
  for (std::size_t i = 0; i < fields.size(); ++i)
    keys.push_back(equals(column_of(alias, *fields[i]), scope.operand(static_cast<int>(i), sql_type(*fields[i]))));
  keys.push_back(
      sql::make(sql::ExprKind::is_not_true, {id_is(scope, resource, alias, static_cast<int>(fields.size()))}));
  select.where = sql::all_of(std::move(keys));
  return {.fields = std::move(fields), .sql = prepare(scope, select)};
}

void compile_keys(WriteRules& rules, const Ground& ground) {
  for (const auto& field : rules.resource->fields)
    if (field->unique) rules.probes.push_back(compile_probe({field.get()}, *rules.resource, ground));
  for (const auto& index : rules.resource->indexes)
    if (index.unique) rules.probes.push_back(compile_probe(index.fields, *rules.resource, ground));
}

/// The stored row with what the caller may do to it, in one statement.
void compile_load(WriteRules& rules, schema::Operation operation, const std::vector<access::UpdateAllow>& allows,
                  const std::vector<const schema::Field*>& guarded, const Ground& ground) {
  const auto& resource = *rules.resource;
  LowerScope scope(ground);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  const auto output = [&](sql::ExprPtr expr) {
    select.outputs.push_back({.expr = std::move(expr), .alias = {}});
    return static_cast<int>(select.outputs.size()) - 1;
  };
  const auto truth = [&](sql::ExprPtr expr) { return output(sql::make(sql::ExprKind::is_true, {std::move(expr)})); };
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    rules.columns.push_back(field.get());
    output(column_of(alias, *field));
  }
  rules.readable = truth(scope.row_rule(resource, schema::Operation::read, alias));
  rules.permitted = truth(scope.row_rule(resource, operation, alias));
  for (const auto& allow : allows)
    rules.allows.emplace_back(truth(scope.holds(allow.when, alias)), compile_check(allow.check, resource, ground));
  for (const auto* field : guarded) {
    const auto rule = access::field_rule(*field, schema::Operation::update, ground.model, ground.caller);
    if (access::is_literal_true(*rule)) continue;
    rules.field_outputs.emplace_back(field, access::is_literal_false(*rule) ? -1 : truth(scope.holds(rule, alias)));
  }
  select.where = id_is(scope, resource, alias);
  select.for_update = true;
  rules.load = prepare(scope, select);
}

}  // namespace

WriteRules compile_create(const schema::Resource& resource, const Ground& ground) {
  WriteRules rules;
  rules.resource = &resource;
  rules.row = compile_check(access::row_rule(resource, schema::Operation::create, ground.model, ground.caller),
                            resource, ground);
  LowerScope scope(ground);
  sql::Insert insert;
  insert.table = resource.table;
  insert.returning = {{.expr = column_of({}, *resource.id), .alias = {}}};
  for (const auto& field : resource.fields) {
    const auto rule = access::field_rule(*field, schema::Operation::create, ground.model, ground.caller);
    if (!access::is_literal_true(*rule))
      rules.field_rules.emplace_back(field.get(), compile_check(rule, resource, ground));
    if (field->kind == schema::FieldKind::many_to_many) rules.links.push_back(compile_link_statements(*field, ground));
    if (!field->stored()) continue;
    if (field->kind == schema::FieldKind::to_one) rules.targets.push_back(compile_target(*field, ground));
    const bool assigned_by_database = field.get() == resource.id && field->scalar == schema::Scalar::big_int;
    if (assigned_by_database) continue;
    insert.values.push_back({field->column, scope.operand(static_cast<int>(rules.written.size()), sql_type(*field))});
    rules.written.push_back(field.get());
  }
  rules.write = prepare(scope, insert);
  compile_keys(rules, ground);
  return rules;
}

WriteRules compile_update(const schema::Resource& resource, const std::vector<const schema::Field*>& fields,
                          const Ground& ground) {
  WriteRules rules;
  rules.resource = &resource;
  std::vector<const schema::Field*> all;
  for (const auto& field : resource.fields) {
    all.push_back(field.get());
    if (field->kind == schema::FieldKind::many_to_many) rules.links.push_back(compile_link_statements(*field, ground));
    if (field->kind == schema::FieldKind::to_one) rules.targets.push_back(compile_target(*field, ground));
  }
  compile_load(rules, schema::Operation::update, access::update_allows(resource, ground.model, ground.caller), all,
               ground);

  LowerScope scope(ground);
  sql::Update update;
  update.table = resource.table;
  rules.written = fields;
  rules.written.push_back(resource.updated_at);
  for (std::size_t i = 0; i < rules.written.size(); ++i)
    update.assignments.push_back(
        {rules.written[i]->column, scope.operand(static_cast<int>(i), sql_type(*rules.written[i]))});
  update.where = id_is(scope, resource, {}, static_cast<int>(rules.written.size()));
  rules.write = prepare(scope, update);
  compile_keys(rules, ground);
  return rules;
}

WriteRules compile_remove(const schema::Resource& resource, const Ground& ground) {
  WriteRules rules;
  rules.resource = &resource;
  compile_load(rules, schema::Operation::remove, {}, {}, ground);
  LowerScope scope(ground);
  sql::Delete remove;
  remove.table = resource.table;
  remove.where = id_is(scope, resource, {});
  rules.write = prepare(scope, remove);
  LowerScope guarded(ground);
  const auto rule = [&](schema::Operation operation) {
    return sql::make(sql::ExprKind::is_true, {guarded.row_rule(resource, operation, resource.table)});
  };
  remove.where = sql::all_of(
      {id_is(guarded, resource, resource.table), rule(schema::Operation::read), rule(schema::Operation::remove)});
  rules.guarded = prepare(guarded, remove);
  return rules;
}

WriteRules compile_link(const schema::Field& relation, const Ground& ground) {
  WriteRules rules;
  rules.resource = relation.owner_type;
  compile_load(rules, schema::Operation::update, access::update_allows(*rules.resource, ground.model, ground.caller),
               {&relation}, ground);
  rules.links.push_back(compile_link_statements(relation, ground));
  return rules;
}

}  // namespace tenon::query
