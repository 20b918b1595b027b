#include "query/quick_write.hpp"

#include "access/evaluate.hpp"
#include "base/json_writer.hpp"
#include "query/answer_row.hpp"
#include "query/bind.hpp"
#include "query/lower_selection.hpp"
#include "query/masked.hpp"
#include "query/new_row.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"
#include "query/write_steps.hpp"

#include <algorithm>

namespace tenon::query {
namespace {

/// Many statements in one transaction are cheap where the database is in the process.
bool worth_it(sql::Dialect dialect) {
  switch (dialect) {
    case sql::Dialect::sqlite: return false;
    case sql::Dialect::postgres: return true;
  }
  return false;
}

/// What a statement returns is judged before the row is there: no rule may look for it among the rows of tables.
bool judged_alone(const schema::Expression& rule) {
  return !access::reads_relations(rule);
}

bool field_is_local(const schema::Field& field, const Ground& ground) {
  return judged_alone(*access::field_rule(field, schema::Operation::read, ground.model, ground.caller));
}

/// Values of the row itself, and what is the same for all rows: neither needs an operand.
bool members_are_local(const std::vector<Member>& members, const Ground& ground) {
  return std::ranges::all_of(members, [&](const Member& member) {
    if (member.kind == Member::Kind::constant) return true;
    if (member.kind == Member::Kind::node) return members_are_local(member.members, ground);
    return member.kind == Member::Kind::field && field_is_local(*member.field, ground);
  });
}

bool answer_is_local(const Selection& selection, const Ground& ground) {
  const auto& resource = *selection.resource;
  if (!judged_alone(*access::row_rule(resource, schema::Operation::read, ground.model, ground.caller))) return false;
  if (!selection.members.empty()) return members_are_local(selection.members, ground);
  return selection.includes.empty() && std::ranges::all_of(selection.fields, [&](const schema::Field* field) {
           return field_is_local(*field, ground);
         });
}

/// "The key is null, or names a row that the caller may read."
sql::ExprPtr target_is_readable(LowerScope& scope, const schema::Field& field, int operand) {
  const auto& target = *field.target;
  const auto type = sql_type(*target.id);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = target.table;
  select.alias = alias;
  select.outputs = {{.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}}};
  select.where =
      sql::all_of({sql::make(sql::ExprKind::equal, {column_of(alias, *target.id), scope.operand(operand, type)}),
                   scope.row_rule(target, schema::Operation::read, alias)});
  auto found = sql::exists(std::move(select));
  if (field.required) return found;
  return sql::any_of({sql::make(sql::ExprKind::is_null, {scope.operand(operand, type)}), std::move(found)});
}

/// Judged in memory; anything else but a yes is for the script to tell.
bool permitted(const WriteRules& rules, const NewRow& row, const access::Principal& principal) {
  LocalRows rows;
  const auto holds = [&](const RuleCheck& check) {
    return !check.sql && access::evaluate(*check.rule, principal, rows, &row.values) == access::Truth::yes;
  };
  if (!holds(rules.row)) return false;
  return std::ranges::all_of(rules.field_rules, [&](const auto& rule) {
    return std::ranges::find(row.sent, rule.first) == row.sent.end() || holds(rule.second);
  });
}

bool valid(const WriteRules& rules, const NewRow& row, const access::Principal& principal) {
  std::vector<base::ErrorDetail> faults;
  check_required(*rules.resource, row.values, {}, faults);
  check_constraints(*rules.resource, row.values, principal, {}, faults);
  return faults.empty();
}

bool told_by_script(db::FailureKind kind) {
  switch (kind) {
    case db::FailureKind::unique:
    case db::FailureKind::foreign_key:
    case db::FailureKind::not_null:
    case db::FailureKind::check:
    // Somebody else holds a lock: the script waits for it, and holds nobody up.
    case db::FailureKind::busy: return true;
    case db::FailureKind::deadline:
    case db::FailureKind::too_big:
    case db::FailureKind::full:
    case db::FailureKind::unavailable:
    case db::FailureKind::other: return false;
  }
  return false;
}

}  // namespace

bool may_be_quick(const Create& operation, const Ground& ground) {
  return worth_it(ground.dialect) && !operation.many && operation.rows.size() == 1 &&
         operation.rows.front().links.empty() && operation.rows.front().nested.empty() && !operation.parent_relation &&
         (operation.answer_operands.empty() || !operation.selection.members.empty());
}

QuickCreate compile_quick_create(const WriteRules& rules, const Selection& selection, const Ground& ground) {
  QuickCreate quick;
  const auto& resource = *rules.resource;
  if (rules.row.sql || !answer_is_local(selection, ground)) return quick;
  LowerScope scope(ground);
  sql::Insert insert;
  insert.table = resource.table;
  std::vector<sql::ExprPtr> conditions;
  for (std::size_t i = 0; i < rules.written.size(); ++i) {
    const auto& field = *rules.written[i];
    const auto operand = static_cast<int>(i);
    insert.values.push_back({field.column, scope.operand(operand, sql_type(field))});
    // Who owns the row is not input.
    if (field.kind == schema::FieldKind::to_one && !field.owner)
      conditions.push_back(target_is_readable(scope, field, operand));
  }
  if (!conditions.empty()) insert.where = sql::all_of(std::move(conditions));
  const auto& self = resource.table;
  const auto output = [&](sql::ExprPtr expr) {
    insert.returning.push_back({.expr = std::move(expr), .alias = {}});
    return static_cast<int>(insert.returning.size()) - 1;
  };
  quick.members = as_columns(lower_selection(scope, selection, self), insert.returning);
  quick.id = output(column_of(self, *resource.id));
  quick.readable = output(sql::make(sql::ExprKind::is_true, {scope.row_rule(resource, schema::Operation::read, self)}));
  quick.version = output(column_of(self, *resource.updated_at));
  quick.insert = prepare(scope, insert);
  quick.possible = !quick.insert.statement.too_deep;
  return quick;
}

base::Task<std::optional<base::Result<WriteAnswer>>> create_quickly(db::Database& database, const QuickCreate& quick,
                                                                    const WriteRules& rules, const Create& operation,
                                                                    const access::Principal& principal,
                                                                    std::string& out) {
  const auto& resource = *rules.resource;
  const auto row = complete(resource, operation.rows.front(), operation.id, principal);
  if (resource.owner && resource.owner->required && principal.anonymous()) co_return std::nullopt;
  if (!permitted(rules, row, principal) || !valid(rules, row, principal)) co_return std::nullopt;

  std::vector<base::Value> operands;
  operands.reserve(rules.written.size());
  for (const auto* field : rules.written) operands.push_back(row.values.get(*field));
  const auto values = bind_parameters(quick.insert.parameters, operands, principal);
  const auto start = out.size();
  WriteAnswer answer;
  const db::OnRow on_row = [&](const db::RowView& returned) {
    answer.ids.push_back(returned.value(quick.id));
    if (returned.integer(quick.readable) == 0) {
      append_id_only(answer.ids.back(), out);
      answer.withheld = true;
      return true;
    }
    base::JsonWriter json(out);
    db::write_row(json, returned, quick.members);
    answer.etag = etag_of(returned.integer(quick.version));
    return true;
  };
  const std::function<void()> restart = [&] {
    out.resize(start);
    answer = {};
  };
  auto outcome =
      co_await database.write_one(quick.insert.statement, values, nullptr, on_row, restart, base::Deadline::never());
  if (outcome && !answer.ids.empty()) {
    answer.created = true;
    answer.masked = resolve_masked(out, start);
    co_return base::Result<WriteAnswer>(std::move(answer));
  }
  out.resize(start);
  if (outcome || told_by_script(outcome.error().kind)) co_return std::nullopt;
  co_return base::Result<WriteAnswer>(std::unexpected(db::to_error(outcome.error())));
}

bool may_be_quick(const Remove& operation, const WriteRules& rules, sql::Dialect dialect) {
  return worth_it(dialect) && operation.if_match.empty() && !rules.guarded.statement.too_deep;
}

base::Task<std::optional<base::Result<void>>> remove_quickly(db::Database& database, const WriteRules& rules,
                                                             const Remove& operation,
                                                             const access::Principal& principal) {
  const auto& guarded = rules.guarded;
  const std::vector<base::Value> operands{operation.id};
  const auto values = bind_parameters(guarded.parameters, operands, principal);
  const db::OnRow ignore = [](const db::RowView&) { return true; };
  const std::function<void()> nothing = [] {};
  const auto removed =
      co_await database.write_one(guarded.statement, values, &operation.id, ignore, nothing, base::Deadline::never());
  if (removed && *removed == 1) co_return base::Result<void>{};
  if (removed || told_by_script(removed.error().kind)) co_return std::nullopt;
  co_return base::Result<void>(std::unexpected(db::to_error(removed.error())));
}

}  // namespace tenon::query
